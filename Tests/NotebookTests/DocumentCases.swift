import Glibc
import Tensors

/// Documents to convert: those of the project, and made ones of every odd form.
enum DocumentCases {
  private static let root =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  /// The paths of all lessons, reference pages and sessions.
  static let recorded: [String] =
    ["tutorials", "tutorials/reference", "sessions"].flatMap { folder in
      names(in: "\(root)/\(folder)").filter { $0.hasSuffix(".md") }
        .map { "\(root)/\(folder)/\($0)" }
    }

  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names.sorted()
  }

  // MARK: - Made documents

  /// Pieces of which documents are made; most are whole blocks, all end their line.
  private static let pieces = [
    "Prose.\n", "\n", "\n\n", "  \n", "\t\n", "Two\nlines  \n", "# Heading\n", "> a quotation\n",
    "- item\n\n  more\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", "é ≯ e\u{301} 日本 \u{1F600}\n",
    "\u{2028}\u{85}\u{0B}\n", "a\u{0}b\n", "    indented\n", "\u{301}combined\n",
    "```tandem\nx = 1\n```\n", "```tandem\n```\n", "```tandem\n\n```\n", "```tandem\nx\n\n```\n",
    "```tandem skip tol=1e-3\nx\n```\n", "```tandem   skip  \nx\n```\n", "~~~tandem\n1\n~~~\n",
    "~~~~ tandem nocheck chart=5%\n```\n~~~~~\n", "  ```tandem\n  [1,\n   2]\n  ```\n",
    "`````tandem\n```output\n`````\n", "```tandem\n# %% code\n\"{x}\"\n```\n",
    "```output\n1\n```\n", "```output\n```\n", "```output\n\n```\n", "```output words\n1\n\n```\n",
    "~~~output\na\n~~~\n", "```error\nshapes do not fit: 3×4\n```\n", "```error\na\nb\n```\n",
    "   ````error\n   x\n   ````\n", "```python\nprint(1)\n```\n",
    "```\n<!-- cell -->\n```tandem inside\n```\n", "<!-- cell -->\n", "<!-- cell -->\n\n",
    "<!-- cell {\"cell_type\":\"raw\"} -->\nraw\n", "<!-- cell {} -->\n", "<!-- cell x -->\n",
    "<!-- cell {\"metadata\":{\"tags\":[\"a --\\u003E b\"]}} -->\n", "<!-- other -->\n",
    "<details><summary>Hint</summary>\n\ntext\n\n</details>\n", "<details>\n", "</details>\n",
    "<details>\n<summary>Solution</summary>\n", "# %% [markdown]\n", "---\n", "...\n",
  ]

  private static let headers = [
    "", "", "---\ntandem: 1\n---\n", "---\ntandem: 1\ntitle: \"A: b # c\"\nseed: 7\n---\n",
    "---\ntandem: 1\nkind: session\n# comment\nunknown: x\n---   \n",
    "\u{FEFF}---\ntandem: 1\n---\n",
    "---\n---\n", "\u{FEFF}",
  ]

  /// Documents from a seed; some have returns at all line ends or at a part of them, and one in four
  /// has no newline at its end.
  static func made(_ count: Int) -> [String] {
    var random = RandomGenerator(seed: 11)
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    return (0..<count).map { _ in
      var text = headers[below(headers.count)]
      let pieceCount = below(9)
      let mixesEnds = below(8) == 0
      for _ in 0..<pieceCount {
        var piece = pieces[below(pieces.count)]
        if mixesEnds, below(2) == 0 { piece = withReturns(piece) }
        text += piece
        if below(3) > 0 { text += "\n" }
      }
      if below(4) == 0, text.utf8.last == 10 { text = String(text.unicodeScalars.dropLast()) }
      return below(6) == 0 && !mixesEnds ? withReturns(text) : text
    }
  }

  static func withReturns(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n" { result.append("\r") }
      result.append(scalar)
    }
    return String(result)
  }
}
