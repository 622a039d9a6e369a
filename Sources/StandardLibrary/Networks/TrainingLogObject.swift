internal import Charts
internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

/// The log of a training, as `fit(…, log=path)` writes it.
struct TrainingLogObject: LanguageObject, ValueConvertible {
  static let typeName = "training log"

  let name: String
  /// By name of the column, in the order of the file.
  let columns: [(name: String, values: [Double])]

  /// Reads a log.
  ///
  /// - Throws: `file` or `data` as a table; `data` when it has no column `epoch` or no loss.
  init(reading path: String) throws {
    let table = try readCSV(path)
    let names = table.featureNames
    guard names.first == "epoch", names.contains("total") else {
      throw Failure(
        .data,
        "\(path) is no log of a training: expected columns epoch, total, loss.…, found "
          + names.prefix(6).joined(separator: ", "))
    }
    let X = try table.X.dense()
    name = path
    columns = names.enumerated().map { position, name in
      (name, (0..<X.rowCount).map { X[$0, position] })
    }
  }

  var typeName: String { TrainingLogObject.typeName }
  var elementCount: Int? { epochs.count }
  var summary: String { "<training log of \(counted(epochs.count, "epoch"))>" }
  var fieldNames: [String] {
    columns.filter { !$0.name.contains(".") }.map(\.name) + groups.map(\.name)
  }

  /// A column, or for `loss.a` and `loss.b` the record `loss` of both.
  func field(_ name: String) throws -> Value? {
    if let column = columns.first(where: { $0.name == name }) {
      return .tensor(Tensor(column.values))
    }
    guard let group = groups.first(where: { $0.name == name }) else { return nil }
    return .flatRecord(group.columns.map { ($0.name, .tensor(Tensor($0.values))) })
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? TrainingLogObject else { return false }
    return columns.elementsEqual(other.columns) {
      $0.name == $1.name && $0.values.map(\.bitPattern) == $1.values.map(\.bitPattern)
    }
  }

  private var epochs: [Double] { columns.first?.values ?? [] }

  /// The columns that belong to heads, by what stands before the point.
  private var groups: [(name: String, columns: [(name: String, values: [Double])])] {
    var groups: [(name: String, columns: [(name: String, values: [Double])])] = []
    for (name, values) in columns {
      guard let point = name.firstIndex(of: ".") else { continue }
      let head = (name: String(name[name.index(after: point)...]), values: values)
      if let place = groups.firstIndex(where: { $0.name == name[..<point] }) {
        groups[place].columns.append(head)
      } else {
        groups.append((String(name[..<point]), [head]))
      }
    }
    return groups
  }
}

extension TrainingLogObject: Plottable {
  var pictures: [String] { groups.map(\.name) + ["total"] }

  /// A curve a head over the epochs.
  func picture(_ name: String) throws -> ChartObject {
    let group = groups.first { $0.name == name }
    let total = columns.first { $0.name == "total" }
    let curves = group?.columns ?? (total.map { [$0] } ?? [])
    let title = group == nil ? "total loss by epoch" : "\(name) by head and epoch"
    return ChartObject(
      Chart(
        .line(curves.map { Series($0.name, x: epochs, y: $0.values) }), title: title,
        xLabel: "epoch"))
  }
}

extension TrainingLogObject: Describable {
  var sentence: String {
    let totals = columns.first { $0.name == "total" }?.values ?? []
    guard let first = totals.first, let last = totals.last else {
      return "The log of a training of no epochs."
    }
    return "The log of a training of \(counted(epochs.count, "epoch")), whose total loss went from "
      + "\(shortNumber(first)) to \(shortNumber(last))."
  }
}

extension StandardLibrary {
  /// What trainings wrote while they went on.
  static let trainingLogs: [Builtin] = [
    Builtin(
      "read_log", "The epochs of a training that fit(…, log=path) wrote.",
      Parameter<String>("path", "the file, which may still be growing", naming: [.files]),
      details: "Fields are the columns; loss is a record by head. plot(log) draws the loss of each "
        + "head, plot(log, \"total\") their sum. The file is a CSV table with columns epoch, seconds, "
        + "total, loss.HEAD, which read_csv reads, too.",
      examples: [
        Example(
          "net = hard_sharing(inputs=1, heads={a: regression(), b: regression()}); X = [-1; 0; 1]; "
            + "m = fit(net, X, {a: X, b: -X}, epochs=3, log=\"a.csv\"); l = read_log(\"a.csv\"); "
            + "print(l.epoch, keys(l.loss), l.loss.a[0] == m.history.a[0])",
          prints: "[1, 2, 3] [\"a\", \"b\"] true", needsFolder: true)
      ],
      with: { interpreter, path in
        try TrainingLogObject(reading: try interpreter.files.readable(path))
      })
  ]
}
