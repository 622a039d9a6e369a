internal import Tensors

/// Normal noise that is added to inputs: x + N(0, σ²).
///
/// K. Matsuoka, *Noise Injection into Inputs in Back-Propagation Learning*, IEEE Transactions on
/// Systems, Man, and Cybernetics 22, 1992.
final class InputNoise<S: NetworkScalar>: @unchecked Sendable {
  private let deviation: Double
  private let memory: UnsafeMutablePointer<Double>

  /// Room for so many numbers; `nil` without noise.
  init?(deviation: Double, capacity: Int) {
    guard deviation > 0 else { return nil }
    self.deviation = deviation
    memory = .allocate(capacity: max(capacity, 1))
    memory.initialize(repeating: 0, count: max(capacity, 1))
  }

  deinit { memory.deallocate() }

  /// Adds noise to `count` inputs, one word of the generator a number.
  func add(
    to x: UnsafeMutablePointer<S>, count: Int, generator: inout RandomGenerator
  ) throws {
    try generator.fillNormal(memory, count: count)
    for i in 0..<count { x[i] += S(deviation * memory[i]) }
  }
}
