internal import Charts
internal import Datasets
internal import Diagnostics
internal import Stepping
internal import Tensors

/// The stage that finds the parents: the measure of every pair of labels, and the chosen edges.
extension LinkTraining {
  /// The screen of that stage; `nil` at any other.
  var structureScreen: Screen? {
    guard isAtStructure, let structure = plan.structure else { return nil }
    let (what, rule) = words(structure)
    return Screen(
      title: "\(heading) train | label graph from the training labels",
      position: "step 1 of \(plan.order.count + 1)",
      panels: [
        .lines([StyledText(" \(what)")]), .table(pairTable(structure, limit: 11)),
        .lines([StyledText(" " + edgeText(structure))]),
      ], why: [StyledText(rule)], next: nextStage)
  }

  private func words(_ structure: LabelStructure) -> (what: String, rule: String) {
    switch structure.measure {
    case .mutualInformation:
      return (
        "mutual information of two labels in nats: what one tells of the other",
        "maximum spanning tree: from \(name(plan.order[0])) on, always the strongest pair that adds "
          + "a label"
      )
    case .residualCorrelation(let threshold):
      return (
        "correlation of what the inputs leave unexplained, y − p(y = 1 | x) out of fold",
        "joined where |r| ≥ \(fixed(threshold)); the earlier label is the parent"
      )
    }
  }

  private func edgeText(_ structure: LabelStructure) -> String {
    guard !structure.edges.isEmpty else { return "no edges: the chain is binary relevance" }
    let shown = structure.edges.prefix(4).map {
      "\(cut(name($0.parent), 14)) ──► \(cut(name($0.child), 14))"
    }
    let rest = structure.edges.count - shown.count
    return "\(counted(structure.edges.count, "edge")): " + shown.prefix(2).joined(separator: ", ")
      + (rest > 0 || shown.count > 2 ? ", … show edges" : "")
  }

  /// Pairs of labels, the strongest first, with the edge that was made of them.
  func pairTable(_ structure: LabelStructure, limit: Int) -> Table {
    let C = structure.values.rowCount
    var chosen: [Int: LabelStructure.Edge] = [:]
    for edge in structure.edges {
      chosen[min(edge.parent, edge.child) * C + max(edge.parent, edge.child)] = edge
    }
    let pairs = (0..<C).flatMap { a in (a + 1..<max(C, a + 1)).map { a * C + $0 } }
      .sorted {
        (abs(structure.values[flat: $1]), $0) < (abs(structure.values[flat: $0]), $1)
      }
    let most = pairs.first.map { abs(structure.values[flat: $0]) } ?? 1
    var table = Table(columns: [
      .init("label"), .init("label"), .init(heading(structure), .decimal), .init(""),
      .init("edge"),
    ])
    for pair in pairs.prefix(limit) {
      let (a, b) = (pair / C, pair % C)
      let value = structure.values[flat: pair]
      let edge = chosen[pair].map { $0.parent == a ? "──►" : "◄──" } ?? ""
      table.rows.append([
        StyledText(cut(name(a), 18)), StyledText(cut(name(b), 18)), StyledText(fixed(value, 4)),
        .bar(abs(value), in: 0...max(most, 1e-300), width: 14),
        StyledText(edge, .emphasis),
      ])
    }
    if pairs.count > limit {
      table.rows.append([StyledText("… \(pairs.count - limit) more", .dim), "", "", "", ""])
    }
    return table
  }

  private func heading(_ structure: LabelStructure) -> StyledText {
    structure.measure == .mutualInformation ? "information" : "correlation"
  }

  /// Every edge in the order in which it was chosen.
  private func edgeTable(_ structure: LabelStructure) -> Table {
    var table = Table(columns: [
      .init("parent"), .init("child"), .init(heading(structure), .decimal),
    ])
    for edge in structure.edges.prefix(20) {
      table.rows.append([
        StyledText(name(edge.parent)), StyledText(name(edge.child)),
        StyledText(fixed(edge.value, 4)),
      ])
    }
    return table
  }

  var structureState: [(name: String, value: StateValue)] {
    guard let structure = plan.structure else { return [] }
    return [
      ("dependence", .tensor(structure.values)),
      ("parents", .list(plan.parents.map { .tensor(Tensor($0.map(Double.init))) })),
      ("order", .list(plan.order.map { .text(name($0)) })),
    ]
  }

  /// Why a label has its parents; throws for a name that is no label.
  func structureWhy(_ topic: String) throws -> [StyledText] {
    guard let structure = plan.structure else { return [] }
    guard !topic.isEmpty else { return [StyledText(words(structure).rule)] }
    let c = try labelPosition(topic, plan.data.labelNames)
    let edges = structure.edges.filter { $0.child == c }
    guard !edges.isEmpty else { return [StyledText("\(name(c)) has no parents")] }
    return edges.prefix(6).map {
      StyledText("\(name($0.parent)) ──► \(name(c)): \(fixed($0.value, 4))")
    }
  }

  /// `pairs` or `edges`; throws for another topic.
  func structurePanel(_ topic: String) throws -> Panel {
    if let structure = plan.structure {
      if topic == "pairs" { return .table(pairTable(structure, limit: 20)) }
      if topic == "edges" { return .table(edgeTable(structure)) }
    }
    throw Failure(.value, "expected 'pairs' or 'edges', found '\(topic)'")
  }
}
