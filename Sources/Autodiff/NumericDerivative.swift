package import Tensors

/// Derivatives by finite differences, to compare exact ones with.
package enum NumericDerivative {
  /// The first step, relative to the size of the number; powers of two are added without rounding.
  private static let step = 0x1p-9
  /// Numbers below this size take its step.
  private static let smallest = 0x1p-7
  /// How often the step is halved.
  private static let halvings = 2

  /// The gradient of a function of tensors, one tensor for each.
  ///
  /// Central differences (f(x + h) − f(x − h)) / 2h at h, h/2 and h/4, extrapolated to h = 0
  /// (Richardson): the error is of order h⁶, about eleven digits are right where the function is
  /// smooth. Takes six evaluations an element.
  package static func gradient(
    at inputs: [Tensor], of function: ([Tensor]) throws -> Double
  ) throws -> [Tensor] {
    var inputs = inputs
    return try inputs.indices.map { position in
      var gradient = Tensor(repeating: 0, inputs[position].shape)
      for element in 0..<gradient.count {
        try Interrupt.check()
        let x = inputs[position][flat: element]
        gradient[flat: element] = try derivative(at: x) { moved in
          inputs[position][flat: element] = moved
          defer { inputs[position][flat: element] = x }
          return try function(inputs)
        }
      }
      return gradient
    }
  }

  /// The derivative of a function of one number.
  package static func derivative(
    at x: Double, of function: (Double) throws -> Double
  ) rethrows -> Double {
    var h = step * Swift.max(abs(x), smallest)
    var row: [Double] = []
    for _ in 0...halvings {
      let (above, below) = (x + h, x - h)
      var value = try (function(above) - function(below)) / (above - below)
      var next = [value]
      var factor = 4.0
      for coarser in row {
        value += (value - coarser) / (factor - 1)
        next.append(value)
        factor *= 4
      }
      row = next
      h /= 2
    }
    return row[row.count - 1]
  }
}
