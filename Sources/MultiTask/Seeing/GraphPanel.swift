internal import Charts
internal import Datasets
internal import Tensors

extension MultiTaskTraining {
  /// A pair of tasks that the similarity graph joins.
  struct Edge {
    let i: Int
    let j: Int
    let weight: Double
  }

  /// The pairs that S joins, the strongest first.
  static func edges(_ S: Tensor) -> [Edge] {
    var edges: [Edge] = []
    for i in 0..<S.rowCount {
      for j in (i + 1)..<max(S.rowCount, i + 1) where S[i, j] > 0 {
        edges.append(Edge(i: i, j: j, weight: S[i, j]))
      }
    }
    return edges.sorted { ($1.weight, $0.i, $0.j) < ($0.weight, $1.i, $1.j) }
  }

  /// The graph's edges with their weights and the distance of the tasks that they join, on both sides
  /// of the stage.
  func graphPanel(_ stage: StageComparison, _ S: Tensor, _ limit: Int) -> Panel {
    let edges = Self.edges(S)
    let rows = edgeRows(edges, stage, name: { clipped(problem.data.tasks[$0].name, 6) })
    let table = ShrinkTable(
      heading: "edge s  ‖wi - wj‖", titles: stage.titles, rows: rows, limit: limit)
    let T = problem.data.taskCount
    let line = "\(edges.count) of \(T * (T - 1) / 2) pairs joined"
    guard let open = unjoined(edges, stage) else {
      return table.panel(StyledText(line, .dim))
    }
    return table.panel(StyledText("\(line); \(open)", .dim))
  }

  func edgeRows(
    _ edges: [Edge], _ stage: StageComparison, name: (Int) -> String
  ) -> [ShrinkTable.Row] {
    let (before, after) = (stage.sumBefore, stage.sumAfter)
    return edges.map { edge in
      ShrinkTable.Row(
        label: "\(name(edge.i)) ─ \(name(edge.j)) \(shortNumber(edge.weight))",
        before: before.W.distance(edge.i, edge.j), after: after.W.distance(edge.i, edge.j))
    }
  }

  /// How far the tasks are apart, on average, that no edge joins; `nil` when all are joined, or there
  /// are too many pairs to go through for a screen.
  private func unjoined(_ edges: [Edge], _ stage: StageComparison) -> String? {
    let T = problem.data.taskCount
    guard T <= 200 else { return nil }
    let joined = Set(edges.map { $0.i * T + $0.j })
    let (before, after) = (stage.sumBefore, stage.sumAfter)
    var (total, start, count) = (0.0, 0.0, 0)
    for i in 0..<T {
      for j in (i + 1)..<max(T, i + 1) where !joined.contains(i * T + j) {
        start += before.W.distance(i, j)
        total += after.W.distance(i, j)
        count += 1
      }
    }
    guard count > 0 else { return nil }
    let (from, to) = (start / Double(count), total / Double(count))
    let places = DecimalPlaces([from, to], significant: 3)
    return "others \(places.text(from)) → \(places.text(to))"
  }
}
