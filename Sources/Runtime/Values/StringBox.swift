/// A string on the heap, with what makes its characters reachable by position in constant time.
///
/// A string that grew by appending is a beginning of a buffer that has room behind it. Whoever owns
/// all that is used of the buffer may write behind it: shorter strings over the same buffer see
/// nothing of that. So building a text piece by piece copies each piece once on average, while every
/// string along the way keeps its value.
package final class StringBox: @unchecked Sendable {
  // Only the interpreter's thread makes, reads or extends what is not constant here.

  /// The text; `nil` until somebody asks for the text of a beginning of a buffer.
  private var flat: String?
  private var buffer: TextBuffer?
  /// How many bytes of the buffer belong to this string.
  private var length: Int
  /// Where each character begins in UTF-8; empty when every character is one byte.
  ///
  /// Made when first asked for.
  private var starts: [Int]?

  /// A string with this text.
  package init(_ text: String) {
    flat = text
    length = 0
  }

  private init(_ buffer: TextBuffer, length: Int) {
    self.buffer = buffer
    self.length = length
  }

  /// The characters.
  package var text: String {
    if let flat { return flat }
    let made = buffer?.text(length) ?? ""
    flat = made
    return made
  }

  /// The number of bytes in UTF-8.
  package var byteCount: Int { buffer == nil ? flat?.utf8.count ?? 0 : length }

  /// The number of characters.
  package var characterCount: Int {
    let starts = characterStarts
    return starts.isEmpty ? byteCount : starts.count
  }

  /// The character at a position, which the caller has checked.
  func character(_ position: Int) -> String {
    let starts = characterStarts
    let offset = starts.isEmpty ? position : starts[position]
    return String(text[text.utf8.index(text.startIndex, offsetBy: offset)])
  }

  private var characterStarts: [Int] {
    if let starts { return starts }
    let made = StringBox.starts(of: text)
    starts = made
    return made
  }

  /// Whether every character of a text is one byte.
  ///
  /// A carriage return may join the following newline to one character.
  static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 < 0x80 && $0 != 0x0D }
  }

  private static func starts(of text: String) -> [Int] {
    if isPlain(text) { return [] }
    var starts: [Int] = []
    var offset = 0
    for character in text {
      starts.append(offset)
      offset += character.utf8.count
    }
    return starts
  }
}

extension StringBox {
  /// Results shorter than this many bytes are plain strings.
  static let growingBytes = 64

  /// Replaces `left` by the two strings joined; in place where nobody else holds it.
  ///
  /// - Throws: a failure when the result would be too long.
  static func append(_ right: StringBox, to left: inout StringBox) throws {
    let count = left.byteCount + right.byteCount
    try ValueLimits.checkText(count)
    guard count >= growingBytes else {
      let joined = left.text + right.text
      if isKnownUniquelyReferenced(&left), left.buffer == nil {
        left.flat = joined
        left.starts = nil
      } else {
        left = StringBox(joined)
      }
      return
    }
    if !left.makeRoom(for: right.byteCount) {
      left = StringBox(TextBuffer.make(left.text, room: 2 * count), length: left.byteCount)
    } else if !isKnownUniquelyReferenced(&left), let buffer = left.buffer {
      left = StringBox(buffer, length: left.length)
    }
    left.extend(by: right)
  }

  /// Whether so many bytes can be written behind this string's own.
  private func makeRoom(for count: Int) -> Bool {
    guard let buffer else { return false }
    return buffer.header.used == length && length + count <= buffer.header.capacity
  }

  /// Writes another string behind this one, whose buffer has room.
  private func extend(by other: StringBox) {
    guard let buffer else { return }
    let before = length
    if let source = other.buffer {
      source.withUnsafeMutablePointerToElements { buffer.append($0, count: other.length) }
      length += other.length
    } else if var text = other.flat {
      text.withUTF8 { bytes in
        if let base = bytes.baseAddress { buffer.append(base, count: bytes.count) }
        length += bytes.count
      }
    }
    if length > before {
      flat = nil
      starts = nil
    }
  }
}

/// Bytes of UTF-8 with room for more behind them.
private final class TextBuffer: ManagedBuffer<TextBuffer.Header, UInt8> {
  struct Header {
    var used: Int
    let capacity: Int
  }

  /// A buffer that begins with a text; `room` bytes fit in all.
  static func make(_ text: String, room: Int) -> TextBuffer {
    let made = TextBuffer.create(minimumCapacity: room) { _ in Header(used: 0, capacity: room) }
    let buffer = unsafeDowncast(made, to: TextBuffer.self)
    var text = text
    text.withUTF8 { bytes in
      if let base = bytes.baseAddress { buffer.append(base, count: bytes.count) }
    }
    return buffer
  }

  /// Writes bytes behind the used ones; the caller has made sure that they fit.
  func append(_ bytes: UnsafePointer<UInt8>, count: Int) {
    withUnsafeMutablePointers { header, elements in
      (elements + header.pointee.used).initialize(from: bytes, count: count)
      header.pointee.used += count
    }
  }

  /// The first bytes as a string.
  func text(_ length: Int) -> String {
    withUnsafeMutablePointerToElements {
      String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
    }
  }
}
