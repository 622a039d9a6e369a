internal import Diagnostics
internal import Files
internal import Tensors

/// Writes a data set in the extreme classification repository's text form, labels by their columns.
///
/// Numbers are the shortest texts that read back as the same numbers. Names are not kept.
///
/// - Throws: `data` for a label other than 0 and 1, with its row and name; `file` with the reason; an
///   older file of the name is then untouched.
package func writeXC(_ data: Dataset, to path: String) throws {
  let X =
    switch data.X {
    case .sparse(let matrix): matrix
    case .dense(let tensor): try SparseMatrix(tensor)
    }
  let width = data.labelCount
  var bytes = Array("\(data.rowCount) \(data.featureCount) \(width)\n".utf8)
  for i in 0..<data.rowCount {
    if i & 0x3F == 0 { try Interrupt.check() }
    if let bad = (0..<width).first(where: { data.Y[i, $0] != 0 && data.Y[i, $0] != 1 }) {
      throw Failure(
        .data,
        "expected labels to be 0 or 1, found \(data.Y[i, bad]) in row \(i), "
          + "label \"\(data.labelNames[bad])\"",
        notes: ["this form lists the labels that a sample has; write_arff keeps other values"])
    }
    var line = (0..<width).filter { data.Y[i, $0] == 1 }.map(String.init).joined(separator: ",")
    for k in X.entries(ofRow: i) { line += " \(X.columns[k]):\(plainText(X.values[k]))" }
    bytes += (line + "\n").utf8
  }
  try File.write(bytes, to: path)
}
