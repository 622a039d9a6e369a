internal import Charts

/// The page that lists documents that became pages.
package struct DocumentIndex {
  /// A document in the list.
  package struct Entry: Sendable {
    let address: String
    let title: String
    /// The first words of its prose.
    let opening: String

    /// - Parameters:
    ///   - document: what the page was made of.
    ///   - address: where the page is, seen from the list.
    package init(_ document: Document, address: String) {
      self.address = address
      let lines =
        document.parts.first { $0.kind == .prose }?.text
        .split(separator: "\n", omittingEmptySubsequences: false).map { trimmed($0) } ?? []
      let heading = lines.first { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) }
      let title = document.header.title
      self.title = title.isEmpty ? heading ?? address : title
      opening = lines.drop { $0.isEmpty || $0.hasPrefix("#") || $0.hasPrefix("<") }
        .prefix { !$0.isEmpty }.joined(separator: " ")
    }
  }

  private let entries: [Entry]

  /// A list in the given order.
  package init(entries: [Entry]) { self.entries = entries }

  /// The text of the file.
  package var text: String {
    let items = entries.map { entry in
      "<li><a href=\"\(PageLinks.encoded(entry.address))\">\(HTMLPage.escaped(entry.title))</a>"
        + (entry.opening.isEmpty ? "" : "<p>\(HTMLPage.escaped(Self.shortened(entry.opening)))</p>")
        + "</li>\n"
    }
    return HTMLPage(
      title: "Contents", style: "li p { margin: .2rem 0 .8rem; color: var(--dim) }",
      body: "<h1>Contents</h1>\n<ol>\n\(items.joined())</ol>"
    ).text
  }

  /// The first sentence, or as many words as there is room for; without marks of Markdown.
  private static func shortened(_ text: String) -> String {
    let plain = text.filter { !"`*".contains($0) }
    if let end = plain.firstRange(of: ". ")?.lowerBound,
      plain.distance(from: plain.startIndex, to: end) < 200
    {
      return plain[..<end] + "."
    }
    guard plain.count > 200 else { return plain }
    let words = plain.prefix(200)
    return (words.lastIndex(of: " ").map { String(words[..<$0]) } ?? String(words)) + " …"
  }
}
