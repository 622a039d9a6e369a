internal import Diagnostics
internal import Files

/// Reads a data set from a path alone: finds the format, and the label file beside it.
package enum DataLoader {
  /// The data set in a file.
  ///
  /// ARFF is recognised by its ending or its first keyword, everything else is read as comma- or
  /// tab-separated text. Labels are those of Mulan's XML file beside it (`flags-train.arff` looks
  /// for `flags-train.xml`, then `flags.xml`), else those of MEKA's header.
  ///
  /// - Throws: `file` when it cannot be read, `data` when it is damaged or of an unknown format.
  package static func load(_ path: String) throws -> Dataset {
    let bytes = try File.read(path)
    let file = File.name(of: path)
    let labels = labelFile(beside: path).map { LabelSelection.mulan($0) }
    if isArff(bytes, file) { return try ArffReader.parse(bytes, file: file, labels: labels) }
    if bytes.prefix(4096).contains(0) {
      throw Failure(
        .data, "\(file) is neither ARFF nor text with commas or tabs",
        notes: ["read_npy reads arrays that NumPy wrote"])
    }
    return try CsvReader.parse(bytes, file: file, labels: labels)
  }

  /// The path of the label file that belongs to a data file, found by its name without what
  /// follows the last `-`, `_` or `.`, again and again.
  package static func labelFile(beside path: String) -> String? {
    let folder = File.folder(of: path)
    var stem = Substring(File.name(of: path))
    while let cut = stem.lastIndex(where: { $0 == "-" || $0 == "_" || $0 == "." }) {
      stem = stem[..<cut]
      let candidate = "\(folder)\(stem).xml"
      if !stem.isEmpty, File.exists(candidate) { return candidate }
    }
    return nil
  }

  private static func isArff(_ bytes: [UInt8], _ file: String) -> Bool {
    if file.lowercased().hasSuffix(".arff") { return true }
    return bytes.withUnsafeBufferPointer { buffer in
      var cursor = TextCursor(buffer, file: file)
      while cursor.current.isSpace || cursor.current == .percent {
        if cursor.current == .percent { cursor.skipLine() } else { cursor.position += 1 }
      }
      let end = cursor.position + 9
      return end <= buffer.count
        && NumberParser.word(buffer, cursor.position, end, is: "@relation")
    }
  }
}
