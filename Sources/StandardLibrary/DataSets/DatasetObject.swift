internal import Charts
internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

/// A data set as a value of the language.
struct DatasetObject: LanguageObject, ValueConvertible {
  static let typeName = "data set"

  let data: Dataset

  init(_ data: Dataset) { self.data = data }

  var typeName: String { DatasetObject.typeName }

  var summary: String {
    "<data set \(data.name): \(counted(data.rowCount, "row")), "
      + "\(counted(data.featureCount, "feature")), \(counted(data.labelCount, "label"))>"
  }

  var misfitNotes: [String] { ["its inputs are data.X, its labels data.Y"] }

  var elementCount: Int? { data.rowCount }

  var fieldNames: [String] { ["X", "Y", "features", "labels", "rows", "name"] }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "X": data.X.value
    case "Y": .tensor(data.Y)
    case "features": data.featureNames.value
    case "labels": data.labelNames.value
    case "rows": .number(Double(data.rowCount))
    case "name": .text(data.name)
    default: nil
    }
  }

  /// Rows: `data[0:10]`, `data[mask]`, `data[[3, 1]]`; a single position gives a set of one row.
  func indexed(by parts: [IndexValue]) throws -> Value {
    guard parts.count == 1 else {
      throw Failure(
        .index, "a data set takes rows only, found \(parts.count) positions",
        notes: ["columns are those of its tensors: data.X[:, 0], data.Y[:, 0]"])
    }
    let count = data.rowCount
    let rows: [Int]
    if let chosen = try Indexing.selection(parts[0], count: count) {
      rows = chosen
    } else if case .value(let value) = parts[0] {
      rows = [try Indexing.resolve(try Indexing.position(value), count: count)]
    } else {
      rows = Array(0..<count)
    }
    return DatasetObject(try data.rows(rows)).value
  }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    return DatasetDisplay(data).panels.map { Charts.text($0, drawing) }.joined(separator: "\n")
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = (other as? DatasetObject)?.data else { return false }
    return data.featureNames == other.featureNames && data.labelNames == other.labelNames
      && data.X.value.isEqual(to: other.X.value)
      && Value.tensor(data.Y).isEqual(to: .tensor(other.Y))
  }
}

extension DatasetObject: Describable {
  var sentence: String {
    "The data set \(data.name) of \(counted(data.rowCount, "row")) with "
      + "\(counted(data.featureCount, "feature")) and \(counted(data.labelCount, "label")), "
      + "\(fixedText(LabelSummary(data).cardinality, 2)) labels a row on average."
  }
}

extension DatasetObject: Plottable {
  var pictures: [String] { ["labels"] }

  /// How many rows have each label.
  func picture(_ name: String) throws -> ChartObject {
    StandardLibrary.frequencyChart(data, .none, nil, nil)
  }
}
