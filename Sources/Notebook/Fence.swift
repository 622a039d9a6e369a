/// The line that opens a fenced block, by the rules of CommonMark.
package struct Fence {
  let marker: UInt8
  let length: Int
  /// Spaces before the fence, which also fall away from the lines inside.
  let indentation: Int
  /// What follows the fence, trimmed.
  let info: String

  private static let backtick = UInt8(ascii: "`")
  private static let tilde = UInt8(ascii: "~")
  private static let space = UInt8(ascii: " ")

  /// The first word after the fence.
  var language: String {
    String(info.unicodeScalars.prefix { !$0.properties.isWhitespace })
  }

  /// Whether the block is one of a document's own.
  var isOwn: Bool { ["tandem", "output", "error"].contains(language) }

  /// The fence as it would be written.
  var text: String {
    String(repeating: marker == Fence.tilde ? "~" : "`", count: length)
  }

  /// The fence a line opens, if any; the line has no newline.
  init?(opening line: String) {
    let bytes = line.utf8
    let indentation = bytes.prefix { $0 == Fence.space }.count
    let rest = bytes.dropFirst(indentation)
    guard indentation <= 3, let marker = rest.first,
      marker == Fence.backtick || marker == Fence.tilde
    else { return nil }
    let length = rest.prefix { $0 == marker }.count
    let info = trimmed(Substring(rest.dropFirst(length)))
    guard length >= 3, marker == Fence.tilde || !info.utf8.contains(Fence.backtick) else {
      return nil
    }
    self.marker = marker
    self.length = length
    self.indentation = indentation
    self.info = info
  }

  /// Whether a line closes the block.
  func isClosed(by line: String) -> Bool {
    guard let other = Fence(opening: line) else { return false }
    return other.marker == marker && other.length >= length && other.info.isEmpty
  }

  /// A line of the block without the indentation of the fence.
  func content(_ line: String) -> String {
    let spaces = min(line.utf8.prefix { $0 == Fence.space }.count, indentation)
    return spaces == 0 ? line : String(line.dropFirst(spaces))
  }

  /// The shortest fence that can hold a text.
  static func holding(_ text: String) -> String {
    var longest = 2
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      let ticks = line.drop { $0 == space }.prefix { $0 == backtick }.count
      longest = max(longest, ticks)
    }
    return String(repeating: "`", count: longest + 1)
  }

  /// A block with this text as Markdown, each line ended.
  package static func block(_ info: String, _ text: String) -> String {
    let fence = holding(text)
    return "\(fence)\(info)\n\(ended(text))\(fence)\n"
  }

  /// A text whose last line is ended.
  static func ended(_ text: String) -> String {
    text.isEmpty || text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n"
  }
}
