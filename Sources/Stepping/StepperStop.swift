internal import Diagnostics

/// Where `c` stops: at a stage of a name, or where a figure satisfies a condition.
package struct StepperStop: Sendable, Hashable {
  /// How a figure is compared.
  package enum Comparison: String, Sendable, CaseIterable {
    case atMost = "<=", atLeast = ">=", equal = "==", unequal = "!=", less = "<", greater = ">"

    /// Whether a number stands in this relation to a bound; never true of NaN, but for `!=`.
    func holds(_ value: Double, _ bound: Double) -> Bool {
      switch self {
      case .atMost: value <= bound
      case .atLeast: value >= bound
      case .equal: value == bound
      case .unequal: value != bound
      case .less: value < bound
      case .greater: value > bound
      }
    }
  }

  private enum Test: Sendable, Hashable {
    case stage(String)
    case number(FigureName, Comparison, Double)
    case text(FigureName, isEqual: Bool, String)
  }

  /// As it was typed.
  package let text: String
  private let test: Test

  /// Reads `loss<0.5`, `label == sunset` or the name of a stage, such as `row 150`.
  ///
  /// Throws when a side of the comparison is missing, or no number where one is needed.
  package init(_ text: String) throws {
    self.text = text
    guard let (comparison, range) = Self.comparison(in: text) else {
      test = .stage(text)
      return
    }
    let name = String(text[..<range.lowerBound]).trimmingBlanks
    let bound = String(text[range.upperBound...]).trimmingBlanks
    guard !name.isEmpty, !bound.isEmpty else {
      throw Failure(
        .argument, "`break` takes a figure, a comparison and a number, found `\(text)`",
        notes: ["try `break loss<0.5`"])
    }
    if let number = Double(bound), !number.isNaN {
      test = .number(FigureName(name), comparison, number)
    } else if comparison == .equal || comparison == .unequal {
      test = .text(FigureName(name), isEqual: comparison == .equal, bound)
    } else {
      throw Failure(
        .argument, "`break \(name)\(comparison.rawValue)` needs a number, found `\(bound)`",
        notes: ["try `break \(name)\(comparison.rawValue)0.5`"])
    }
  }

  /// The first comparison in a text, two characters before one.
  private static func comparison(
    in text: String
  ) -> (Comparison, Range<String.Index>)? {
    var start = text.startIndex
    while start < text.endIndex {
      for sign in Comparison.allCases where text[start...].hasPrefix(sign.rawValue) {
        return (sign, start..<text.index(start, offsetBy: sign.rawValue.count))
      }
      // A lone `=` is what a person means by `==`.
      if text[start] == "=" { return (.equal, start..<text.index(after: start)) }
      start = text.index(after: start)
    }
    return nil
  }

  /// The figure it looks at; `nil` for the name of a stage.
  package var figure: FigureName? {
    switch test {
    case .stage: nil
    case .number(let name, _, _), .text(let name, _, _): name
    }
  }

  /// Whether a run's current stage is one to stop at.
  func holds(at run: any Steppable) -> Bool {
    switch test {
    case .stage(let name): return run.matches(name)
    case .number(let name, let comparison, let bound):
      return name.value(in: run.state)?.number.map { comparison.holds($0, bound) } ?? false
    case .text(let name, let isEqual, let expected):
      guard let value = name.value(in: run.state) else { return false }
      return (value.short == expected) == isEqual
    }
  }
}
