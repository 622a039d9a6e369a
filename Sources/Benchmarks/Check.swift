internal import Runtime
internal import Tensors

/// The figure that every correct answer to a workload shares, as precise as it is written.
struct Check: Sendable {
  /// The figure in decimals; several are separated by `/`.
  let text: String
  /// How far off a number may be; `nil` for one unit of the last place that the figure has.
  let tolerance: Double?

  init(_ text: String, tolerance: Double? = nil) {
    self.text = text
    self.tolerance = tolerance
  }

  /// Whether a result agrees in each of its numbers.
  func agrees(with result: String) -> Bool {
    let expected = text.split(separator: "/")
    let found = result.split(separator: "/")
    guard expected.count == found.count else { return false }
    return zip(expected, found).allSatisfy { expected, found in
      guard let a = Double(expected), let b = Double(found) else { return false }
      let decimals = expected.firstIndex(of: ".").map { expected[$0...].count - 1 } ?? 0
      var unit = 1.0
      for _ in 0..<decimals { unit /= 10 }
      return abs(a - b) <= (tolerance ?? unit) * 1.001
    }
  }

  /// How a value is written in a result line.
  static func text(of value: Value) -> String? {
    switch value {
    case .number(let number): "\(number)"
    case .tensor(let tensor): tensor.elements.map { "\($0)" }.joined(separator: "/")
    default: nil
    }
  }
}
