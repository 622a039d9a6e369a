internal import Diagnostics
internal import Tensors

/// Reads a file of the extreme classification repository's text form: a first line `n d C`, then a
/// sample a line, `l1,l2,… f:v f:v …`, labels and features counted from 0; either list may be empty.
///
/// Features are sparse; labels are a 0/1 column each, dense, so that n·C numbers must fit in memory.
/// The columns are named by their numbers: features `x0`, `x1`, …, labels `0`, `1`, ….
///
/// Bhatia, Dahiya, Jain, Kar, Mittal, Prabhu and Varma, "The extreme classification repository:
/// Multi-label datasets and code", 2016.
///
/// - Parameters:
///   - path: the file.
///   - rows: how many samples to read from the start; `nil` reads all.
/// - Returns: the data set.
/// - Throws: `file` when it cannot be read; `data` with file, line and column where it is damaged or
///   disagrees with its first line; `limit` when the labels do not fit in memory.
package func readXC(_ path: String, rows: Int? = nil) throws -> Dataset {
  try dataset(xc: ByteFile(reading: path), rows: rows)
}

/// Reads the contents of an extreme classification file at hand.
package func dataset(xc file: ByteFile, rows limit: Int? = nil) throws -> Dataset {
  let header = try XCHeader(file)
  let count = min(limit ?? header.rows, header.rows)
  // A sample takes at least the end of its line, but for the last one.
  guard count <= file.count - header.end + 1 else {
    throw file.failure(
      at: file.count, "expected \(header.rows) samples, as the first line says, found fewer lines")
  }
  try header.checkMemory(rows: count, file: file)
  let found = try file.bytes.withUnsafeBufferPointer { bytes in
    var scanner = LibSVMScanner(file, bytes, header: header)
    try scanner.readLines(count, announced: header.rows)
    return scanner.rows
  }
  let X = try SparseMatrix(
    rowStarts: found.starts, columns: found.columns, values: found.values,
    columnCount: header.features)
  return Dataset(
    name: file.stem, X: .sparse(X), Y: found.labelMatrix(columns: header.labels),
    featureNames: (0..<header.features).map { "x\($0)" },
    labelNames: (0..<header.labels).map(String.init))
}

/// The sizes in the first line of an extreme classification file.
struct XCHeader: Sendable {
  let rows: Int
  let features: Int
  let labels: Int
  /// The offset behind the line.
  let end: Int

  private static let words = ["samples", "features", "labels"]

  /// Reads the first line.
  ///
  /// - Throws: `data` unless it holds three counts.
  init(_ file: ByteFile) throws {
    let newline = file.bytes[file.textStart...].firstIndex(of: UInt8(ascii: "\n")) ?? file.count
    let parts = file.bytes[file.textStart..<newline].split { $0 == 32 || $0 == 9 || $0 == 13 }
    let counts = parts.map { Int(ByteFile.text($0)) }
    guard counts.count == 3 else {
      throw file.failure(
        at: file.textStart,
        "expected three counts in the first line, of samples, features and labels, found "
          + "\(parts.count) words",
        notes: ["a file without such a line is read by read_libsvm(path)"])
    }
    let sizes = try zip(counts, parts.indices).map { count, k in
      guard let count, count >= 0, count < 1 << 31 else {
        throw file.failure(
          at: parts[k].startIndex,
          "expected the number of \(Self.words[k]), found \(ByteFile.quotation(parts[k]))")
      }
      return count
    }
    (rows, features, labels) = (sizes[0], sizes[1], sizes[2])
    end = min(newline + 1, file.count)
  }

  /// Whether a file begins with such a line and a sample that goes with it.
  static func announces(_ file: ByteFile) -> Bool {
    guard let header = try? XCHeader(file) else { return false }
    let line = file.bytes[header.end..<file.count].prefix { $0 != UInt8(ascii: "\n") }
    let words = line.split { $0 == 32 || $0 == 9 || $0 == 13 }
    return words.contains { $0.contains(UInt8(ascii: ":")) }
  }

  func check(label: Double, at offset: Int, in file: ByteFile) throws {
    guard let number = Int(exactly: label), (0..<labels).contains(number) else {
      throw file.failure(
        at: offset,
        "expected labels from 0 to \(labels - 1), as the first line says, found \(plainText(label))"
      )
    }
  }

  func check(feature: Int, at offset: Int, in file: ByteFile) throws {
    guard feature < features else {
      throw file.failure(
        at: offset,
        "expected features from 0 to \(features - 1), as the first line says, found \(feature)")
    }
  }

  /// Throws when the labels of so many rows do not fit in memory.
  func checkMemory(rows: Int, file: ByteFile) throws {
    do {
      try TensorMemory.check(Shape(rows, labels))
    } catch {
      throw Failure(
        .limit, "\(file.path): \(rows) samples with \(labels) labels do not fit in memory",
        notes: [
          "labels are held as a dense 0/1 matrix; read_xc(path, rows=1000) reads the first samples"
        ])
    }
  }
}

extension LibSVMRows {
  /// The labels as n×C entries 0 and 1, each label's number being its column.
  fileprivate func labelMatrix(columns width: Int) -> Tensor {
    var Y = Tensor(repeating: 0, Shape(rowCount, width))
    Y.withMutableElements { y in
      for i in 0..<rowCount {
        for k in labelStarts[i]..<labelStarts[i + 1] {
          if let column = Int(exactly: labels[k]), column < width { y[i * width + column] = 1 }
        }
      }
    }
    return Y
  }
}
