/// Bounds that gradients are brought into before a step.
package struct GradientClipping: Sendable, Equatable {
  /// Each number is kept between −value and value.
  package var value: Double?
  /// After that, all numbers together are scaled down to this Euclidean norm if theirs is larger.
  ///
  /// R. Pascanu, T. Mikolov, Y. Bengio, *On the Difficulty of Training Recurrent Neural Networks*,
  /// ICML 2013.
  package var norm: Double?

  package init(value: Double? = nil, norm: Double? = nil) {
    self.value = value
    self.norm = norm
  }

  /// Clips the numbers of some ranges in place.
  func apply<S: NetworkScalar>(
    to gradient: UnsafeMutablePointer<S>, count: Int, ranges: [MovingRange]?
  ) {
    if let value {
      let bound = S(value)
      forEachRange(ranges, count) { part in
        for i in part.range {
          let g = gradient[i]
          gradient[i] = g > bound ? bound : g < -bound ? -bound : g
        }
      }
    }
    guard let norm else { return }
    var squares = 0.0
    forEachRange(ranges, count) {
      squares += VectorLoops.sumOfSquares(gradient + $0.range.lowerBound, $0.range.count)
    }
    let length = squares.squareRoot()
    guard length > norm else { return }
    let factor = S(norm / length)
    forEachRange(ranges, count) { part in for i in part.range { gradient[i] *= factor } }
  }
}
