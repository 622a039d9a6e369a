package import Diagnostics
internal import Runtime

extension Explanation {
  /// The page behind `:why`, about an error that was made.
  ///
  /// - Parameter error: the last error.
  /// - Returns: its lines.
  package static func page(on error: Diagnostic) -> [Help.Line] {
    guard let explanation = of(error) else { return [Help.Line(error.message)] }
    return explanation.heading + explanation.place(of: error) + explanation.lesson
  }

  /// The page without an error at hand, as help shows it.
  var page: Help.Page { Help.Page([title], heading + lesson) }

  private var heading: [Help.Line] { [Help.Line(title), Help.Line("  \(rule)", 2)] }

  private func place(of error: Diagnostic) -> [Help.Line] {
    var lines = [Help.Line(""), Help.Line("  Here: \(error.message)", 8)]
    if let mark = error.marks.first, let code = Self.firstLine(Self.code(error.marks, mark)) {
      let line = mark.source.location(of: mark.range.start).line
      lines.append(Help.Line("        \(code)   (\(mark.source.name), line \(line))", 8))
    }
    if let here = Self.filled(here, error.facts) { lines.append(Help.Line("        \(here)", 8)) }
    return lines + error.notes.map { Help.Line("        = \($0)", 10) }
  }

  private var lesson: [Help.Line] {
    var lines = [Help.Line(""), Help.Line("  What to do: \(remedy)", 14)]
    if let wrong {
      lines += [Help.Line(""), Help.Line("  wrong")] + Help.lines(of: [wrong]).dropFirst()
    }
    lines += [Help.Line("  right")] + Help.lines(of: [right]).dropFirst()
    let topics = readOn.map { "?" + $0 }.joined(separator: "  ")
    return lines + [Help.Line(""), Help.Line("  read on: \(topics)", 11)]
  }

  /// What an error is about: the operator with its operands, or whatever is marked.
  private static func code(_ marks: [SourceMark], _ first: SourceMark) -> String {
    let range = marks.filter { $0.source === first.source }.reduce(first.range) {
      $0.union($1.range)
    }
    return first.source[range]
  }

  private static func firstLine(_ code: String) -> String? {
    let line = code.split(separator: "\n").first.map(String.init) ?? ""
    guard !line.isEmpty else { return nil }
    return line.count > 60 ? line.prefix(59) + "…" : line
  }

  /// A sentence with the facts in place of their names; `nil` when there is none or a fact is missing.
  package static func filled(_ sentence: String, _ facts: MistakeFacts) -> String? {
    guard !sentence.isEmpty else { return nil }
    var result = ""
    for (place, part) in sentence.split(separator: "{", omittingEmptySubsequences: false)
      .enumerated()
    {
      guard place > 0 else {
        result += part
        continue
      }
      let pieces = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
      guard pieces.count == 2, let fact = facts[String(pieces[0])], !fact.isEmpty else {
        return nil
      }
      result += fact + pieces[1]
    }
    return result
  }
}
