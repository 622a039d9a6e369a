internal import Diagnostics
internal import Tensors

/// Reads a table of comma- or tab-separated values.
///
/// The separator is a tab or a semicolon where the first line holds one outside of quotes and no
/// comma, else a comma. Cells may be quoted, with `""` for a quote inside; empty cells, `NA`, `?`
/// and `nan` are missing. A column with a cell that is no number becomes nominal: its distinct texts
/// in order of appearance are the values. Without a header, columns are named `x0`, `x1`, ….
///
/// - Throws: `file` when it cannot be read; `data` with file, line and column where a row has
///   another number of cells; `argument` for labels that are not there; `limit` when it does not
///   fit in memory.
package func readCSV(
  _ path: String, labels: LabelSelection? = nil, header: Bool = true
) throws -> Dataset {
  try dataset(csv: ByteFile(reading: path), labels: labels, header: header)
}

/// Reads the contents of a CSV file at hand.
package func dataset(
  csv file: ByteFile, labels: LabelSelection? = nil, header: Bool = true
) throws -> Dataset {
  try file.bytes.withUnsafeBufferPointer { bytes in
    var scanner = CSVScanner(file: file, bytes: bytes)
    let names = try columnNames(&scanner, header: header)
    let labelPositions = try labels?.positions(among: names, file: file.path) ?? []
    let isLabel = Set(labelPositions)
    let features = names.indices.filter { !isLabel.contains($0) }
    let table = try CSVTable(scanner, width: names.count, labels: labelPositions)
    return Dataset(
      name: file.stem, X: table.X, Y: table.Y, featureNames: features.map { names[$0] },
      labelNames: labelPositions.map { names[$0] },
      featureKinds: features.map { table.values[$0].map { .nominal($0) } ?? .numeric })
  }
}

/// Reads the names of the columns, or makes them up; the scanner then stands before the rows.
private func columnNames(_ scanner: inout CSVScanner, header: Bool) throws -> [String] {
  let file = scanner.file
  guard scanner.beginsRow() else {
    throw file.failure("expected \(header ? "a line of column names" : "rows"), found nothing")
  }
  let start = scanner.position
  var names: [String] = []
  repeat {
    names.append(scanner.withText(try scanner.cell()) { ByteFile.text($0) })
  } while scanner.passesSeparator()
  guard header else {
    scanner.position = start
    return names.indices.map { "x\($0)" }
  }
  var seen: Set<String> = []
  for name in names where !seen.insert(name).inserted {
    throw file.failure("column \"\(name)\" is named twice in the first line")
  }
  return names
}

extension ByteFile {
  /// The path without the ending of a compressed file.
  var plainPath: Substring { path.hasSuffix(".gz") ? path.dropLast(3) : path[...] }

  /// The file's name without folder and extension.
  var stem: String {
    let name = plainPath.split(separator: "/").last ?? ""
    return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
  }

  /// How many lines begin at an offset or behind it, blank ones included.
  func lineCount(from start: Int) throws -> Int {
    guard start < count else { return 0 }
    return try bytes.withUnsafeBytes { bytes in
      var lines = bytes[count - 1] == UInt8(ascii: "\n") ? 0 : 1
      var i = start
      while let newline = bytes.firstNewline(from: i, before: count) {
        lines += 1
        if lines & 0xFFF == 0 { try Interrupt.check() }
        i = newline + 1
      }
      return lines
    }
  }
}
