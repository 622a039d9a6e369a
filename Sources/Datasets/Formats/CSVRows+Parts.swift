extension CSVRows {
  /// What reading a part gave.
  private struct Part {
    let rows: Int
    let holdsText: [Bool]
  }

  /// Reads all cells as numbers, part by part, if each line surely is one row.
  ///
  /// - Returns: how many rows there are and which columns hold texts, or `nil` where quotes could
  ///   span lines, lines are blank, or a row is wrong: only reading in order tells which comes first.
  /// - Throws: when the computation was asked to stop.
  func readParts() throws -> (rows: Int, holdsText: [Bool])? {
    let parts = LineParts(scanner.file, from: scanner.position)
    let counts = try parts.map { _, range in countLines(range) }
    let lines = counts.compactMap { $0 }
    guard parts.ranges.count > 1, lines.count == counts.count else { return nil }
    let firstRows = LineParts.starts(lines)
    let made = try parts.map { part, range -> Part? in
      var reader = self
      return try? reader.read(range, firstRow: firstRows[part])
    }
    var holdsText = holdsText
    for (part, rows) in zip(made, lines) {
      guard let part, part.rows == rows else { return nil }
      for column in holdsText.indices where part.holdsText[column] { holdsText[column] = true }
    }
    return (lines.reduce(0, +), holdsText)
  }

  private mutating func read(_ range: Range<Int>, firstRow: Int) throws -> Part {
    scanner.position = range.lowerBound
    scanner.end = range.upperBound
    try forEachRow(from: firstRow) { rows in try rows.readRow() }
    return Part(rows: row - firstRow, holdsText: holdsText)
  }

  /// How many lines a part has, or `nil` when there is a quote in one.
  private func countLines(_ range: Range<Int>) -> Int? {
    let raw = UnsafeRawBufferPointer(scanner.bytes)
    guard raw.first(UInt8(ascii: "\""), from: range.lowerBound, before: range.upperBound) == nil
    else { return nil }
    var lines = 0
    var i = range.lowerBound
    while i < range.upperBound {
      i = (raw.firstNewline(from: i, before: range.upperBound) ?? range.upperBound) + 1
      lines += 1
    }
    return lines
  }
}
