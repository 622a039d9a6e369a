internal import Diagnostics
internal import Files

/// Which columns of a file are labels.
package enum LabelSelection: Sendable, Hashable {
  /// The last columns, as many as given.
  case last(Int)
  /// The first columns, as many as given.
  case first(Int)
  /// The columns with these names.
  case names([String])
  /// The columns that a Mulan label file names; the path of the file.
  case mulan(String)

  /// The positions of the label columns, in the order in which they become columns of `Y`.
  ///
  /// Names given by the caller keep the caller's order, those of a label file the data's order.
  ///
  /// - Throws: `data` or `argument` when there are too few columns, or a name is not among them.
  func positions(among columns: [String], file: String) throws -> [Int] {
    switch self {
    case .last(let count):
      try LabelSelection.check(count, columns.count, file)
      return Array(columns.count - count..<columns.count)
    case .first(let count):
      try LabelSelection.check(count, columns.count, file)
      return Array(0..<count)
    case .names(let names):
      return try LabelSelection.find(names, columns, file, source: "the list of labels")
    case .mulan(let path):
      let names = try MulanLabels.read(path)
      return try LabelSelection.find(names, columns, file, source: File.name(of: path)).sorted()
    }
  }

  private static func check(_ count: Int, _ available: Int, _ file: String) throws {
    guard count >= 0, count <= available else {
      throw Failure(
        .argument, "expected 0 to \(available) label columns in \(file), found \(count)")
    }
  }

  /// The position of every name; spelling may differ in case, blanks and quotes when the match is
  /// unique.
  private static func find(
    _ names: [String], _ columns: [String], _ file: String, source: String
  ) throws -> [Int] {
    var exact: [String: Int] = [:]
    var loose: [String: [Int]] = [:]
    for (position, column) in columns.enumerated() {
      if exact[column] == nil { exact[column] = position }
      loose[folded(column), default: []].append(position)
    }
    var used: Set<Int> = []
    return try names.map { name in
      let candidates = loose[folded(name)] ?? []
      guard let position = exact[name] ?? (candidates.count == 1 ? candidates[0] : nil) else {
        throw missing(name, candidates.map { columns[$0] }, columns, file, source)
      }
      guard used.insert(position).inserted else {
        throw Failure(
          .data, "\(source) names the label \(quoted(columns[position])) twice",
          notes: ["names are compared without case, blanks and quotes"])
      }
      return position
    }
  }

  private static func missing(
    _ name: String, _ candidates: [String], _ columns: [String], _ file: String, _ source: String
  ) -> Failure {
    if candidates.count > 1 {
      return Failure(
        .data,
        "\(source) names the label \(quoted(name)), and \(candidates.count) columns of \(file) "
          + "are spelled nearly so",
        notes: ["they are " + candidates.prefix(4).map(quoted).joined(separator: ", ")])
    }
    let near = nearNames(to: name, among: columns)
    return Failure(
      .data, "\(source) names the label \(quoted(name)), which is no column of \(file)",
      notes: near.isEmpty
        ? [] : ["did you mean " + near.map(quoted).joined(separator: " or ") + "?"])
  }

  /// A name without what published files disagree on: case, blanks, quotes, `-` against `_`.
  private static func folded(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in name.lowercased().unicodeScalars {
      switch scalar {
      case " ", "\t", "'", "\"", "\\", "`": continue
      case "-": result.append("_")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
