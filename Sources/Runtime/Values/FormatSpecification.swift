package import Diagnostics
internal import Tensors

/// The format behind the colon of an interpolation, as in Python:
/// `[[fill]align][sign][0][width][.precision][type]`, type one of `d e f g %` or `s`.
package struct FormatSpecification: Sendable {
  private var fill: Character = " "
  private var alignment: Character?
  private var sign: Character = "-"
  private var width = 0
  private var precision: Int?
  private var type: Character?

  /// The letters that end a format.
  package static let kinds = "defgs%"

  static let maximumWidth = 10_000

  /// Reads a specification; throws a sentence about what is wrong with it.
  package init(_ text: String) throws(Failure) {
    var rest = Array(text)[...]
    if rest.count >= 2, "<>^".contains(rest[rest.startIndex + 1]) {
      fill = rest.removeFirst()
      alignment = rest.removeFirst()
    } else if let first = rest.first, "<>^".contains(first) {
      alignment = rest.removeFirst()
    }
    if let first = rest.first, "+- ".contains(first) { sign = rest.removeFirst() }
    if rest.first == "0" {
      rest.removeFirst()
      if alignment == nil {
        fill = "0"
        alignment = "="
      }
    }
    width = FormatSpecification.number(&rest) ?? 0
    if rest.first == "." {
      rest.removeFirst()
      guard let digits = FormatSpecification.number(&rest) else {
        throw FormatSpecification.error(text, "digits are missing after the point")
      }
      precision = digits
    }
    if let last = rest.first {
      guard Self.kinds.contains(last) else {
        throw FormatSpecification.error(text, "\(last) is no kind of format")
      }
      type = rest.removeFirst()
    }
    guard rest.isEmpty, width <= Self.maximumWidth, precision ?? 0 <= 60 else {
      throw FormatSpecification.error(text, "this cannot be read")
    }
  }

  private static func error(_ text: String, _ reason: String) -> Failure {
    Failure(
      .syntax, "the format \"\(text)\" is wrong: \(reason)",
      notes: ["a format is like .3f, >8.2f, 05d, .1% or <10"])
  }

  private static func number(_ rest: inout ArraySlice<Character>) -> Int? {
    var digits = ""
    while let first = rest.first, first.isASCII, first.isWholeNumber, digits.count < 6 {
      digits.append(rest.removeFirst())
    }
    return Int(digits)
  }

  /// Writes a value; a number needs one of the number formats or none.
  ///
  /// A tensor is written as its literal, each element by the format.
  package func apply(to value: Value) throws -> String {
    let value = value.plain
    if case .tensor(let tensor) = value, tensor.rank > 0, type != "s" {
      return try value.literal { (element) throws(Failure) in try apply(toElement: element) }
    }
    return try apply(toElement: value)
  }

  private func apply(toElement value: Value) throws(Failure) -> String {
    let text: String
    switch (value.scalar, type) {
    case (let number?, _) where type != "s": text = try signed(number, isBool: value)
    case (nil, nil), (_, "s"?): text = String(value.printed.prefix(precision ?? Int.max))
    default:
      throw Failure(.type, "the format \(type ?? " ") needs a number, found \(value.described)")
    }
    return padded(text, isNumber: value.scalar != nil && type != "s")
  }

  private func signed(
    _ number: Double, isBool value: Value
  ) throws(Failure) -> String {
    if case .bool = value, type == nil { return value.printed }
    let magnitude = number.magnitude
    let body: String
    switch type {
    case "d":
      guard number == number.rounded() else {
        throw Failure(
          .value, "the format d needs a whole number, found \(NumberFormat.plain(number))",
          notes: ["use .0f to round"])
      }
      body = NumberFormat.fixed(magnitude, 0)
    case "f": body = NumberFormat.fixed(magnitude, precision ?? 6)
    case "e": body = NumberFormat.exponent(magnitude, precision ?? 6)
    case "%": body = NumberFormat.fixed(magnitude * 100, precision ?? 6) + "%"
    case "g": body = NumberFormat.significant(magnitude, precision ?? 6)
    default:
      body =
        precision.map { NumberFormat.significant(magnitude, $0) }
        ?? NumberFormat.plain(magnitude)
    }
    let isNegative = number.sign == .minus && !number.isNaN
    return (isNegative ? "-" : sign == "-" ? "" : String(sign)) + body
  }

  private func padded(_ text: String, isNumber: Bool) -> String {
    let missing = width - text.count
    guard missing > 0 else { return text }
    let padding = String(repeating: String(fill), count: missing)
    switch alignment ?? (isNumber ? ">" : "<") {
    case "<": return text + padding
    case "^":
      let left = String(repeating: String(fill), count: missing / 2)
      return left + text + String(repeating: String(fill), count: missing - missing / 2)
    case "=":
      let signEnd = text.first.map { "+- ".contains($0) } ?? false ? 1 : 0
      return text.prefix(signEnd) + padding + text.dropFirst(signEnd)
    default: return padding + text
    }
  }
}
