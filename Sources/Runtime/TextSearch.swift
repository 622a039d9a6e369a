internal import Glibc
internal import Tensors

/// Finds a text in another, character by character.
package enum TextSearch {
  /// Where a part stands in a text, from left to right, no place overlapping another.
  ///
  /// Whole characters are compared, as indexing sees them: an accent is never torn off its letter,
  /// nor one person out of a family.
  ///
  /// - Parameters:
  ///   - part: what to look for; an empty one stands at the beginning.
  ///   - text: where to look.
  ///   - limit: how many places are wanted at most.
  /// - Returns: the places.
  /// - Throws: the request to stop.
  package static func ranges(
    of part: String, in text: String, limit: Int = .max
  ) throws -> [Range<String.Index>] {
    if part.isEmpty { return [text.startIndex..<text.startIndex] }
    if StringBox.isPlain(text) {
      guard StringBox.isPlain(part) else { return [] }
      return try offsets(of: Array(part.utf8), in: text, limit).map { offset in
        let start = text.utf8.index(text.startIndex, offsetBy: offset)
        return start..<text.utf8.index(start, offsetBy: part.utf8.count)
      }
    }
    return try characterRanges(of: Array(part), in: text, limit)
  }

  /// The number of characters before a place.
  package static func position(of place: String.Index, in text: String) -> Int {
    StringBox.isPlain(text)
      ? text.utf8.distance(from: text.startIndex, to: place)
      : text.distance(from: text.startIndex, to: place)
  }

  /// Places in a text all of whose characters are single bytes.
  private static func offsets(of part: [UInt8], in text: String, _ limit: Int) throws -> [Int] {
    var text = text
    return try text.withUTF8 { bytes in
      guard let base = bytes.baseAddress else { return [] }
      var found: [Int] = []
      var start = 0
      var compared = 0
      while found.count < limit, start + part.count <= bytes.count {
        compared += part.count
        if compared >= 1 << 20 {
          try Interrupt.check()
          compared = 0
        }
        let room = bytes.count - part.count + 1 - start
        guard let place = memchr(base + start, Int32(part[0]), room) else { break }
        let offset = UnsafeRawPointer(place) - UnsafeRawPointer(base)
        let isThere = memcmp(base + offset, part, part.count) == 0
        if isThere { found.append(offset) }
        start = offset + (isThere ? part.count : 1)
      }
      return found
    }
  }

  private static func characterRanges(
    of part: [Character], in text: String, _ limit: Int
  ) throws -> [Range<String.Index>] {
    var found: [Range<String.Index>] = []
    var start = text.startIndex
    var steps = 0
    while start < text.endIndex, found.count < limit {
      steps += 1
      if steps & 0xFFF == 0 { try Interrupt.check() }
      if let end = end(of: part, at: start, in: text) {
        found.append(start..<end)
        start = end
      } else {
        text.formIndex(after: &start)
      }
    }
    return found
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
