/// The prompts of a shell from which text may have been copied.
struct CopiedPrompt: Sendable {
  /// Characters of the prompt at the start of a line; `nil` where there is none.
  let length: @Sendable (_ line: Substring) -> Int?
  /// Characters of what stands before a line that goes on, below a prompt of some width.
  ///
  /// `nil` where the line is output.
  let continuation: @Sendable (_ line: Substring, _ width: Int) -> Int?

  /// The shells that are known: Tandem itself, IPython and Jupyter, Python, Julia, Octave and MATLAB.
  static let all = [
    CopiedPrompt(
      length: { numbered($0, before: "[", after: "]>") }, continuation: { margin($0, $1) }),
    CopiedPrompt(
      length: { numbered($0, before: "In [", after: "]:") },
      continuation: { line, _ in
        let blanks = line.prefix { $0 == " " }.count
        return marked(line.dropFirst(blanks), "...:").map { blanks + $0 }
      }),
    CopiedPrompt(length: { marked($0, ">>>") }, continuation: { line, _ in marked(line, "...") }),
    CopiedPrompt(length: { marked($0, "julia>") }, continuation: { margin($0, $1) }),
    CopiedPrompt(
      length: { numbered($0, before: "octave:", after: ">") },
      continuation: { line, _ in marked(line, ">") }),
    CopiedPrompt(length: { marked($0, ">>") }, continuation: { _, _ in nil }),
  ]

  /// The shell that a text was copied from, by its first line that is not blank.
  static func of(_ lines: [Substring]) -> CopiedPrompt? {
    guard let first = lines.first(where: { !$0.allSatisfy { $0 == " " } }) else { return nil }
    return all.first { $0.length(first) != nil }
  }

  /// Of a copied piece of session, only what was typed: prompts and margins are stripped, the output
  /// between them is dropped.
  func input(of lines: [Substring]) -> [Substring] {
    var result: [Substring] = []
    var width: Int?
    var blankLines = 0
    for line in lines {
      if line.allSatisfy({ $0 == " " }), length(line) == nil {
        blankLines += 1
        continue
      }
      defer { blankLines = 0 }
      if let length = length(line) {
        width = length
        result.append(line.dropFirst(length))
      } else if let above = width, let length = continuation(line, above) {
        // An empty line inside a block has lost its margin on the way.
        result += Array(repeating: "", count: blankLines)
        result.append(line.dropFirst(length))
      } else {
        // What follows output is output.
        width = nil
      }
    }
    return result
  }

  // MARK: - Forms

  /// A prompt with the blank behind it, which editors strip from empty lines.
  private static func marked(_ line: Substring, _ mark: String) -> Int? {
    if line == mark { return mark.count }
    return line.hasPrefix(mark + " ") ? mark.count + 1 : nil
  }

  private static func numbered(
    _ line: Substring, before: String, after: String
  ) -> Int? {
    guard line.hasPrefix(before) else { return nil }
    let digits = line.dropFirst(before.count).prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty else { return nil }
    let head = before.count + digits.count
    return marked(line.dropFirst(head), after).map { head + $0 }
  }

  private static func margin(_ line: Substring, _ width: Int) -> Int? {
    let isMargin = line.prefix(width).count == width && line.prefix(width).allSatisfy { $0 == " " }
    return isMargin ? width : nil
  }
}
