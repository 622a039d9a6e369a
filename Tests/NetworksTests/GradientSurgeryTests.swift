import Foundation
@testable import Networks
import Tensors
import Testing

@Suite struct GradientSurgeryTests {
  /// The definition, vector by vector, in orders given from outside.
  private func projected(_ gradients: [[Double]], orders: [[Int]]) -> [Double] {
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }
    var sum = [Double](repeating: 0, count: gradients[0].count)
    for (i, order) in orders.enumerated() {
      var own = gradients[i]
      for j in order where j != i {
        let product = dot(own, gradients[j])
        guard product < 0 else { continue }
        let factor = product / dot(gradients[j], gradients[j])
        own = zip(own, gradients[j]).map { $0 - factor * $1 }
      }
      sum = zip(sum, own).map(+)
    }
    return sum
  }

  @Test(arguments: [2, 3, 5])
  func `coefficients from products agree with projections of vectors`(_ tasks: Int) throws {
    var conflicts = 0
    for seed in 0..<20 {
      var drawing = RandomGenerator(seed: UInt64(seed))
      let gradients = try (0..<tasks).map { _ in try drawing.normal([4]).elements }
      let products = gradients.flatMap { a in
        gradients.map { b in zip(a, b).map(*).reduce(0, +) }
      }
      conflicts += products.filter { $0 < 0 }.count
      var (used, again) = (RandomGenerator(seed: 99), RandomGenerator(seed: 99))
      var (order, own) = ([Int](repeating: 0, count: tasks), [Double](repeating: 0, count: tasks))
      var coefficients = own
      GradientSurgery.coefficients(
        products, tasks: tasks, generator: &used, order: &order, own: &own, into: &coefficients)
      let orders = (0..<tasks).map { _ in
        var order = Array(0..<tasks)
        for t in stride(from: tasks - 1, to: 0, by: -1) {
          order.swapAt(t, Int(again.integer(below: UInt64(t + 1))))
        }
        return order
      }
      let expected = projected(gradients, orders: orders)
      for place in 0..<4 {
        let found = (0..<tasks).reduce(0.0) { $0 + coefficients[$1] * gradients[$1][place] }
        #expect(abs(found - expected[place]) < 1e-12 * max(1, abs(expected[place])))
      }
    }
    #expect(conflicts > 0)
  }
}
