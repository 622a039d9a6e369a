/// Markdown prose as plain lines of a terminal.
struct ProseLayout {
  let width: Int

  /// Folds paragraphs to the width; headings, lists, tables and indented lines keep their lines.
  func folded(_ text: String) -> String {
    var lines: [String] = []
    var paragraph: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if ProseLayout.standsAlone(line) {
        lines += fold(paragraph)
        paragraph = []
        lines.append(ProseLayout.plain(line))
      } else {
        paragraph.append(line)
      }
    }
    lines += fold(paragraph)
    return lines.joined(separator: "\n")
  }

  private static func standsAlone(_ line: Substring) -> Bool {
    guard let first = line.first else { return true }
    return "#|-* ".contains(first) || first.isNumber && line.contains(". ")
  }

  private static func plain(_ line: Substring) -> String {
    guard line.hasPrefix("#") else { return String(line) }
    return String(line.drop { $0 == "#" || $0 == " " })
  }

  private func fold(_ paragraph: [Substring]) -> [String] {
    var lines: [String] = []
    var current = ""
    for word in paragraph.joined(separator: " ").split(separator: " ") {
      if !current.isEmpty, current.count + 1 + word.count > width {
        lines.append(current)
        current = ""
      }
      current += current.isEmpty ? String(word) : " " + word
    }
    if !current.isEmpty { lines.append(current) }
    return lines
  }
}
