internal import Charts

/// Lines broken between words.
package enum TextFolding {
  /// A line broken to a width; the lines after its first begin with `indent` blanks.
  ///
  /// A word that is too wide stands on a line of its own.
  package static func folded(_ line: String, width: Int, indent: Int = 0) -> String {
    let indent = min(indent, width / 2)
    var lines: [String] = []
    var current = String(line.prefix { $0 == " " })
    var isFresh = true
    for word in line.dropFirst(current.count).split(
      separator: " ", omittingEmptySubsequences: false)
    {
      let addition = isFresh ? String(word) : " " + word
      if !isFresh, cellWidth(current) + cellWidth(addition) > width {
        lines.append(current)
        current = String(repeating: " ", count: indent) + word
      } else {
        current += addition
      }
      isFresh = false
    }
    return (lines + [current]).joined(separator: "\n")
  }

  /// A page of help, every line of it ended.
  package static func folded(_ page: [Help.Line], width: Int) -> String {
    page.map { folded($0.text, width: width, indent: $0.indent) + "\n" }.joined()
  }
}
