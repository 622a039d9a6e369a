/// Takes a `<details>` block apart.
struct DetailsText {
  private let text: String

  init(_ text: String) { self.text = text }

  func details(line: Int) -> Document.Details {
    var rest = text[...]
    var summary = ""
    if let start = range(of: "<summary>", in: rest),
      let end = range(of: "</summary>", in: rest[start.upperBound...])
    {
      summary = trimmed(rest[start.upperBound..<end.lowerBound])
      rest = rest[end.upperBound...]
    } else if let close = rest.firstIndex(of: ">") {
      rest = rest[rest.index(after: close)...]
    }
    if let end = lastRange(of: "</details>", in: rest) { rest = rest[..<end.lowerBound] }
    return Document.Details(summary: summary, body: trimmed(rest), line: line)
  }

  private func range(of tag: String, in text: Substring) -> Range<Substring.Index>? {
    text.firstRange(of: tag) ?? text.firstRange(of: tag.uppercased())
  }

  private func lastRange(of tag: String, in text: Substring) -> Range<Substring.Index>? {
    text.ranges(of: tag).last ?? text.ranges(of: tag.uppercased()).last
  }
}
