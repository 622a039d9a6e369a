internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Data sets whose rows have several targets of different kinds.
  static let headData: [Builtin] = [
    Builtin(
      "head_data", "A data set of inputs and a record of targets by head, each of its own kind.",
      Parameter<HeadSource>(
        "X", "an n×d matrix, n×h×w images, or a data set whose labels or tasks become heads"),
      Parameter<Record?>(
        "Y", "targets by head: n numbers, n×C labels, n×K probabilities; nan where one is missing",
        default: .some(nil)),
      Parameter<Record?>(
        "kinds",
        "binary(), regression(), classes(K), multilabel(C), their names or K by head; of others the "
          + "targets tell", default: .some(nil)),
      Parameter<String?>(
        "together", "of a data set: the name of one head that holds all labels; none: one each",
        default: .some(nil)),
      Parameter<[String]?>("features", "d names; none: x0, x1, …", default: .some(nil)),
      Parameter<String?>("name", "what the data set is called", default: .some(nil)),
      details:
        "Targets that are 0 and 1 make a binary head, the numbers from 0 to K-1, all of which "
        + "occur, classes, a matrix of 0 and 1 labels, other numbers a regression. A row counts for "
        + "the heads whose target it has; tasks with rows of their own stand below each other. .Y is "
        + "a record by head, .kinds one of heads, as a network takes them (heads=data.kinds); "
        + "data[0:10] takes rows, data[\"age\"] a head.",
      examples: [
        Example(
          "d = head_data([1; 2; 3], {sex: [0, 1, 1], age: [31, nan, 54.5], pose: [0, 2, 1]}); "
            + "print(d.kinds, d[1:3].Y.age)",
          prints: "{sex: binary(), age: regression(), pose: classes(3)} [nan, 54.5]"),
        Example(
          "print(head_data(make_correlated_pair(rows=50)))",
          prints: "<data set correlated pair: 50 rows, 100 features, 2 heads>"),
      ],
      body: { X, Y, kinds, together, features, name in
        var data = try X.dataset(Y, kinds, together)
        if let name { data.name = name }
        if let features { data.featureNames = try checked(features, data.X.columnCount) }
        return HeadDatasetObject(data)
      }),
    Builtin(
      "merge_data", "Data sets below each other, with the heads of all of them.",
      Parameter<Variadic<HeadDatasetObject>>(
        "data", "data sets of heads with inputs of one shape"),
      Parameter<String?>("name", "what the data set is called", default: .some(nil)),
      details: "Rows of a data set that lacks a head have no target there (nan): a network learns "
        + "each head from the rows that have one. Heads of one name become one head.",
      examples: [
        Example(
          "a = head_data([1; 2], {up: [0.5, 1]}); b = head_data([3; 4], {down: [2, 2.5]}); "
            + "print(merge_data(a, b).Y)",
          prints: "{up: [0.5, 1, nan, nan], down: [nan, nan, 2, 2.5]}")
      ],
      body: { data, name in
        HeadDatasetObject(try HeadDataset.merging(data.values.map(\.data), name: name))
      }),
  ]

  private static func checked(_ names: [String], _ count: Int) throws -> [String] {
    guard names.count == count, Set(names).count == count else {
      throw Failure(
        .argument,
        "head_data: expected \(counted(count, "different feature name")), found "
          + "\(counted(names.count, "name")), \(Set(names).count) of them different")
    }
    return names
  }
}

/// What a data set of heads is made from: inputs that targets stand beside, or a data set.
enum HeadSource: ValueConvertible, Sendable {
  case inputs(Tensor)
  case data(AnyDataset)

  static var typeName: String { "matrix, images or data set" }

  static func from(_ value: Value) -> HeadSource? {
    if let data = AnyDataset.from(value) { return .data(data) }
    guard let X = Numbers.from(value)?.tensor, (2...4).contains(X.rank) else { return nil }
    return .inputs(X)
  }

  var value: Value {
    switch self {
    case .inputs(let X): .tensor(X)
    case .data(let data): data.value
    }
  }

  func dataset(_ Y: Record?, _ kinds: Record?, _ together: String?) throws -> HeadDataset {
    switch self {
    case .data(let data):
      guard Y == nil, kinds == nil else {
        throw Failure(
          .argument, "head_data: a data set has targets of its own, found others beside it",
          notes: ["write head_data(data), or head_data(data.X, {…})"])
      }
      return try data.heads(together: together)
    case .inputs(let X):
      guard let Y, together == nil else {
        throw Failure(
          .argument,
          Y == nil
            ? "head_data: inputs X need their targets Y, a record by head"
            : "head_data: together= joins the labels of a data set, found a matrix",
          notes: ["write head_data(X, {age: y1, pose: y2})"])
      }
      return try Self.made(X, Y, kinds)
    }
  }

  private static func made(_ X: Tensor, _ Y: Record, _ kinds: Record?) throws -> HeadDataset {
    if let unknown = kinds?.names.first(where: { Y[$0] == nil }) {
      throw Failure(
        .argument, "head_data: kinds names '\(unknown)', which has no targets",
        notes: nearNames(to: unknown, among: Y.names, limit: 1).map { "did you mean '\($0)'?" })
    }
    let heads = try zip(Y.names, Y.values).map { name, value in
      guard let values = Numbers.from(value)?.tensor, (1...2).contains(values.rank) else {
        throw Failure(
          .argument,
          "head_data: the targets of '\(name)' must be a vector or a matrix, found \(value.described)"
        )
      }
      let kind = try HeadKindWord(kinds?[name], of: name, values).kind
      return HeadTargets(name: name, kind: kind, values: values.with(kind: .number))
    }
    let (n, d) = (X.rowCount, X.shape.dimensions.dropFirst().reduce(1, *))
    var shape = Array(X.shape.dimensions.dropFirst())
    if shape.count == 2 { shape.insert(1, at: 0) }
    return try HeadDataset(
      name: "data", X: try X.with(kind: .number).reshaped(Shape(n, d)), inputShape: shape,
      heads: heads)
  }
}

/// What a head is, as `kinds=` says it or its targets tell.
private struct HeadKindWord {
  let kind: HeadKind

  init(_ given: Value?, of name: String, _ values: Tensor) throws {
    let width = values.rank == 2 ? values.columnCount : 1
    let natural = HeadKind.natural(for: values)
    guard let given else {
      guard let natural else {
        throw Failure(
          .argument,
          "head_data: the targets of '\(name)' are \(values.shape) numbers, which may mean several "
            + "things", notes: ["kinds={\(name): \"classes\"} says that they are probabilities"])
      }
      kind = natural
      return
    }
    if let head = HeadObject.from(given) {
      kind = head.kind
      return
    }
    switch (String.from(given), Int.from(given)) {
    case ("binary", _): kind = .binary
    case ("regression", _): kind = .regression
    case ("multilabel", _): kind = .multilabel(width)
    case ("classes", _):
      if width > 1 {
        kind = .classes(width)
      } else if case .classes = natural {
        kind = natural ?? .classes(2)
      } else {
        kind = .classes(2)
      }
    case (_, let count?) where count >= 2 && count <= 1_000_000: kind = .classes(count)
    default:
      throw Failure(
        .argument,
        "head_data: expected binary(), regression(), classes(K), multilabel(C) or a number of classes "
          + "for '\(name)', found \(given.described)")
    }
  }
}
