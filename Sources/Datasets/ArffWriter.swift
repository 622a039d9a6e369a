internal import Diagnostics
internal import Files
internal import Tensors

/// Writes data sets as ARFF that Weka, Mulan and MEKA read.
package enum ArffWriter {
  /// Writes features, then labels, with MEKA's `-C` (negative: labels last) in the relation's name.
  ///
  /// Sparse sets are written with sparse rows.
  ///
  /// - Throws: `file` when the file cannot be written.
  package static func write(_ data: Dataset, to path: String) throws {
    try File.write(encode(data), to: path)
  }

  /// The text of a data set.
  package static func encode(_ data: Dataset) throws -> [UInt8] {
    var text = TextBuffer()
    let option = data.labelCount > 0 ? ": -C -\(data.labelCount)" : ""
    text.append("@relation \(name(data.name + option))\n\n")
    let columns =
      Array(zip(data.featureNames, data.featureKinds))
      + Array(zip(data.labelNames, labelKinds(data)))
    for (column, kind) in columns {
      text.append("@attribute \(name(column)) \(declaration(kind))\n")
    }
    text.append("\n@data\n")
    let kinds = columns.map(\.1)
    let (d, C) = (data.featureCount, data.labelCount)
    try data.X.withElements { X in
      try data.Y.withElements { Y in
        for row in 0..<data.rowCount {
          if row & 63 == 0 { try Interrupt.check() }
          let features = X[row * d..<row * d + d]
          let values = Array(features) + Array(Y[row * C..<row * C + C])
          if data.isSparse {
            appendSparse(values, kinds, to: &text)
          } else {
            appendDense(values, kinds, to: &text)
          }
        }
      }
    }
    return text.bytes
  }

  /// `{0,1}` for every label that holds nothing else.
  private static func labelKinds(_ data: Dataset) -> [FeatureKind] {
    let C = data.labelCount
    var isBinary = [Bool](repeating: true, count: C)
    data.Y.withElements { elements in
      for (i, value) in elements.enumerated() where !value.isNaN && value != 0 && value != 1 {
        isBinary[i % C] = false
      }
    }
    return isBinary.map { $0 ? .nominal(["0", "1"]) : .numeric }
  }

  private static func appendDense(
    _ values: [Double], _ kinds: [FeatureKind], to text: inout TextBuffer
  ) {
    for (column, value) in values.enumerated() {
      if column > 0 { text.append(.comma) }
      append(value, kinds[column], to: &text)
    }
    text.append(.newline)
  }

  private static func appendSparse(
    _ values: [Double], _ kinds: [FeatureKind], to text: inout TextBuffer
  ) {
    text.append(.openBrace)
    var isFirst = true
    for (column, value) in values.enumerated() where value != 0 {
      if !isFirst { text.append(.comma) }
      isFirst = false
      text.append("\(column) ")
      append(value, kinds[column], to: &text)
    }
    text.append("}\n")
  }

  private static func append(_ value: Double, _ kind: FeatureKind, to text: inout TextBuffer) {
    if value.isNaN {
      text.append(.question)
    } else if case .nominal(let values) = kind, let code = Int(exactly: value),
      values.indices ~= code
    {
      text.append(name(values[code]))
    } else {
      text.append(value)
    }
  }

  private static func declaration(_ kind: FeatureKind) -> String {
    guard case .nominal(let values) = kind else { return "numeric" }
    return "{" + values.map(name).joined(separator: ",") + "}"
  }

  /// A name, in quotes when it has other than letters, digits and `_ - .`.
  private static func name(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      byte.isDigit || byte.lowercased &- 97 < 26 || byte >= 128 || "_-.".utf8.contains(byte)
    }
    if isPlain, !text.isEmpty { return text }
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'", "\\": result += "\\" + String(scalar)
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}
