internal import Diagnostics
internal import Files
package import Tensors

/// Writes data sets and matrices as comma-separated text with a header.
package enum CsvWriter {
  /// Writes the features, then the labels; nominal values by their names, missing ones as `NA`.
  ///
  /// - Throws: `file` when the file cannot be written.
  package static func write(_ data: Dataset, to path: String) throws {
    try File.write(encode(data), to: path)
  }

  /// Writes a matrix, or a vector as one column.
  ///
  /// - Parameters:
  ///   - matrix: numbers or bools, at most two axes.
  ///   - names: the header's names, one a column; no header without.
  ///   - path: the file.
  /// - Throws: `shape` when there are more axes or other than one name a column, `file` when the
  ///   file cannot be written.
  package static func write(_ matrix: Tensor, names: [String]? = nil, to path: String) throws {
    guard matrix.rank <= 2 else {
      throw Failure(
        .shape, "expected a vector or a matrix, found \(matrix.shape)",
        notes: ["write_npy writes tensors of any rank"])
    }
    if let names, names.count != matrix.columnCount {
      throw Failure(
        .shape, "expected \(matrix.columnCount) names of columns, found \(names.count)")
    }
    var text = TextBuffer()
    if let names { appendLine(names, to: &text) }
    let width = matrix.columnCount
    matrix.withElements { elements in
      for (i, value) in elements.enumerated() {
        if i % width > 0 { text.append(.comma) }
        appendNumber(value, to: &text)
        if i % width == width - 1 { text.append(.newline) }
      }
    }
    try File.write(text.bytes, to: path)
  }

  /// The text of a data set.
  package static func encode(_ data: Dataset) throws -> [UInt8] {
    var text = TextBuffer()
    appendLine(data.featureNames + data.labelNames, to: &text)
    let (d, width) = (data.featureCount, data.labelCount)
    try data.X.withElements { X in
      try data.Y.withElements { Y in
        for row in 0..<data.rowCount {
          if row & 63 == 0 { try Interrupt.check() }
          for column in 0..<d {
            if column > 0 { text.append(.comma) }
            append(X[row * d + column], data.featureKinds[column], to: &text)
          }
          for label in 0..<width {
            if d + label > 0 { text.append(.comma) }
            appendNumber(Y[row * width + label], to: &text)
          }
          text.append(.newline)
        }
      }
    }
    return text.bytes
  }

  private static func append(_ value: Double, _ kind: FeatureKind, to text: inout TextBuffer) {
    if case .nominal(let values) = kind, let code = Int(exactly: value), values.indices ~= code {
      text.append(field(values[code]))
    } else {
      appendNumber(value, to: &text)
    }
  }

  private static func appendNumber(_ value: Double, to text: inout TextBuffer) {
    if value.isNaN { text.append("NA") } else { text.append(value) }
  }

  private static func appendLine(_ names: [String], to text: inout TextBuffer) {
    text.append(names.map(field).joined(separator: ","))
    text.append(.newline)
  }

  /// A text, in quotes when it would be misread without them.
  private static func field(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      byte.isDigit || byte.lowercased &- 97 < 26 || byte >= 128 || "_-.=+/ ()".utf8.contains(byte)
    }
    let words = ["", "na", "nan", "n/a", "?"]
    if isPlain, text.first != " ", text.last != " ", !words.contains(text.lowercased()) {
      return text
    }
    let escaped = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + escaped.joined(separator: "\"\"") + "\""
  }
}
