/// The listing of possible completions below the text being edited.
struct LineEditorListing {
  let candidates: [Completion.Candidate]
  let size: Terminal.Size
  /// Rows of the text being edited, which stay in sight.
  var inputRows = 1

  /// The first page.
  var lines: [String] { pages.first ?? [] }

  /// Lines no wider than the terminal, on a page at most as many as leave the prompt in sight.
  ///
  /// Descriptions are shown where all of them fit.
  var pages: [[String]] {
    let room = max(2, size.rows - 2 - inputRows)
    let all = showsDescriptions && candidates.count <= room ? described : columns
    guard all.count > room else { return [all] }
    let perLine = max(1, (candidates.count + all.count - 1) / all.count)
    return stride(from: 0, to: all.count, by: room - 1).map { start in
      let shown = Array(all[start..<min(all.count, start + room - 1)])
      let end = start + shown.count
      if end == all.count { return shown }
      return shown + ["… and \(max(1, candidates.count - end * perLine)) more"]
    }
  }

  /// Whether there are descriptions, and room for more than a word of each.
  private var showsDescriptions: Bool {
    candidates.contains { $0.description != nil } && size.columns - nameWidth > 12
  }

  /// The column at which descriptions begin.
  private var nameWidth: Int {
    let widest = candidates.map { Terminal.width(of: $0.text) }.max() ?? 0
    return min(widest, max(8, size.columns / 2)) + 2
  }

  /// Names in columns, read downwards as `ls` does.
  private var columns: [String] {
    let names = candidates.map { Highlighter.truncated($0.text, to: size.columns - 1) }
    let width = (names.map { Terminal.width(of: $0) }.max() ?? 0) + 2
    let columnCount = max(1, (size.columns + 1) / width)
    let rowCount = (names.count + columnCount - 1) / columnCount
    return (0..<rowCount).map { row in
      let line = stride(from: row, to: names.count, by: rowCount).map { index in
        let isLast = index + rowCount >= names.count
        return names[index] + (isLast ? "" : Self.padding(names[index], to: width))
      }
      return line.joined()
    }
  }

  /// One name a line with its description behind it.
  private var described: [String] {
    let width = nameWidth
    return candidates.map { candidate in
      let shown = Highlighter.truncated(candidate.text, to: width - 2)
      let name = shown + Self.padding(shown, to: width)
      return Highlighter.truncated(name + (candidate.description ?? ""), to: size.columns - 1)
    }
  }

  private static func padding(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - Terminal.width(of: text)))
  }

  /// The longest text that all candidates begin with.
  static func commonPrefix(_ candidates: [Completion.Candidate]) -> String {
    guard let first = candidates.first else { return "" }
    var prefix = Array(first.text.unicodeScalars)
    for candidate in candidates.dropFirst() {
      let shared = zip(prefix, candidate.text.unicodeScalars).prefix { $0 == $1 }.count
      prefix.removeLast(prefix.count - shared)
    }
    return LineEditorText.string(prefix[...])
  }
}
