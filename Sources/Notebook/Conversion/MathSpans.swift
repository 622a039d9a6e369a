/// Where formulas stand in Markdown: `$…$`, `\(…\)`, and `$$…$$` or `\[…\]` by themselves.
///
/// As pandoc reads them: no blank follows the first dollar nor stands before the last, and no digit
/// behind that, so that prices are no formulas. Code is left alone.
struct MathSpans {
  /// How a formula begins and ends.
  private static let marks: [(open: String, close: String)] = [
    ("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"),
  ]

  /// The end of a formula that began on an earlier line, and what it holds so far.
  private var open: (close: String, text: String)?

  /// Whether a formula goes on.
  var isOpen: Bool { open != nil }

  /// The line with every formula in it replaced by what `replacement` makes of it.
  ///
  /// - Returns: the line; `nil` within a formula of several lines.
  mutating func replacing(
    in line: String, with replacement: (_ formula: String, _ isDisplayed: Bool) -> String
  ) -> String? {
    if let begun = open { return goOn(begun, line, replacement) }
    let start = line.drop { $0 == " " }
    for (begin, close) in Self.marks.prefix(2)
    where start.hasPrefix(begin) && start.dropFirst(2).firstRange(of: close) == nil {
      open = (close, String(start.dropFirst(2)) + " ")
      return nil
    }
    return inline(line, replacement)
  }

  /// What was taken for the beginning of a formula and has no end.
  mutating func leftOver() -> String? {
    defer { open = nil }
    return open.map { ($0.close == "$$" ? "$$" : "\\[") + $0.text }
  }

  private mutating func goOn(
    _ begun: (close: String, text: String), _ line: String,
    _ replacement: (String, Bool) -> String
  ) -> String? {
    guard let end = line.firstRange(of: begun.close) else {
      open?.text += line + " "
      return nil
    }
    open = nil
    return replacement(begun.text + line[..<end.lowerBound], true) + line[end.upperBound...]
  }

  private func inline(_ line: String, _ replacement: (String, Bool) -> String) -> String {
    guard line.utf8.contains(UInt8(ascii: "$")) || line.utf8.contains(UInt8(ascii: "\\")) else {
      return line
    }
    var result = ""
    var rest = Substring(line)
    while let first = rest.first {
      if first == "`" {
        result += Self.code(&rest)
      } else if let (formula, mark) = Self.formula(&rest) {
        result += replacement(formula, mark == "$$" || mark == "\\[")
      } else if first == "\\", rest.count > 1 {
        result += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// Code between backticks, or backticks that stand alone.
  private static func code(_ rest: inout Substring) -> Substring {
    let ticks = rest.prefix { $0 == "`" }
    let inside = rest[ticks.endIndex...]
    guard let end = inside.firstRange(of: ticks) else {
      rest = inside
      return ticks
    }
    defer { rest = rest[end.upperBound...] }
    return rest[..<end.upperBound]
  }

  /// The formula that begins here.
  private static func formula(_ rest: inout Substring) -> (String, String)? {
    for (open, close) in marks where rest.hasPrefix(open) {
      let inside = rest.dropFirst(open.count)
      guard let end = inside.firstRange(of: close), end.lowerBound > inside.startIndex else {
        continue
      }
      let formula = inside[..<end.lowerBound]
      if open == "$" {
        let after = inside[end.upperBound...].first
        guard formula.first != " ", formula.last != " ", after?.isNumber != true else { continue }
      }
      rest = inside[end.upperBound...]
      return (String(formula), open)
    }
    return nil
  }
}
