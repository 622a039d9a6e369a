import Datasets
import Glibc
import Tensors

/// Published data sets and reference figures that lie beside the project, when they do.
///
/// Read here with a few lines of their own, so that the figures check learning and nothing else.
enum MulanSet {
  /// The folder `shared` beside one of the folders this file lies in.
  static let shared: String? = {
    var folder = Substring(#filePath)
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      if access("\(folder)/shared/reference/multilabel.csv", R_OK) == 0 {
        return "\(folder)/shared"
      }
    }
    return nil
  }()

  /// A row of `multilabel.csv`: measures by column name.
  static func reference(_ set: String, _ method: String) -> [(name: String, value: Double)] {
    guard let shared else { return [] }
    let lines = lines("\(shared)/reference/multilabel.csv")
    guard let head = lines.first?.split(separator: ","),
      let row = lines.lazy.map({ $0.split(separator: ",") })
        .first(where: { $0.count == head.count && $0[0] == set && $0[1] == method })
    else { return [] }
    return zip(head, row).dropFirst(2).compactMap { name, text in
      Double(text).map { (String(name), $0) }
    }
  }

  /// The given training and test files; dense sets standardised as the reference's README says.
  static func pair(_ name: String) -> (train: Dataset, test: Dataset)? {
    guard let shared else { return nil }
    let folder = "\(shared)/data/mulan/\(name)"
    let labels = lines("\(folder).xml").compactMap(quotedName)
    guard let (train, test) = parts(folder, labels, name) else { return nil }
    return train.isSparse ? (train, test) : standardised(train, test)
  }

  /// The two files; of a set in one file, rows 2, 5, 8, … are the test set.
  private static func parts(
    _ folder: String, _ labels: [String], _ name: String
  ) -> (train: Dataset, test: Dataset)? {
    if let train = read("\(folder)-train.arff", labels, name),
      let test = read("\(folder)-test.arff", labels, name)
    {
      return (train, test)
    }
    guard let all = read("\(folder).arff", labels, name) else { return nil }
    let positions = Array(0..<all.rowCount)
    guard let train = try? all.rows(positions.filter { $0 % 3 != 2 }),
      let test = try? all.rows(positions.filter { $0 % 3 == 2 })
    else { return nil }
    return (train, test)
  }

  // MARK: - Reading

  private static func lines(_ path: String) -> [String] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(
      String.init)
  }

  private static func quotedName(_ line: String) -> String? {
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.count >= 3 && line.contains("<label ") ? String(parts[1]) : nil
  }

  /// A column of the file: its name and, if nominal, its values.
  private struct Attribute {
    let name: String
    let values: [String]?
    /// Two values are one column, 0 for the first unless they are numbers themselves.
    var isBinary: Bool { values?.count == 2 }
    var width: Int { values == nil || isBinary ? 1 : values?.count ?? 1 }

    init(_ line: String) {
      var rest = trimmed(line.dropFirst("@attribute".count))
      let quote = rest.first.flatMap { "'\"".contains($0) ? $0 : nil }
      if quote != nil { rest = rest.dropFirst() }
      let end = rest.firstIndex { quote == nil ? $0.isWhitespace : $0 == quote } ?? rest.endIndex
      name = String(rest[..<end])
      let type = trimmed(rest[end...].drop { $0 == "'" || $0 == "\"" })
      guard type.hasPrefix("{") else {
        values = nil
        return
      }
      values = type.dropFirst().prefix { $0 != "}" }.split(separator: ",").map {
        String(trimmed($0))
      }
    }

    /// The columns that a value becomes.
    func columns(_ value: Substring) -> [Double] {
      guard let values else { return [Double(value) ?? .nan] }
      if isBinary { return [Double(value) ?? (value == values[1] ? 1 : 0)] }
      return values.map { $0 == value ? 1 : 0 }
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  private static func read(_ path: String, _ labels: [String], _ name: String) -> Dataset? {
    var attributes: [Attribute] = []
    var rows: [(x: [Double], y: [Double])] = []
    var inData = false
    var isSparse = false
    for line in lines(path) where !line.hasPrefix("%") {
      if inData {
        isSparse = line.hasPrefix("{")
        rows.append(row(line, attributes, labels))
      } else if line.lowercased().hasPrefix("@attribute") {
        attributes.append(Attribute(line))
      } else if line.lowercased().hasPrefix("@data") {
        inData = true
      }
    }
    guard let first = rows.first else { return nil }
    let X = Tensor(rows.flatMap(\.x), Shape(rows.count, first.x.count))
    guard let sparse = try? SparseMatrix(X) else { return nil }
    return Dataset(
      name: name, X: isSparse ? .sparse(sparse) : .dense(X),
      Y: Tensor(rows.flatMap(\.y), Shape(rows.count, labels.count)),
      featureNames: first.x.indices.map { "x\($0)" }, labelNames: labels)
  }

  private static func row(
    _ line: String, _ attributes: [Attribute], _ labels: [String]
  )
    -> (x: [Double], y: [Double])
  {
    var values = [Substring](repeating: "0", count: attributes.count)
    if line.hasPrefix("{") {
      for entry in line.dropFirst().prefix(while: { $0 != "}" }).split(separator: ",") {
        let parts = entry.split(separator: " ")
        if parts.count == 2, let place = Int(parts[0]) { values[place] = parts[1] }
      }
    } else {
      values = line.split(separator: ",").map(trimmed)
    }
    var x: [Double] = []
    var y = [Double](repeating: 0, count: labels.count)
    for (attribute, value) in zip(attributes, values) {
      if let c = labels.firstIndex(of: attribute.name) {
        y[c] = Double(value) ?? .nan
      } else {
        x += attribute.columns(value)
      }
    }
    return (x, y)
  }

  /// Every column less its training mean, over its training population standard deviation.
  private static func standardised(_ train: Dataset, _ test: Dataset) -> (Dataset, Dataset) {
    var (train, test) = (train, test)
    let n = Double(train.rowCount)
    guard case .dense(var X) = train.X, case .dense(var Z) = test.X else { return (train, test) }
    for j in 0..<train.featureCount {
      let column = (0..<train.rowCount).map { X[$0, j] }
      let mean = column.reduce(0, +) / n
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      let scale = variance > 0 ? variance.squareRoot() : 1
      for i in 0..<train.rowCount { X[i, j] = (X[i, j] - mean) / scale }
      for i in 0..<test.rowCount { Z[i, j] = (Z[i, j] - mean) / scale }
    }
    (train.X, test.X) = (.dense(X), .dense(Z))
    return (train, test)
  }
}
