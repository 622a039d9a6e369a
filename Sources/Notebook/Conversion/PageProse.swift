internal import Charts

/// The prose of a document on its way to HTML: what is no Markdown stands in it as a placeholder.
///
/// Cells and `<details>` become fenced blocks with a name that no text has, so that one run of the
/// Markdown library sees the whole document with its links and lists; its safe mode leaves out every
/// other tag.
struct PageProse {
  private(set) var markdown = ""
  private var markup: [String] = []
  private var depth = 0
  private var openFence: Fence?
  private var math = MathSpans()
  /// The text of a `<summary>` that is not closed yet.
  private var summary: String?

  private static let name = "\u{FFFC}"

  /// Adds finished markup on a line of its own.
  mutating func add(markup text: String) {
    if markdown.utf8.last != 10 { markdown += "\n" }
    markdown += "\n```\(Self.name)\(markup.count)\n```\n\n"
    markup.append(text)
  }

  /// Adds Markdown; `<details>` and `<summary>` in it work.
  mutating func add(_ text: String) {
    for line in text.utf8.split(separator: 10, omittingEmptySubsequences: false) {
      var line = String(Substring(line))
      if line.utf8.last == 13 { line = String(line.unicodeScalars.dropLast()) }
      if let fence = openFence {
        if fence.isClosed(by: line) { openFence = nil }
      } else if math.isOpen {
        addProse(line)
        continue
      } else if summary != nil || Self.beginsWithTag(line) {
        addTags(line)
        continue
      } else {
        openFence = Fence(opening: line)
        // Four blanks begin code, which holds no formula.
        if openFence == nil, !line.hasPrefix("    ") {
          addProse(line)
          continue
        }
      }
      markdown += line + "\n"
    }
    if let begun = math.leftOver() { markdown += begun + "\n" }
  }

  /// Adds a line of prose; placeholders stand for its formulas.
  private mutating func addProse(_ line: String) {
    var formulas: [String] = []
    let first = markup.count
    let replaced = math.replacing(in: line) { formula, isDisplayed in
      let html = MathText.html(trimmed(formula))
      formulas.append(isDisplayed ? "<span class=\"display\">\(html)</span>" : html)
      return "\(Self.name)\(first + formulas.count - 1)\(Self.name)"
    }
    markup += formulas
    if let replaced { markdown += replaced + "\n" }
  }

  // MARK: - Details

  private enum Tag: String, CaseIterable {
    case beginDetails = "<details"
    case endDetails = "</details"
    case beginSummary = "<summary"
    case endSummary = "</summary"
  }

  private static func beginsWithTag(_ line: String) -> Bool {
    let lower = trimmed(line).lowercased()
    return line.utf8.prefix { $0 == 32 }.count <= 3
      && Tag.allCases.contains { lower.hasPrefix($0.rawValue) }
  }

  /// Reads a line that holds tags of `<details>`, and text between them.
  private mutating func addTags(_ line: String) {
    var rest = Substring(line)
    while let start = rest.firstIndex(of: "<") {
      let lower = rest[start...].prefix(9).lowercased()
      guard let tag = Tag.allCases.first(where: { lower.hasPrefix($0.rawValue) }),
        let end = rest[start...].firstIndex(of: ">")
      else {
        addText(rest[...start])
        rest = rest[rest.index(after: start)...]
        continue
      }
      addText(rest[..<start])
      add(tag)
      rest = rest[rest.index(after: end)...]
    }
    addText(rest)
    if summary != nil { summary? += " " }
  }

  private mutating func addText(_ text: Substring) {
    if summary != nil {
      summary? += text
    } else if !trimmed(text).isEmpty {
      markdown += text + "\n"
    }
  }

  private mutating func add(_ tag: Tag) {
    switch tag {
    case .beginDetails:
      depth += 1
      add(markup: "<details>")
    case .endDetails where depth > 0:
      closeSummary()
      depth -= 1
      add(markup: "</details>")
    case .beginSummary where depth > 0: summary = ""
    case .endSummary: closeSummary()
    case .endDetails, .beginSummary: break
    }
  }

  private mutating func closeSummary() {
    guard let text = summary else { return }
    summary = nil
    add(markup: "<summary>\(HTMLPage.escaped(trimmed(text)))</summary>")
  }

  // MARK: - HTML

  /// The whole as HTML.
  ///
  /// - Throws: `limit` without the Markdown library.
  mutating func html() throws -> String {
    closeSummary()
    while depth > 0 { add(.endDetails) }
    let html = try MarkdownLibrary.shared.html(markdown)
    var result = ""
    var rest = html[...]
    let opening = "<pre><code class=\"language-\(Self.name)"
    while let start = rest.utf8.firstRange(of: opening.utf8) {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      let digits = rest.utf8.prefix { (48...57).contains($0) }
      let closing = "\"></code></pre>"
      if let number = Int(Substring(digits)), number < markup.count,
        rest.utf8.dropFirst(digits.count).starts(with: closing.utf8)
      {
        result += markup[number]
        rest = Substring(rest.utf8.dropFirst(digits.count + closing.utf8.count))
      } else {
        result += opening
      }
    }
    return PageProse.withoutImages(withFormulas(result + rest))
  }

  /// The formulas in place of what stands for them.
  private func withFormulas(_ html: String) -> String {
    var result = ""
    var rest = html[...]
    while let start = rest.firstRange(of: Self.name) {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      let digits = rest.prefix(while: \.isNumber)
      guard let number = Int(digits), number < markup.count,
        rest[digits.endIndex...].hasPrefix(Self.name)
      else { continue }
      result += markup[number]
      rest = rest[digits.endIndex...].dropFirst()
    }
    return result + rest
  }

  /// Links in place of pictures that a browser would have to fetch; those inside of the page stay.
  private static func withoutImages(_ html: String) -> String {
    var result = ""
    var rest = html[...]
    while let start = rest.utf8.firstRange(of: "<img src=\"".utf8) {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard !rest.utf8.starts(with: "data:".utf8),
        let end = rest.utf8.firstRange(of: "\" alt=\"".utf8),
        let close = rest[end.upperBound...].utf8.firstIndex(of: UInt8(ascii: "\""))
      else {
        result += "<img src=\""
        continue
      }
      let (address, text) = (rest[..<end.lowerBound], rest[end.upperBound..<close])
      result += "<a href=\"\(address)\">\(text.isEmpty ? address : text)</a>"
      rest = rest[close...]
      if let tail = rest.utf8.firstRange(of: "/>".utf8) { rest = rest[tail.upperBound...] }
    }
    return result + rest
  }
}
