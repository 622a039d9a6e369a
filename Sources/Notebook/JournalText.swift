internal import Files

/// The chunks of a journal file, each below a mark with its length and checksum.
///
/// The first chunk is the path of the notebook's file, the others are its document.
struct JournalText {
  /// The whole chunks from the beginning.
  private(set) var chunks: [String] = []
  /// Whether what follows them is no chunk that was being written.
  private(set) var isDamaged = false

  static let heading = "<!-- tandem journal 1 -->\n"
  private static let opening = Array("<!-- ".utf8)
  private static let middle = Array(" bytes ".utf8)
  private static let closing = Array(" -->\n".utf8)
  private static let checksumLength = 8

  /// A chunk with the line above it.
  static func chunk(_ text: String) -> String {
    let hex = String(Checksum.crc32(text.utf8), radix: 16)
    let padded = String(repeating: "0", count: checksumLength - hex.utf8.count) + hex
    return "<!-- \(text.utf8.count) bytes \(padded) -->\n\(text)"
  }

  /// Reads as far as the file is whole.
  init(_ bytes: [UInt8]) {
    let heading = Array(Self.heading.utf8)
    guard bytes.starts(with: heading) else {
      isDamaged = !heading.starts(with: bytes)
      return
    }
    var rest = bytes[heading.count...]
    while !rest.isEmpty {
      switch Self.next(&rest) {
      case .whole(let text): chunks.append(text)
      case .cut: return
      case .damaged:
        isDamaged = true
        return
      }
    }
  }

  /// What stands at the head of the bytes.
  private enum Reading {
    case whole(String)
    case cut
    case damaged
  }

  private static func next(_ rest: inout ArraySlice<UInt8>) -> Reading {
    var bytes = rest
    let digits: ArraySlice<UInt8>
    let checksum: ArraySlice<UInt8>
    guard let found = skip(opening, &bytes) else { return .damaged }
    if !found { return .cut }
    digits = bytes.prefix { (48...57).contains($0) }
    bytes = bytes[digits.endIndex...]
    if bytes.isEmpty { return .cut }
    guard let found = skip(middle, &bytes) else { return .damaged }
    if !found { return .cut }
    checksum = bytes.prefix(checksumLength)
    bytes = bytes[checksum.endIndex...]
    if bytes.isEmpty { return .cut }
    guard let found = skip(closing, &bytes) else { return .damaged }
    if !found { return .cut }
    guard digits.count < 16, let count = Int(String(decoding: digits, as: UTF8.self)),
      let expected = UInt32(String(decoding: checksum, as: UTF8.self), radix: 16)
    else { return .damaged }
    guard bytes.count >= count else { return .cut }
    let body = bytes.prefix(count)
    guard Checksum.crc32(body) == expected, let text = String(validating: body, as: UTF8.self)
    else { return .damaged }
    rest = bytes.dropFirst(count)
    return .whole(text)
  }

  /// Goes past what has to come: `false` when the bytes end inside it, `nil` when others come.
  private static func skip(_ wanted: [UInt8], _ bytes: inout ArraySlice<UInt8>) -> Bool? {
    guard wanted.starts(with: bytes.prefix(wanted.count)) else { return nil }
    guard bytes.count >= wanted.count else { return false }
    bytes = bytes.dropFirst(wanted.count)
    return true
  }
}
