/// Reads the plain values of ARFF rows, bare numbers and nominal values of one character, which is
/// what nearly all values are.
struct ARFFPlainValues {
  private struct Column {
    let target: ColumnTargets.Target
    /// Where the column's codes begin in `codes`; −1 for a numeric column.
    let codes: Int
  }

  private var columns: [Column] = []
  /// For each nominal column 256 codes by character, NaN where there is no such value; neighbours
  /// with the same values share theirs.
  private var codes: [Double] = []

  init(_ layout: ARFFLayout, _ targets: [ColumnTargets.Target]) {
    var last: [Double]?
    for (column, target) in zip(layout.columns, targets) {
      guard let table = column.table else {
        columns.append(Column(target: target, codes: -1))
        continue
      }
      let own = ARFFPlainValues.codes(table)
      let isShared = last.map { zip($0, own).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN } }
      if isShared != true { codes += own }
      last = own
      columns.append(Column(target: target, codes: codes.count - 256))
    }
  }

  /// The codes of a table by character, without those that mean something else in a row.
  private static func codes(_ table: NominalTable) -> [Double] {
    (0..<256).map { byte in
      let byte = UInt8(byte)
      if "?'\" \t\r\n,{}".utf8.contains(byte) { return .nan }
      return withUnsafePointer(to: byte) {
        table.code(UnsafeBufferPointer(start: $0, count: 1)) ?? .nan
      }
    }
  }

  /// Reads and stores the value that begins at a position, and moves to what ends it: `,` or a
  /// newline.
  ///
  /// - Returns: whether there was a plain value; if not, nothing has changed.
  @inline(__always)
  func read(
    _ column: Int, _ row: Int, at position: inout NumberParser.Position,
    before end: NumberParser.Position
  ) -> Bool {
    var p = position
    while p.pointee == UInt8(ascii: " ") { p += 1 }
    let value: Double
    let first = columns[column].codes
    if first < 0 {
      guard let number = NumberParser.scan(&p, before: end) else { return false }
      value = number
    } else {
      value = codes[first + Int(p.pointee)]
      if value.isNaN { return false }
      p += 1
    }
    if p.pointee == UInt8(ascii: "\r"), p[1] == UInt8(ascii: "\n") { p += 1 }
    guard p.pointee == UInt8(ascii: ",") || p.pointee == UInt8(ascii: "\n") else { return false }
    columns[column].target[row] = value
    position = p
    return true
  }
}
