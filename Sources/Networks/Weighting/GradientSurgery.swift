internal import Tensors

/// Takes from every task's gradient what opposes another's.
///
/// For every task i, with the others in an order drawn anew: where g_i · g_j < 0,
/// g_i ← g_i − (g_i · g_j) / ‖g_j‖² g_j, the g_j being as they were. The sum of all g_i is
/// Σ_t c_t g_t with coefficients that follow from the products g_s · g_t alone, so only those are
/// worked with.
/// T. Yu, S. Kumar, A. Gupta, S. Levine, K. Hausman, C. Finn, *Gradient Surgery for Multi-Task
/// Learning*, NeurIPS 2020.
enum GradientSurgery {
  /// The c_t, from the T×T products; `order` has room for T numbers, `own` and `coefficients` for T.
  static func coefficients(
    _ products: UnsafePointer<Double>, tasks: Int, generator: inout RandomGenerator,
    order: UnsafeMutablePointer<Int>, own: UnsafeMutablePointer<Double>,
    into coefficients: UnsafeMutablePointer<Double>
  ) {
    coefficients.update(repeating: 0, count: tasks)
    for i in 0..<tasks {
      draw(order, tasks, &generator)
      own.update(repeating: 0, count: tasks)
      own[i] = 1
      for position in 0..<tasks {
        let j = order[position]
        guard j != i, products[j * tasks + j] > 0 else { continue }
        var product = 0.0
        for t in 0..<tasks { product += own[t] * products[t * tasks + j] }
        if product < 0 { own[j] -= product / products[j * tasks + j] }
      }
      for t in 0..<tasks { coefficients[t] += own[t] }
    }
  }

  /// A new order of the tasks.
  private static func draw(
    _ order: UnsafeMutablePointer<Int>, _ tasks: Int, _ generator: inout RandomGenerator
  ) {
    for t in 0..<tasks { order[t] = t }
    for t in stride(from: tasks - 1, to: 0, by: -1) {
      let other = Int(generator.integer(below: UInt64(t + 1)))
      (order[t], order[other]) = (order[other], order[t])
    }
  }
}
