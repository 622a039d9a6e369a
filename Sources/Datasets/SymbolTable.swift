/// Numbers the values of a nominal column, found by their bytes.
struct SymbolTable {
  private(set) var values: [[UInt8]] = []
  /// Open addressing with linear probing; −1 is free, the size a power of two.
  private var slots: [Int32] = Array(repeating: -1, count: 16)

  /// The code of a range of bytes, or `nil` when it is not a value.
  func code(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var slot = SymbolTable.hash(bytes, start, end) & (slots.count - 1)
    while slots[slot] >= 0 {
      let code = Int(slots[slot])
      if matches(code, bytes, start, end) { return code }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The code of a range of bytes, a new one when it is not a value yet.
  mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    if let code = code(bytes, start, end) { return code }
    values.append(Array(bytes[start..<end]))
    if values.count * 2 > slots.count {
      slots = Array(repeating: -1, count: slots.count * 2)
      enter(from: 0)
    } else {
      enter(from: values.count - 1)
    }
    return values.count - 1
  }

  /// Enters the values from one on into the slots.
  private mutating func enter(from first: Int) {
    for code in first..<values.count {
      var slot = values[code].withUnsafeBufferPointer { SymbolTable.hash($0, 0, $0.count) }
      slot &= slots.count - 1
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(truncatingIfNeeded: code)
    }
  }

  private func matches(
    _ code: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> Bool {
    let value = values[code]
    guard value.count == end - start else { return false }
    for i in 0..<value.count where value[i] != bytes[start + i] { return false }
    return true
  }

  /// FNV-1a.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for i in start..<end { hash = (hash ^ UInt64(bytes[i])) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 0x7FFF_FFFF)
  }
}
