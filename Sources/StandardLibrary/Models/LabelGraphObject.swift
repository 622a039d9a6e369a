internal import Charts
internal import MultiLabel
internal import Runtime

/// A label graph as a value of the language.
struct LabelGraphObject: LanguageObject, ValueConvertible {
  static let typeName = "label graph"

  let graph: LabelGraph

  init(_ graph: LabelGraph) { self.graph = graph }

  var typeName: String { LabelGraphObject.typeName }

  var summary: String { "label_graph(\"\(graph)\")" }

  var fieldNames: [String] { ["labels", "edges"] }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "labels": return graph.names.value
    case "edges":
      return .flatList(
        graph.edges.map { [graph.names[$0.parent], graph.names[$0.child]].value })
    default: return nil
    }
  }

  func display(_ options: DisplayOptions) -> String {
    Charts.text(Chart(.graph(Graph(graph))), DrawingOptions(options))
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? LabelGraphObject)?.graph == graph
  }
}

extension LabelGraphObject: Describable {
  var sentence: String { Charts.describe(Chart(.graph(Graph(graph)))) }
}
