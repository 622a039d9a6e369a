extension ARFFRows {
  /// Reads all rows from an offset on, part by part; values cannot span lines.
  func readParts(from start: Int) throws {
    let parts = LineParts(file, from: start)
    let firstRows = LineParts.starts(try parts.map { _, range in countRows(range) })
    _ = try parts.map { part, range in
      var reader = self
      try reader.read(range, firstRow: firstRows[part])
    }
  }

  /// How many lines of a part hold a row.
  private func countRows(_ range: Range<Int>) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var rows = 0
    var i = range.lowerBound
    while i < range.upperBound {
      while ARFFRows.isSpace(bytes[i]) { i += 1 }
      if bytes[i] != UInt8(ascii: "\n"), bytes[i] != UInt8(ascii: "%") { rows += 1 }
      i = (raw.firstNewline(from: i, before: range.upperBound) ?? range.upperBound) + 1
    }
    return rows
  }
}
