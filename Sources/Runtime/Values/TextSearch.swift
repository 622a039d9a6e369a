internal import Glibc
internal import Tensors

/// Finds a text in another, character by character.
///
/// Whole characters are compared, as indexing sees them: an accent is never torn off its letter, nor
/// one person out of a family.
package enum TextSearch {
  /// Where a part stands first in a text; an empty one stands at the beginning.
  ///
  /// - Throws: the request to stop.
  package static func first(_ part: String, in text: String) throws -> Range<String.Index>? {
    if part.isEmpty { return text.startIndex..<text.startIndex }
    var found: Range<String.Index>?
    try visit(part, in: text) { place in
      found = place
      return false
    }
    return found
  }

  /// Calls `body` for each place of a part in a text, from left to right, no place overlapping
  /// another, until it gives false.
  ///
  /// - Parameters:
  ///   - part: what to look for, not empty.
  ///   - text: where to look.
  ///   - body: takes a place; whether to go on.
  /// - Throws: the request to stop, and what `body` throws.
  package static func visit(
    _ part: String, in text: String, _ body: (Range<String.Index>) throws -> Bool
  ) throws {
    guard !part.isEmpty else { return }
    guard StringBox.isPlain(text) else {
      return try visitCharacters(Array(part), in: text, body)
    }
    guard StringBox.isPlain(part) else { return }
    try visitBytes(Array(part.utf8), in: text) { offset in
      let start = text.utf8.index(text.startIndex, offsetBy: offset)
      return try body(start..<text.utf8.index(start, offsetBy: part.utf8.count))
    }
  }

  /// The number of characters before a place.
  package static func position(of place: String.Index, in text: String) -> Int {
    StringBox.isPlain(text)
      ? text.utf8.distance(from: text.startIndex, to: place)
      : text.distance(from: text.startIndex, to: place)
  }

  /// How many bytes are compared between two looks at the request to stop.
  private static let pollingBytes = 1 << 20

  /// Visits offsets in a text all of whose characters are single bytes.
  private static func visitBytes(
    _ part: [UInt8], in text: String, _ body: (Int) throws -> Bool
  ) throws {
    var text = text
    try text.withUTF8 { bytes in
      guard let base = bytes.baseAddress else { return }
      var start = 0
      var compared = 0
      while start + part.count <= bytes.count {
        compared += part.count
        if compared >= pollingBytes {
          try Interrupt.check()
          compared = 0
        }
        let room = bytes.count - part.count + 1 - start
        guard let place = memchr(base + start, Int32(part[0]), room) else { return }
        let offset = UnsafeRawPointer(place) - UnsafeRawPointer(base)
        start = offset + 1
        if memcmp(base + offset, part, part.count) == 0 {
          guard try body(offset) else { return }
          start = offset + part.count
        }
      }
    }
  }

  private static func visitCharacters(
    _ part: [Character], in text: String, _ body: (Range<String.Index>) throws -> Bool
  ) throws {
    var start = text.startIndex
    var steps = 0
    while start < text.endIndex {
      steps += 1
      if steps & 0xFFF == 0 { try Interrupt.check() }
      if let end = end(of: part, at: start, in: text) {
        guard try body(start..<end) else { return }
        start = end
      } else {
        text.formIndex(after: &start)
      }
    }
  }

  /// Where a part ends that begins at a place; `nil` when it does not begin there.
  private static func end(
    of part: [Character], at start: String.Index, in text: String
  ) -> String.Index? {
    var place = start
    for character in part {
      guard place < text.endIndex, text[place] == character else { return nil }
      text.formIndex(after: &place)
    }
    return place
  }
}
