internal import Tensors

extension Tensor {
  /// Numbers drawn evenly from an interval; the same ones each time.
  static func sample(
    _ shape: Shape, _ domain: ClosedRange<Double> = -2...2, seed: UInt64 = 1
  ) -> Tensor {
    var random = RandomGenerator(seed: seed)
    let width = domain.upperBound - domain.lowerBound
    let elements = (0..<shape.count).map { _ in domain.lowerBound + width * random.uniform() }
    return Tensor(elements, shape)
  }
}
