/// The complete entries of a journal file.
struct JournalText {
  /// The document without the marks.
  let document: String
  let entryCount: Int
  /// The length of the file up to the end of its last complete entry.
  let completeBytes: Int

  private static let opening = "<!-- "
  private static let closing = " bytes -->\n"

  /// The line above an entry.
  static func mark(_ byteCount: Int) -> String { "\(opening)\(byteCount)\(closing)" }

  /// Reads as far as the file is whole.
  init(_ bytes: [UInt8]) {
    let header = JournalText.headerLength(bytes)
    var end = header
    var text = bytes[..<header]
    var count = 0
    while let entry = JournalText.entry(in: bytes, at: end) {
      text += bytes[entry]
      end = entry.upperBound
      count += 1
    }
    document = String(decoding: text, as: UTF8.self)
    entryCount = count
    completeBytes = end
  }

  /// The bytes of the front matter; none when it is cut off.
  private static func headerLength(_ bytes: [UInt8]) -> Int {
    let rule = Array("---\n".utf8)
    guard bytes.starts(with: rule) else { return 0 }
    var start = rule.count
    while let end = bytes[start...].firstIndex(of: 10) {
      if Array(bytes[start...end]) == rule { return end + 1 }
      start = end + 1
    }
    return 0
  }

  /// The entry whose mark stands at an offset, if all of it is there.
  private static func entry(in bytes: [UInt8], at offset: Int) -> Range<Int>? {
    guard offset > 0, bytes[offset...].starts(with: opening.utf8) else { return nil }
    let digits = bytes[(offset + opening.utf8.count)...].prefix { (48...57).contains($0) }
    guard digits.count < 16, let count = Int(String(decoding: digits, as: UTF8.self)), count > 0,
      bytes[digits.endIndex...].starts(with: closing.utf8)
    else { return nil }
    let start = digits.endIndex + closing.utf8.count
    let range = start..<(start + count)
    guard range.upperBound <= bytes.count, bytes[range.upperBound - 1] == 10,
      String(validating: bytes[range], as: UTF8.self) != nil
    else { return nil }
    return range
  }
}
