/// Turns the bytes a terminal sends into characters, whatever they are.
///
/// Invalid sequences become U+FFFD, so do the control characters of Latin-1 (U+0080…U+009F), which
/// no keyboard sends and which the editor keeps for itself.
struct LineEditorDecoder {
  private var bytes: [UInt8] = []
  private var position = 0

  /// Whether a whole character is ready.
  var isEmpty: Bool { position == bytes.count }

  mutating func append(_ more: some Sequence<UInt8>) {
    if position > 0 {
      bytes.removeFirst(position)
      position = 0
    }
    bytes.append(contentsOf: more)
  }

  /// The next character; `nil` when more bytes are needed.
  mutating func next() -> Unicode.Scalar? {
    guard position < bytes.count else { return nil }
    let lead = bytes[position]
    if lead < 0x80 {
      position += 1
      return Unicode.Scalar(lead)
    }
    let length = Self.length(of: lead)
    var end = position + 1
    while end < bytes.count, end < position + length, bytes[end] & 0xC0 == 0x80 { end += 1 }
    if end == bytes.count, end < position + length { return nil }
    let decoded = String(decoding: bytes[position..<end], as: UTF8.self).unicodeScalars
    position = end
    guard decoded.count == 1, let scalar = decoded.first, scalar.value > 0x9F else {
      return "\u{FFFD}"
    }
    return scalar
  }

  /// Bytes in the sequence that a lead byte announces; 1 for a byte that is none.
  private static func length(of lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}

/// Characters that a terminal has sent and no cell has taken yet.
package final class TypeAhead {
  var decoder = LineEditorDecoder()

  package init() {}
}
