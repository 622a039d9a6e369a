package import Tensors

/// A function of each number.
package struct ActivationKernel: Sendable {
  package let operation: UnaryOperation

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    S.apply(
      self.operation, pass.values[operation.inputs[0].value], into: pass.values[operation.output],
      count: pass.rows * pass.widths[operation.output])
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    guard step.inputs[0] != .skip else { return }
    let input = operation.inputs[0].value
    ActivationSlope(
      x: pass.values[input], y: pass.values[operation.output],
      gradient: pass.gradients[operation.output], target: pass.gradients[input],
      adding: step.inputs[0].keeps, count: pass.rows * pass.widths[operation.output]
    ).pass(self.operation)
  }
}

/// The way back through y = f(x): g f'(x) for a row of numbers.
///
/// Where f has no slope it is taken as in programs: 0 at the corner of `relu` and of `abs`, and 0 on
/// the steps of `sign`, `floor` and `ceil`.
struct ActivationSlope<S: NetworkScalar> {
  let x: UnsafePointer<S>
  let y: UnsafePointer<S>
  /// The gradient by y.
  let gradient: UnsafePointer<S>
  /// The gradient by x.
  let target: UnsafeMutablePointer<S>
  /// Whether it is added to what is there.
  let adding: Bool
  let count: Int

  /// The rules, one a function.
  func pass(_ operation: UnaryOperation) {
    switch operation {
    case .negate: slope { _, _ in -1 }
    case .abs: slope { x, _ in x > 0 ? 1 : x < 0 ? -1 : 0 }
    case .sqrt: slope { _, y in 0.5 / y }
    case .exp: slope { _, y in y }
    case .expm1: slope { _, y in y + 1 }
    case .log: slope { x, _ in 1 / x }
    case .log1p: slope { x, _ in 1 / (1 + x) }
    case .log2: slope { x, _ in S(1.4426950408889634) / x }
    case .log10: slope { x, _ in S(0.4342944819032518) / x }
    case .sin: slope(through: .cos) { $0 }
    case .cos: slope(through: .sin) { -$0 }
    case .tan: slope { _, y in 1 + y * y }
    case .asin: slope { x, _ in 1 / (1 - x * x).squareRoot() }
    case .acos: slope { x, _ in -1 / (1 - x * x).squareRoot() }
    case .atan: slope { x, _ in 1 / (1 + x * x) }
    case .sinh: slope(through: .cosh) { $0 }
    case .cosh: slope(through: .sinh) { $0 }
    case .tanh: slope { _, y in 1 - y * y }
    case .sigmoid: slope { _, y in y * (1 - y) }
    case .relu: slope { x, _ in x > 0 ? 1 : 0 }
    case .softplus: slope(through: .sigmoid) { $0 }
    case .sign, .floor, .ceil, .not, .isnan, .isfinite: slope { _, _ in 0 }
    }
  }

  /// A slope that is arithmetic of x and y.
  @inline(__always)
  private func slope(_ rule: (S, S) -> S) {
    VectorLoops.put(into: target, adding: adding, count) { gradient[$0] * rule(x[$0], y[$0]) }
  }

  /// A slope that is arithmetic of another function of x.
  @inline(__always)
  private func slope(through function: UnaryOperation, _ rule: (S) -> S) {
    let chunk = VectorLoops.chunk(S.self)
    withUnsafeTemporaryAllocation(of: S.self, capacity: chunk) { scratch in
      guard let f = scratch.baseAddress else { return }
      for start in stride(from: 0, to: count, by: chunk) {
        let length = min(chunk, count - start)
        S.apply(function, x + start, into: f, count: length)
        let g = gradient + start
        VectorLoops.put(into: target + start, adding: adding, length) { g[$0] * rule(f[$0]) }
      }
    }
  }
}

extension UnaryOperation {
  /// Whether it can stand in a network: not the questions that are answered by true and false.
  package var isActivation: Bool {
    switch self {
    case .not, .isnan, .isfinite: false
    default: true
    }
  }
}

extension GraphBuilder {
  /// A function of each number at a place of a stack.
  mutating func activation(
    _ operation: UnaryOperation, at place: LayerPlace, of value: Int
  ) throws -> Int {
    guard operation.isActivation else {
      throw place.failure(
        "expected a function with a slope, found \(operation), which answers true or false",
        notes: ["relu, tanh and sigmoid are the usual ones"])
    }
    let source = self.value(value)
    return self.operation(
      place.title, .activation(ActivationKernel(operation: operation)), inputs: [whole(value)],
      groups: source.groups, shape: source.shape)
  }
}
