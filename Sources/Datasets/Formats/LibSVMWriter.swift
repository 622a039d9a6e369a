internal import Diagnostics
internal import Files
internal import Tensors

/// Writes a data set in libsvm's form, features counted from 0 or 1.
///
/// A single label is written as its number. Several are the numbers of those that are 1, separated
/// by commas: the names where all are whole numbers, else the positions from 0. Numbers are the
/// shortest texts that read back as the same numbers. A line that would be empty holds a feature
/// with the value 0.
///
/// - Throws: `file` with the reason; an older file of the name is then untouched.
package func writeLibSVM(_ data: Dataset, to path: String, zeroBased: Bool = false) throws {
  let X =
    switch data.X {
    case .sparse(let matrix): matrix
    case .dense(let tensor): try SparseMatrix(tensor)
    }
  let (shift, width) = (zeroBased ? 0 : 1, data.labelCount)
  let numbers = data.labelNames.compactMap { Int($0) }
  let names = numbers.count == width ? numbers : Array(0..<width)
  var bytes: [UInt8] = []
  for i in 0..<data.rowCount {
    if i & 0x3F == 0 { try Interrupt.check() }
    let labels =
      width == 1
      ? [plainText(data.Y[i, 0])]
      : (0..<width).filter { data.Y[i, $0] == 1 }.map { String(names[$0]) }
    var line = labels.joined(separator: ",")
    for k in X.entries(ofRow: i) {
      line += " \(Int(X.columns[k]) + shift):\(plainText(X.values[k]))"
    }
    if line.isEmpty { line = " \(shift):0" }
    bytes += (line + "\n").utf8
  }
  try File.write(bytes, to: path)
}

func plainText(_ value: Double) -> String {
  Int(exactly: value).map(String.init) ?? "\(value)"
}
