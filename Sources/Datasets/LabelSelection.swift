internal import Diagnostics

/// Which columns of a file are its labels.
package enum LabelSelection: Sendable, Hashable {
  /// That many columns at the end.
  case last(Int)
  /// The columns of these names; they keep the order of this list.
  case names([String])
  /// The columns that a Mulan label file names.
  case xml(String)

  /// The positions of the label columns, in the order of the labels.
  ///
  /// - Throws: `argument` when there are too few columns or a label is not among them.
  func positions(among columns: [String], file: String) throws -> [Int] {
    switch self {
    case .last(let count):
      guard count >= 0, count <= columns.count else {
        throw Failure(
          .argument, "expected 0 to \(columns.count) label columns, found \(count)",
          notes: ["\(file) has \(columns.count) columns"])
      }
      return Array(columns.count - count..<columns.count)
    case .names(let names):
      return try LabelSelection.find(
        names, among: columns, file: file, source: "the list of labels")
    case .xml(let path):
      return try LabelSelection.find(
        readMulanLabels(path), among: columns, file: file, source: path)
    }
  }

  /// Finds names among columns: exactly, or else by a spelling without case, spaces and quotes.
  private static func find(
    _ names: [String], among columns: [String], file: String, source: String
  ) throws -> [Int] {
    var exact: [String: [Int]] = [:]
    var loose: [String: [Int]] = [:]
    for (position, column) in columns.enumerated() {
      exact[column, default: []].append(position)
      loose[plain(column), default: []].append(position)
    }
    var taken = Set<Int>()
    return try names.map { name in
      let found = exact[name] ?? loose[plain(name)] ?? []
      guard let position = found.first else {
        let near = nearNames(to: name, among: columns)
        throw Failure(
          .argument, "label \"\(name)\" of \(source) is no column of \(file)",
          notes: near.isEmpty
            ? [
              "there are \(columns.count) columns; spelling may differ only in case, spaces and quotes"
            ]
            : ["did you mean \(near.map { "\"\($0)\"" }.joined(separator: " or "))?"])
      }
      guard found.count == 1 else {
        throw Failure(
          .argument, "label \"\(name)\" of \(source) fits \(found.count) columns of \(file)",
          notes: ["write the name exactly as one of the columns does"])
      }
      guard taken.insert(position).inserted else {
        throw Failure(
          .argument, "column \"\(columns[position])\" of \(file) is named twice by \(source)")
      }
      return position
    }
  }

  private static func plain(_ name: String) -> String {
    String(name.lowercased().filter { !$0.isWhitespace && !"'\"`’‘“”\\".contains($0) })
  }
}
