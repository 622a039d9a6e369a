/// A half-open range of UTF-8 offsets into a `SourceText`.
package struct SourceRange: Sendable, Hashable {
  package var start: Int
  package var end: Int

  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  /// The smallest range that covers both.
  package func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(start, other.start), max(end, other.end))
  }
}

/// A line and a column, both counted from 1; the column counts Unicode scalars.
package struct SourceLocation: Sendable, Hashable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A piece of program text with the name it is reported under, such as `cell 7` or `lesson.tdm`.
package final class SourceText: Sendable {
  package let name: String
  package let utf8: [UInt8]
  /// Offset at which each line begins.
  package let lineStarts: [Int]
  /// The number reported for the first line; cells of a document start further down.
  package let firstLine: Int

  package init(name: String, text: String, firstLine: Int = 1) {
    self.name = name
    self.firstLine = firstLine
    utf8 = Array(text.utf8)
    var starts = [0]
    for (offset, byte) in utf8.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// The text of a range, clamped to the source.
  package subscript(range: SourceRange) -> String {
    let start = min(max(range.start, 0), utf8.count)
    let end = min(max(range.end, start), utf8.count)
    return String(decoding: utf8[start..<end], as: UTF8.self)
  }

  /// The zero-based index of the line that holds an offset; O(log lines).
  package func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The text of a line by zero-based index, without its newline.
  package func line(_ index: Int) -> String {
    let start = lineStarts[index]
    let end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : utf8.count
    return self[SourceRange(start, end)]
  }

  /// The line and column of an offset.
  package func location(of offset: Int) -> SourceLocation {
    let index = lineIndex(at: offset)
    let before = self[SourceRange(lineStarts[index], offset)]
    return SourceLocation(line: firstLine + index, column: before.unicodeScalars.count + 1)
  }
}
