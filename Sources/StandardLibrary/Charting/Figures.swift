internal import Charts
internal import Diagnostics
internal import MultiLabel
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private typealias Options = ChartParameters

  /// Charts of matrices, tables and graphs.
  static let figures: [Builtin] = [
    Builtin(
      "heat", "A matrix as shades, with its numbers where they fit.",
      Parameter<Numbers>("x", "a matrix"), Options.title, Options.xlabel, Options.ylabel,
      Parameter<[String]?>(
        "names", "names of rows and columns of a square matrix", default: .some(nil)),
      Parameter<[String]?>("rows", "names of the rows", default: .some(nil)),
      Parameter<[String]?>("columns", "names of the columns", default: .some(nil)),
      Parameter<Limits?>(
        "limits", "the values of the lightest and darkest shade; none: those of the matrix",
        default: .some(nil)),
      Parameter<Bool>("numbers", "whether the numbers stand beside their shades", default: true),
      Parameter<ShadesWord>(
        "mode",
        "sequential: from light to dark; diverging: both ways from 0; auto: by the signs of the values",
        default: .auto),
      Options.digits, Options.width,
      examples: [
        Example(
          "describe(heat([1, 2; 3, 4], title=\"counts\"))",
          prints: "Counts: heat map of 2 rows and 2 columns, values from 1 to 4.")
      ],
      body: {
        x, title, xlabel, ylabel, names, rows, columns, limits, numbers, mode, digits, width in
        var map = try heatMap(x.tensor, rows: rows ?? names, columns: columns ?? names)
        map.limits = limits?.range
        map.showsNumbers = numbers
        map.scale = mode.scale
        var chart = Chart(.heat(map), title: title, xLabel: xlabel, yLabel: ylabel)
        chart.digits = digits
        return ChartObject(chart, width: width)
      }),
    Builtin(
      "table", "Rows and columns of text and numbers, decimal points lined up.",
      Parameter<Value>("x", "a record of columns, a list of records, or a matrix"),
      Parameter<[String]?>("names", "names of the columns of a matrix", default: .some(nil)),
      Options.title, Options.digits, Options.width,
      details:
        "What is too wide comes in blocks of columns. Digits are never cut, and a number never "
        + "reads as a whole one that it is not: with three digits 0.9999 stays 0.9999 and 123.456 is "
        + "123.5; up to three digits are added, and where the difference still hides a ~ stands before "
        + "the number.",
      examples: [
        Example("table([0.9999, 1; 0.25, 12.5])", prints: "     0     1\n0.9999   1\n0.25    12.5"),
        Example(
          "table({label: [\"sky\", \"sea\"], rows: [73, 58]})",
          prints: "label  rows\nsky      73\nsea      58"),
      ],
      body: { x, names, title, digits, width in
        let table = try TableReader(digits: digits).table(x, names: names)
        return ChartObject(Chart(.table(table), title: title), width: width)
      }),
    Builtin(
      "dag", "A drawing of a label graph: arrows lead from parents to children.",
      Parameter<GraphSource>("graph", "a label graph, its text, or a fitted chain"),
      Options.title, Options.width,
      examples: [
        Example(
          "describe(dag(\"sky -> clouds\"))",
          prints: "Graph of 2 labels with 1 arrows: sky to clouds.")
      ],
      body: { graph, title, width in
        ChartObject(Chart(.graph(try graph.graph()), title: title), width: width)
      }),
  ]

  private static let treeExample = "tree({trunk: {width: 32, depth: 2}, seed: 0})"

  /// Nested names.
  static let trees: [Builtin] = [
    Builtin(
      "tree", "A tree of nested records and lists, or of the outcomes that a model gives one row.",
      Parameter<Value>(
        "x", "a record or list of any depth, or a fitted model that gives label sets probabilities"),
      Parameter<DesignMatrix?>(
        "row", "the row of features, where x is a model", default: .some(nil)),
      Parameter<TreeWord>(
        "form", "across: children to the right; down: below; auto: across where it fits",
        default: .auto),
      Options.title, Options.digits, Options.width,
      details: "Of a model every branch is a label that is 1 or 0 with its probability given those "
        + "before it; the most probable set is marked.",
      examples: [
        Example(treeExample, prints: " trunk  ─┬─ width 32\n         └─ depth 2\n seed 0")
      ],
      body: { x, row, form, title, digits, width in
        var tree = try TreeReader(digits: digits).tree(x, row)
        tree.form = form.form
        return ChartObject(Chart(.tree(tree), title: title), width: width)
      })
  ]

  private static func heatMap(
    _ matrix: Tensor, rows: [String]?, columns: [String]?
  ) throws -> HeatMap {
    guard matrix.rank == 2 else {
      throw Failure(
        .shape, "heat: x must be a matrix, found \(matrix.value.described)",
        notes: matrix.rank == 1 ? ["heat([x;]) draws a vector as one row"] : [])
    }
    let (n, width) = (matrix.rowCount, matrix.columnCount)
    for (names, count, what) in [(rows, n, "rows"), (columns, width, "columns")] {
      guard names == nil || names?.count == count else {
        throw Failure(
          .argument, "heat: expected names for \(count) \(what), found \(names?.count ?? 0)")
      }
    }
    return HeatMap(
      matrix.elements, rows: n, columns: width, rowNames: rows ?? [], columnNames: columns ?? [])
  }
}

/// A label graph in any form: an object, its text, or a model that has one.
enum GraphSource: ValueConvertible, Sendable {
  case graph(LabelGraph)
  case text(String)
  case chain(FittedChain)

  static var typeName: String { "label graph, string or fitted chain" }

  static func from(_ value: Value) -> GraphSource? {
    if let text = String.from(value) { return .text(text) }
    if let graph = LabelGraphObject.from(value) { return .graph(graph.graph) }
    if let chain = FittedObject.from(value)?.model as? FittedChain { return .chain(chain) }
    return nil
  }

  var value: Value {
    switch self {
    case .graph(let graph): LabelGraphObject(graph).value
    case .text(let text): .text(text)
    case .chain: .none
    }
  }

  /// The graph to be drawn.
  func graph() throws -> Graph {
    if case .chain(let chain) = self { return Graph(chain) }
    return Graph(try labelGraph())
  }

  /// The graph of labels that depend on each other.
  func labelGraph() throws -> LabelGraph {
    switch self {
    case .graph(let graph): return graph
    case .text(let text): return try LabelGraph(text)
    case .chain(let chain):
      let edges = chain.order.flatMap { child in
        chain.parents[child].map { "\(chain.labelNames[$0]) -> \(chain.labelNames[child])" }
      }
      return try LabelGraph((edges + chain.labelNames).joined(separator: ", "))
    }
  }
}

extension Graph {
  /// The drawing of a label graph.
  init(_ graph: LabelGraph) {
    self.init(names: graph.names, edges: graph.edges.map { Edge($0.parent, $0.child) })
  }

  /// Which labels the links of a chain look at.
  init(_ chain: FittedChain) {
    let edges = chain.order.flatMap { child in
      chain.parents[child].map { Edge($0, child) }
    }
    self.init(names: chain.labelNames, edges: edges)
  }
}
