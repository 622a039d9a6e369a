internal import Diagnostics
internal import Files
internal import Tensors

/// Reads a data set, finding its format by its name and contents, and its labels by itself.
///
/// An ARFF file's labels are those of the Mulan XML file beside it (`flags-train.arff` →
/// `flags-train.xml`, else `flags.xml`) when all of them are columns, else those of MEKA's `-C`.
///
/// CSV and NPY files have no labels of their own; `readCSV` can be told which columns are.
///
/// - Parameters:
///   - path: the file.
///   - readable: asked for each further file before it is read; gives the path to read, or throws.
/// - Returns: the data set.
/// - Throws: as the reader of the format; `data` when no format fits; what `readable` throws.
package func loadData(
  _ path: String, readable: (String) throws -> String = { $0 }
) throws -> Dataset {
  try loadData(ByteFile(reading: path), readable: readable)
}

/// Reads a data set from the contents of a file at hand; otherwise as by its path.
package func loadData(
  _ file: ByteFile, readable: (String) throws -> String = { $0 }
) throws -> Dataset {
  switch try DataFormat(file) {
  case .arff: return try loadARFF(file, readable)
  case .csv(let header): return try dataset(csv: file, header: header)
  case .npy: return try table(of: tensor(npy: file), in: file)
  case .idx: return try table(of: tensor(idx: file), in: file)
  case .libsvm: return try dataset(libsvm: file)
  case .extreme: return try dataset(xc: file)
  }
}

/// A format that `loadData` tells from others.
private enum DataFormat {
  case arff, npy, idx, libsvm, extreme
  case csv(header: Bool)

  /// By contents where they are unmistakable, else by the extension.
  init(_ file: ByteFile) throws {
    let isText = !file.bytes.prefix(4096).contains(0)
    let name = file.plainPath.lowercased()
    if file.bytes.starts(with: NPYHeader.magic) {
      self = .npy
    } else if IDXHeader.announces(file) {
      self = .idx
    } else if ZipArchive.announces(file) {
      throw file.failure(
        "an archive of arrays is no data set by itself",
        notes: ["read_npz(path) gives a record of its arrays"])
    } else if !isText {
      throw file.failure(
        "this is no data format that is known by its contents",
        notes: [
          "ARFF, CSV, TSV, libsvm, NPY, IDX and the extreme classification repository's text can be loaded"
        ])
    } else if name.hasSuffix(".arff") || DataFormat.declaresRelation(file) {
      self = .arff
    } else if [".svm", ".libsvm", ".svmlight"].contains(where: name.hasSuffix) {
      self = .libsvm
    } else if XCHeader.announces(file) {
      self = .extreme
    } else {
      self = .csv(header: DataFormat.hasHeader(file))
    }
  }

  /// Whether the first line that is no comment begins with `@relation`.
  private static func declaresRelation(_ file: ByteFile) -> Bool {
    let lines = file.bytes[file.textStart...].split(
      separator: UInt8(ascii: "\n"), maxSplits: 200)
    for line in lines.prefix(200) {
      let text = line.drop { $0 == 32 || $0 == 9 || $0 == 13 }
      if text.isEmpty || text.first == UInt8(ascii: "%") { continue }
      return ByteFile.text(text.prefix(9)).lowercased() == "@relation"
    }
    return false
  }

  /// Whether the first row holds a cell that is neither a number nor missing.
  private static func hasHeader(_ file: ByteFile) -> Bool {
    file.bytes.withUnsafeBufferPointer { bytes in
      var scanner = CSVScanner(file: file, bytes: bytes)
      guard scanner.beginsRow() else { return true }
      repeat {
        guard let cell = try? scanner.cell() else { return true }
        let isName = scanner.withText(cell) {
          !CSVScanner.isMissing($0) && NumberParser.parse($0) == nil
        }
        if isName { return true }
      } while scanner.passesSeparator()
      return false
    }
  }
}

/// A matrix becomes features without labels.
private func table(of array: Tensor, in file: ByteFile) throws -> Dataset {
  guard array.rank == 1 || array.rank == 2 else {
    throw file.failure("expected a vector or a matrix, found \(array.shape)")
  }
  let X = try array.reshaped(Shape(array.rowCount, array.columnCount)).with(kind: .number)
  return Dataset(
    name: file.stem, X: X, Y: Tensor(repeating: 0, Shape(X.rowCount, 0)),
    featureNames: (0..<X.columnCount).map { "x\($0)" }, labelNames: [])
}

private func loadARFF(
  _ file: ByteFile, _ readable: (String) throws -> String
) throws -> Dataset {
  let header = try ARFFHeader(file)
  guard let labelFile = labelFile(beside: file.path) else {
    return try dataset(arff: file, header: header, labelPositions: header.mekaLabels ?? [])
  }
  let allowed = try readable(labelFile)
  let columns = header.attributes.map(\.name)
  let positions: [Int]
  do {
    positions = try LabelSelection.xml(allowed).positions(among: columns, file: file.path)
  } catch {
    guard let labels = header.mekaLabels else { throw error }
    positions = labels
  }
  return try dataset(arff: file, header: header, labelPositions: positions)
}

/// The label file of a data file: of the same name, or of its name without the part behind the
/// last `-`, `_` or `.`.
private func labelFile(beside path: String) -> String? {
  let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
  let folder = path[..<slash]
  var stem = path[slash...]
  if let dot = stem.lastIndex(of: ".") { stem = stem[..<dot] }
  while !stem.isEmpty {
    let candidate = folder + stem + ".xml"
    if File.exists(String(candidate)) { return String(candidate) }
    guard let cut = stem.lastIndex(where: { "-_.".contains($0) }) else { return nil }
    stem = stem[..<cut]
  }
  return nil
}
