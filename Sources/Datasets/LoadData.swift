internal import Diagnostics

/// Reads a data set, finding its format by its name and contents, and its labels by itself.
///
/// An ARFF file's labels are those of the Mulan XML file beside it (`flags-train.arff` →
/// `flags-train.xml`, else `flags.xml`) when all of them are columns, else those of MEKA's `-C`.
///
/// - Throws: as the reader of the format; `data` when no format fits.
package func loadData(_ path: String) throws -> Dataset {
  let file = try ByteFile(reading: path)
  switch try DataFormat.of(file) {
  case .arff: return try loadARFF(file)
  }
}

/// A format that `loadData` tells from others.
enum DataFormat {
  case arff

  static func of(_ file: ByteFile) throws -> DataFormat {
    .arff
  }
}

private func loadARFF(_ file: ByteFile) throws -> Dataset {
  let header = try ARFFHeader(file)
  guard let labelFile = labelFile(beside: file.path) else {
    return try dataset(arff: file, header: header, labelPositions: header.mekaLabels ?? [])
  }
  let columns = header.attributes.map(\.name)
  let positions: [Int]
  do {
    positions = try LabelSelection.xml(labelFile).positions(among: columns, file: file.path)
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
    if FileSystem.isReadable(String(candidate)) { return String(candidate) }
    guard let cut = stem.lastIndex(where: { "-_.".contains($0) }) else { return nil }
    stem = stem[..<cut]
  }
  return nil
}
