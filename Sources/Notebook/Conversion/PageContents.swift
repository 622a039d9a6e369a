internal import Charts

/// The headings of a page, with places to go to, and the list of them.
struct PageContents {
  private var headings: [(level: Int, text: String, name: String)] = []
  private var body = ""

  /// How many headings below the first level make a list worth its room.
  private static let leastCount = 4

  /// Finds the headings in what the Markdown library wrote, which begin lines there.
  init(_ html: String) {
    var names: Set<String> = []
    let text = BlankLines.trimmed(html).text
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if !body.isEmpty { body += "\n" }
      guard let level = PageContents.level(line), let end = line.firstRange(of: "</h\(level)>")
      else {
        body += line
        continue
      }
      let inside = line[line.index(line.startIndex, offsetBy: 4)..<end.lowerBound]
      let words = PageContents.withoutTags(inside)
      let name = PageContents.name(words, &names)
      headings.append((level, words, name))
      body += "<h\(level) id=\"\(name)\">\(inside)</h\(level)>\(line[end.upperBound...])"
    }
  }

  /// The page: the first heading or else the title, the list, everything else.
  func page(title: String) -> String {
    if body.hasPrefix("<h1"), let end = body.firstRange(of: "</h1>\n") {
      return body[..<end.upperBound] + list + body[end.upperBound...]
    }
    let hasHeading = title.isEmpty || headings.contains { $0.level == 1 }
    return (hasHeading ? "" : "<h1>\(HTMLPage.escaped(title))</h1>\n") + list + body
  }

  /// The list; empty for short pages.
  private var list: String {
    let shown = headings.filter { $0.level == 2 || $0.level == 3 }
    guard shown.count >= PageContents.leastCount else { return "" }
    let items = shown.map { heading in
      "<li\(heading.level == 3 ? " class=\"inner\"" : "")>"
        + "<a href=\"#\(heading.name)\">\(heading.text)</a></li>\n"
    }
    return "<nav aria-label=\"Contents\">\n<ul>\n\(items.joined())</ul>\n</nav>\n"
  }

  private static func level(_ line: Substring) -> Int? {
    guard line.hasPrefix("<h"), line.dropFirst(3).first == ">",
      let level = line.dropFirst(2).first?.wholeNumberValue, (1...6).contains(level)
    else { return nil }
    return level
  }

  private static func withoutTags(_ html: Substring) -> String {
    var isTag = false
    return String(
      html.filter { character in
        if character == "<" { isTag = true }
        defer { if character == ">" { isTag = false } }
        return !isTag
      })
  }

  /// A name for a heading from its words, unlike all others.
  private static func name(_ text: String, _ names: inout Set<String>) -> String {
    let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }
    let base = words.isEmpty ? "part" : words.joined(separator: "-")
    var name = base
    var count = 1
    while !names.insert(name).inserted {
      count += 1
      name = "\(base)-\(count)"
    }
    return name
  }
}
