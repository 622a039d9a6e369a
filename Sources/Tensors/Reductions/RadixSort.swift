/// The elements in ascending order, NaN last.
func sortedElements(_ x: UnsafePointer<Double>, _ count: Int) throws -> [Double] {
  try sortedPositions(x, count).map { x[$0] }
}

/// The positions that put elements in ascending order: stable, NaN last.
///
/// Doubles are mapped to unsigned integers of the same order, which are sorted byte by byte, from
/// the last to the first; bytes that all elements share cost one count and no move.
package func sortedPositions(_ x: UnsafePointer<Double>, _ count: Int) throws -> [Int] {
  if count <= 64 { return insertionSorted(x, count) }
  // Two copies of keys and positions, and the result.
  try TensorMemory.check(count: 5 * count, described: "\(5 * count) (to sort \(count))")
  var keys = try [SortEntry](unsafeUninitializedCapacity: count) { target, filled in
    for start in stride(from: 0, to: count, by: sortBlock) {
      try Interrupt.check()
      for i in start..<min(start + sortBlock, count) {
        target.initializeElement(at: i, to: SortEntry(key: orderedBits(x[i]), position: i))
        filled = i + 1
      }
    }
  }
  var other = keys
  for shift in stride(from: UInt64(0), to: 64, by: 8) {
    if try distribute(keys, by: shift, into: &other) { swap(&keys, &other) }
  }
  try Interrupt.check()
  return keys.map(\.position)
}

/// How many entries are moved between two looks at the request to stop: about a millisecond.
private let sortBlock = 1 << 16

private struct SortEntry {
  var key: UInt64
  var position: Int
}

/// Bits whose unsigned order is the order of the numbers; zeros are equal, NaN comes last.
private func orderedBits(_ value: Double) -> UInt64 {
  if value.isNaN { return .max }
  let bits = (value + 0.0).bitPattern
  return bits >> 63 == 1 ? ~bits : bits | 1 << 63
}

/// One pass: entries by one byte of their key; false when that byte is the same for all.
private func distribute(
  _ source: [SortEntry], by shift: UInt64, into target: inout [SortEntry]
) throws -> Bool {
  var places = [Int](repeating: 0, count: 256)
  try source.inBlocks { block in
    for entry in block { places[Int(entry.key >> shift & 255)] += 1 }
  }
  if places.contains(source.count) { return false }
  var next = 0
  for byte in 0..<256 {
    let amount = places[byte]
    places[byte] = next
    next += amount
  }
  try target.withUnsafeMutableBufferPointer { target in
    try places.withUnsafeMutableBufferPointer { places in
      try source.inBlocks { block in
        for entry in block {
          let byte = Int(entry.key >> shift & 255)
          target[places[byte]] = entry
          places[byte] += 1
        }
      }
    }
  }
  return true
}

extension [SortEntry] {
  /// Calls `body` with one stretch after the other, stopping in between when asked to.
  fileprivate func inBlocks(_ body: (UnsafeBufferPointer<SortEntry>.SubSequence) -> Void) throws {
    try withUnsafeBufferPointer { all in
      for start in stride(from: 0, to: all.count, by: sortBlock) {
        try Interrupt.check()
        body(all[start..<Swift.min(start + sortBlock, all.count)])
      }
    }
  }
}

private func insertionSorted(_ x: UnsafePointer<Double>, _ count: Int) -> [Int] {
  var order = Array(0..<count)
  for i in 0..<count {
    let key = orderedBits(x[i])
    var j = i
    while j > 0, orderedBits(x[order[j - 1]]) > key {
      order[j] = order[j - 1]
      j -= 1
    }
    order[j] = i
  }
  return order
}
