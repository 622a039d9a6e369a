internal import Diagnostics
internal import Files
package import Tensors

/// Writes a data set as CSV: a line of names, then a row a sample, features before labels.
///
/// Numbers are the shortest texts that read back as the same numbers; nominal features are their
/// texts, so that a reader numbers them in the order of their appearance; missing values are empty
/// cells.
///
/// - Throws: `data` for names that occur twice and for values that the format cannot tell from a
///   missing one; `file` with the reason; an older file of the name is then untouched.
package func writeCSV(_ data: Dataset, to path: String) throws {
  var text = TableText(form: .csv)
  try checkNames(data)
  try checkValues(data)
  let names = data.featureNames + data.labelNames
  try text.row(names.map { text.quoted($0) })
  // A line with nothing on it would be no row.
  try text.samples(of: data, missing: names.count == 1 ? "NA" : "")
  try File.write(text.bytes, to: path)
}

/// Writes a vector as one column, or a matrix, as CSV without a line of names.
///
/// - Throws: `shape` for more than two axes; `file` with the reason.
package func writeCSV(_ matrix: Tensor, to path: String) throws {
  guard matrix.rank <= 2 else {
    throw Failure(.shape, "expected a vector or a matrix to write as CSV, found \(matrix.shape)")
  }
  var text = TableText(form: .csv)
  let width = matrix.columnCount
  for i in 0..<matrix.rowCount {
    try text.row((0..<width).map { text.number(matrix[flat: i * width + $0], missing: "") })
  }
  try File.write(text.bytes, to: path)
}

/// Writes a data set as ARFF, features before labels, with MEKA's `-C` naming the labels; sparse
/// sets as sparse rows.
///
/// - Throws: `data` for names that occur twice; `file` with the reason; an older file of the name is
///   then untouched.
package func writeARFF(_ data: Dataset, to path: String) throws {
  var text = TableText(form: .arff)
  try checkNames(data)
  let labels = data.labelCount
  text.line("@relation " + text.quoted(labels == 0 ? data.name : "\(data.name): -C -\(labels)"))
  text.line("")
  for (name, kind) in zip(data.featureNames, data.featureKinds) {
    var type = "numeric"
    if case .nominal(let values) = kind {
      type = "{" + values.map { text.quoted($0) }.joined(separator: ",") + "}"
    }
    text.line("@attribute \(text.quoted(name)) \(type)")
  }
  for (label, name) in data.labelNames.enumerated() {
    let isBinary = (0..<data.rowCount).allSatisfy {
      let value = data.Y[$0, label]
      return value == 0 || value == 1 || value.isNaN
    }
    text.line("@attribute \(text.quoted(name)) \(isBinary ? "{0,1}" : "numeric")")
  }
  text.line("")
  text.line("@data")
  switch data.X {
  case .sparse(let X): try text.sparseSamples(of: data, X)
  case .dense: try text.samples(of: data, missing: "?")
  }
  try File.write(text.bytes, to: path)
}

/// Throws when two columns have one name, which no reader could tell apart.
private func checkNames(_ data: Dataset) throws {
  var seen: Set<String> = []
  for name in data.featureNames + data.labelNames where !seen.insert(name).inserted {
    throw Failure(
      .data, "expected every column to have a name of its own, found \"\(name)\" twice",
      notes: ["features and labels stand in one table, so they cannot share a name"])
  }
}

/// Throws when a nominal value would be read back as a missing one.
private func checkValues(_ data: Dataset) throws {
  for (name, kind) in zip(data.featureNames, data.featureKinds) {
    guard case .nominal(let values) = kind else { continue }
    let bad = values.first { value in
      Array(value.utf8).withUnsafeBufferPointer { CSVScanner.isMissing($0) }
    }
    guard let bad else { continue }
    throw Failure(
      .data, "value \"\(bad)\" of feature \"\(name)\" would be a missing one in CSV",
      notes: ["write_arff(data, path) keeps it"])
  }
}

/// The text of a table as it grows.
private struct TableText {
  enum Form { case csv, arff }

  private let form: Form
  private(set) var bytes: [UInt8] = []
  private var rows = 0

  init(form: Form) { self.form = form }

  mutating func line(_ text: String) {
    bytes += text.utf8
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func row(_ cells: [String]) throws {
    rows += 1
    if rows & 0x3F == 0 { try Interrupt.check() }
    line(cells.joined(separator: ","))
  }

  /// All rows with features before labels.
  mutating func samples(of data: Dataset, missing: String) throws {
    let (d, labels) = (data.featureCount, data.labelCount)
    let names = nominalTexts(data)
    for i in 0..<data.rowCount {
      var cells: [String] = []
      cells.reserveCapacity(d + labels)
      for j in 0..<d { cells.append(cell(data.X[i, j], names[j], missing: missing)) }
      for c in 0..<labels { cells.append(number(data.Y[i, c], missing: missing)) }
      try row(cells)
    }
  }

  /// All rows, only with the entries that differ from 0.
  mutating func sparseSamples(of data: Dataset, _ X: SparseMatrix) throws {
    let (d, labels) = (data.featureCount, data.labelCount)
    let names = nominalTexts(data)
    for i in 0..<data.rowCount {
      var cells: [String] = []
      for k in X.entries(ofRow: i) {
        let j = Int(X.columns[k])
        cells.append("\(j) \(cell(X.values[k], names[j], missing: "?"))")
      }
      for c in 0..<labels where data.Y[i, c] != 0 {
        cells.append("\(d + c) \(number(data.Y[i, c], missing: "?"))")
      }
      rows += 1
      if rows & 0x3F == 0 { try Interrupt.check() }
      line("{" + cells.joined(separator: ",") + "}")
    }
  }

  private func nominalTexts(_ data: Dataset) -> [[String]?] {
    data.featureKinds.map { kind in
      if case .nominal(let values) = kind { values.map { quoted($0) } } else { nil }
    }
  }

  private func cell(_ value: Double, _ names: [String]?, missing: String) -> String {
    guard let names, let code = Int(exactly: value), names.indices.contains(code) else {
      return number(value, missing: missing)
    }
    return names[code]
  }

  func number(_ value: Double, missing: String) -> String {
    if value.isNaN { return missing }
    if let whole = Int(exactly: value), abs(value) < 1e15, value != 0 || value.sign == .plus {
      return String(whole)
    }
    return "\(value)"
  }

  /// A name with quotes where the format needs them.
  func quoted(_ name: String) -> String {
    switch form {
    case .csv:
      let needsQuotes =
        name.isEmpty || name.utf8.contains { ",\"\n\r\t;".utf8.contains($0) }
        || name.hasPrefix(" ") || name.hasSuffix(" ")
      guard needsQuotes else { return name }
      return "\"" + name.flatMap { $0 == "\"" ? "\"\"" : String($0) } + "\""
    case .arff:
      let isPlain =
        !name.isEmpty && name != "?"
        && !name.utf8.contains { $0 <= 32 || ",{}'\"%\\@".utf8.contains($0) }
      guard !isPlain else { return name }
      var result = "'"
      for scalar in name.unicodeScalars {
        switch scalar {
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "'", "\\": result += "\\" + String(scalar)
        default: result.unicodeScalars.append(scalar)
        }
      }
      return result + "'"
    }
  }
}
