internal import Glibc
internal import Tensors

/// Distinct texts, numbered in the order in which they came, found by their bytes.
struct SpellingTable: Sendable {
  /// All spellings one behind the other, and where each begins and the last one ends.
  private var bytes: [UInt8] = []
  private var bounds = [0]
  private var hashes: [UInt64] = []
  /// Numbers of spellings by hash with linear probing, −1 where there is none; at most half full.
  private var slots = [Int32](repeating: -1, count: 16)

  var count: Int { hashes.count }

  /// The bytes of each text by its number.
  var spellings: [ArraySlice<UInt8>] { (0..<count).map { bytes[bounds[$0]..<bounds[$0 + 1]] } }

  /// The texts by their number.
  ///
  /// - Throws: when the computation was asked to stop.
  func texts() throws -> [String] {
    try (0..<count).map { number in
      if number & 0x3FF == 0 { try Interrupt.check() }
      return ByteFile.text(bytes[bounds[number]..<bounds[number + 1]])
    }
  }

  /// The number of a text, or `nil` when it has not come yet.
  func position(of text: UnsafeBufferPointer<UInt8>) -> Int? {
    let found = slots[slot(text, SpellingTable.hash(text))]
    return found < 0 ? nil : Int(found)
  }

  /// The number of a text, which is the next one when it is new.
  mutating func insert(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = SpellingTable.hash(text)
    let slot = slot(text, hash)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    slots[slot] = Int32(count)
    bytes += text
    bounds.append(bytes.count)
    hashes.append(hash)
    if 2 * count > slots.count { grow() }
    return count - 1
  }

  /// The slot that holds a text, or the empty one where it belongs.
  private func slot(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while case let number = Int(slots[slot]), number >= 0, !isSpelling(number, text, hash) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private func isSpelling(
    _ number: Int, _ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64
  ) -> Bool {
    guard hashes[number] == hash, bounds[number + 1] - bounds[number] == text.count else {
      return false
    }
    guard let start = text.baseAddress else { return true }
    return bytes.withUnsafeBytes { own in
      guard let base = own.baseAddress else { return true }
      return memcmp(base + bounds[number], start, text.count) == 0
    }
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 4 * slots.count)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  /// FNV-1a with a last mix, as the lowest bits choose the slot.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ hash >> 32
  }
}
