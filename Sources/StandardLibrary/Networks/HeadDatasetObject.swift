internal import Charts
internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

/// A data set whose rows have several targets of different kinds, as a value of the language.
///
/// `.X` is the n×d matrix of inputs, `.Y` a record of the targets by head. A position takes rows, or
/// heads by their names: `data[0:10]`, `data[mask]`, `data["digit"]`, `data[["age", "pose"]]`.
struct HeadDatasetObject: LanguageObject, ValueConvertible {
  static let typeName = "data set of heads"

  let data: HeadDataset

  init(_ data: HeadDataset) { self.data = data }

  var typeName: String { DatasetObject.typeName }

  var summary: String {
    "<data set \(data.name): \(counted(data.rowCount, "row")), \(data.inputText), "
      + "\(counted(data.heads.count, "head"))>"
  }

  var described: String { "a data set of \(counted(data.heads.count, "head"))" }

  var misfitNotes: [String] {
    ["each of its heads has targets of its own kind; here one table of labels is needed"]
  }

  var elementCount: Int? { data.rowCount }

  var fieldNames: [String] { ["X", "Y", "heads", "kinds", "features", "shape", "rows", "name"] }

  var positionNames: [String] { data.heads.map(\.name) }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "X": .tensor(data.X)
    case "Y": .flatRecord(data.heads.map { ($0.name, .tensor($0.values)) })
    case "heads": data.heads.map(\.name).value
    case "kinds": .flatRecord(data.heads.map { ($0.name, HeadObject($0.kind).value) })
    case "features": data.featureNames.value
    case "shape": .tensor(Tensor(data.inputShape.map(Double.init)))
    case "rows": .number(Double(data.rowCount))
    case "name": .text(data.name)
    default: nil
    }
  }

  func indexed(by parts: [IndexValue]) throws -> Value {
    guard parts.count == 1 else {
      throw Failure(
        .index, "a data set of heads takes rows or heads, found \(parts.count) positions",
        notes: ["columns are those of its tensors: data.X[:, 0], data.Y.age"])
    }
    if let names = Self.names(parts[0]) {
      return HeadDatasetObject(try data.selecting(heads: names)).value
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
    return HeadDatasetObject(try data.rows(rows)).value
  }

  /// The heads that a position names, if it does.
  private static func names(_ part: IndexValue) -> [String]? {
    guard case .value(let value) = part else { return nil }
    switch value {
    case .string(let box): return [box.text]
    case .list(let box) where !box.elements.isEmpty: return [String].from(value)
    default: return nil
    }
  }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    return HeadDatasetDisplay(data, width: drawing.width).panels.map { Charts.text($0, drawing) }
      .joined(separator: "\n")
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = (other as? HeadDatasetObject)?.data else { return false }
    return data.featureNames == other.featureNames && data.inputShape == other.inputShape
      && data.heads.map(\.name) == other.heads.map(\.name)
      && data.heads.map(\.kind) == other.heads.map(\.kind)
      && Self.isSame(data.X, other.X)
      && zip(data.heads, other.heads).allSatisfy { Self.isSame($0.values, $1.values) }
  }

  /// Whether two tensors are the same, what is missing in one being missing in the other.
  private static func isSame(_ a: Tensor, _ b: Tensor) -> Bool {
    a.shape == b.shape
      && a.withElements { a in
        b.withElements { b in
          zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
        }
      }
  }
}

extension HeadDatasetObject: Describable {
  var sentence: String {
    let heads = data.heads.map { "\($0.name) (\($0.kind.name))" }
    return "The data set \(data.name) of \(counted(data.rowCount, "row")) with "
      + "\(data.inputText) and "
      + (heads.isEmpty
        ? "no heads."
        : "\(counted(heads.count, "head")): \(fitting(heads, separator: ", ", within: 200)).")
  }
}

extension HeadDataset {
  /// What a row's inputs are: `10 features`, `images of 28×28`.
  var inputText: String {
    guard isImages else { return counted(X.columnCount, "feature") }
    let channels = inputShape[0] == 1 ? "" : "\(inputShape[0]) × "
    return "images of \(channels)\(inputShape[1])×\(inputShape[2])"
  }
}
