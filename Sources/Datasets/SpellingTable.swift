/// Distinct texts, numbered in the order in which they came, found by their bytes.
struct SpellingTable: Sendable {
  private(set) var spellings: [[UInt8]] = []
  private var hashes: [UInt64] = []
  /// Numbers of spellings by hash with linear probing, −1 where there is none; at most half full.
  private var slots = [Int32](repeating: -1, count: 16)

  var count: Int { spellings.count }

  /// The number of a text, or `nil` when it has not come yet.
  func position(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let found = slots[slot(bytes, SpellingTable.hash(bytes))]
    return found < 0 ? nil : Int(found)
  }

  /// The number of a text, which is the next one when it is new.
  mutating func insert(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = SpellingTable.hash(bytes)
    let slot = slot(bytes, hash)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    slots[slot] = Int32(spellings.count)
    spellings.append(Array(bytes))
    hashes.append(hash)
    if 2 * spellings.count > slots.count { grow() }
    return spellings.count - 1
  }

  /// The slot that holds a text, or the empty one where it belongs.
  private func slot(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while case let number = Int(slots[slot]), number >= 0 {
      if hashes[number] == hash, spellings[number].elementsEqual(bytes) { break }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
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
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ hash >> 32
  }
}
