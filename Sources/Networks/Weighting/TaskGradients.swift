/// The gradient of every task by itself, T×P, laid out once.
///
/// Dot products count the parameters that all tasks share and that are not frozen for good.
final class TaskGradients<S: NetworkScalar>: @unchecked Sendable {
  let taskCount: Int
  private let parameterCount: Int
  /// The shared parameters, in runs without gaps.
  private let shared: [Range<Int>]
  /// The weights of the last shared layer that learns.
  private let lastShared: Range<Int>
  private let memory: UnsafeMutablePointer<S>
  /// T×T products of gradients on the shared parameters.
  private let products: UnsafeMutablePointer<Double>

  /// Memory for the tasks of a graph; `nil` where they share nothing that learns.
  init?(_ graph: Graph, _ freezing: FreezePlan) {
    let shared = graph.sharedRanges(where: freezing.everLearns)
    guard graph.heads.count > 1, !shared.isEmpty,
      let last = graph.lastSharedWeights(where: freezing.everLearns)
    else { return nil }
    (self.shared, lastShared) = (shared, last)
    taskCount = graph.heads.count
    parameterCount = graph.parameterCount
    memory = .allocate(capacity: taskCount * parameterCount)
    memory.initialize(repeating: 0, count: taskCount * parameterCount)
    products = .allocate(capacity: taskCount * taskCount)
    products.initialize(repeating: 0, count: taskCount * taskCount)
  }

  deinit {
    memory.deallocate()
    products.deallocate()
  }

  /// Keeps a task's gradient.
  func store(_ task: Int, _ gradient: UnsafePointer<S>) {
    (memory + task * parameterCount).update(from: gradient, count: parameterCount)
  }

  /// The gradient that was stored for a task.
  func gradient(of task: Int) -> UnsafeBufferPointer<S> {
    UnsafeBufferPointer(start: memory + task * parameterCount, count: parameterCount)
  }

  /// Keeps that a task has no gradient in this step.
  func clear(_ task: Int) {
    (memory + task * parameterCount).update(repeating: 0, count: parameterCount)
  }

  /// Σ_t c_t g_t on all parameters, or `shared` coefficients on those that tasks share and 1 elsewhere.
  func combine(
    _ coefficients: UnsafePointer<Double>, onlyShared: Bool,
    into result: UnsafeMutablePointer<S>
  ) {
    result.update(repeating: 0, count: parameterCount)
    for t in 0..<taskCount {
      let g = memory + t * parameterCount
      if onlyShared {
        var end = 0
        for range in shared {
          add(1, g, end..<range.lowerBound, into: result)
          add(S(coefficients[t]), g, range, into: result)
          end = range.upperBound
        }
        add(1, g, end..<parameterCount, into: result)
      } else {
        add(S(coefficients[t]), g, 0..<parameterCount, into: result)
      }
    }
  }

  private func add(
    _ factor: S, _ g: UnsafePointer<S>, _ range: Range<Int>, into result: UnsafeMutablePointer<S>
  ) {
    for i in range { result[i] += factor * g[i] }
  }

  // MARK: - Norms and products

  /// ‖g_t‖ over the weights of the last shared layer that learns.
  func lastSharedNorm(_ task: Int) -> Double {
    let g = memory + task * parameterCount
    return dot(g, g, lastShared).squareRoot()
  }

  /// Works out the products of all pairs on the shared parameters; tells them, T×T.
  func productsOfPairs() -> UnsafePointer<Double> {
    for s in 0..<taskCount {
      for t in 0...s {
        var sum = 0.0
        for range in shared {
          sum += dot(memory + s * parameterCount, memory + t * parameterCount, range)
        }
        products[s * taskCount + t] = sum
        products[t * taskCount + s] = sum
      }
    }
    return UnsafePointer(products)
  }

  /// In eight lanes, blocks of which are put together in double precision.
  private func dot(_ a: UnsafePointer<S>, _ b: UnsafePointer<S>, _ range: Range<Int>) -> Double {
    let block = 512
    var (total, i) = (0.0, range.lowerBound)
    while i + 8 <= range.upperBound {
      var lanes = SIMD8<S>.zero
      let end = min(i + block, range.upperBound - 7)
      while i < end {
        let x = UnsafeRawPointer(a + i).loadUnaligned(as: SIMD8<S>.self)
        let y = UnsafeRawPointer(b + i).loadUnaligned(as: SIMD8<S>.self)
        lanes += x * y
        i += 8
      }
      for lane in 0..<8 { total += Double(lanes[lane]) }
    }
    while i < range.upperBound {
      total += Double(a[i]) * Double(b[i])
      i += 1
    }
    return total
  }
}

extension Graph {
  /// The parameters that all tasks learn, in runs without gaps.
  var sharedRanges: [Range<Int>] { sharedRanges { _ in true } }

  /// Those of the parameters that all tasks learn, in runs without gaps.
  func sharedRanges(where learns: (Int) -> Bool) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for (position, parameter) in parameters.enumerated()
    where parameter.owner == .shared && parameter.count > 0 && learns(position) {
      if let last = ranges.last, last.upperBound == parameter.offset {
        ranges[ranges.count - 1] = last.lowerBound..<parameter.range.upperBound
      } else {
        ranges.append(parameter.range)
      }
    }
    return ranges
  }

  /// The weights of the last operation on the way to the heads whose parameters all tasks share.
  func lastSharedWeights(where learns: (Int) -> Bool) -> Range<Int>? {
    for operation in operations.reversed() {
      let shared = operation.parameters.first { parameters[$0].owner == .shared && learns($0) }
      if let shared { return parameters[shared].range }
    }
    return nil
  }
}
