internal import Charts
internal import Datasets
internal import Stepping

extension LinkTraining {
  /// The labels with the arrows from parents to children where that fits a few lines, else the links
  /// before and after the current one; and the current one's parents.
  func orderPanel(_ current: Int?) -> Panel {
    guard let graph = orderGraph(current) else { return orderWindow(current) }
    let lines = text(Chart(.graph(graph))).split(separator: "\n")
    let used = lines.reduce(0) { max($0, cellWidth(String($1))) }
    var parts: [Panel] = [.lines(["order"]), .chart(Chart(.graph(graph)))]
    let room = 68 - used
    if let current, room >= 14 {
      parts.append(.lines([StyledText("parents: " + cut(parentList(current), room - 9))]))
    }
    return .beside(parts)
  }

  /// The graph to draw: all arrows if they take few lines, else those along the order and those into
  /// the current link; `nil` when neither does.
  private func orderGraph(_ current: Int?) -> Graph? {
    guard plan.order.count <= 8 else { return nil }
    let names = plan.order.map { $0 == current ? "[\(name($0))]" : name($0) }
    var place: [Int: Int] = [:]
    for (position, c) in plan.order.enumerated() { place[c] = position }
    let all = plan.order.flatMap { c in
      plan.parents[c].compactMap { parent in
        place[parent].flatMap { from in place[c].map { Graph.Edge(from, $0) } }
      }
    }
    let end = current.flatMap { place[$0] }
    let some = all.filter { $0.to == $0.from + 1 || $0.to == end }
    return [all, some].map { Graph(names: names, edges: $0) }.first { graph in
      let lines = text(Chart(.graph(graph)), DrawingOptions(width: 72)).split(separator: "\n")
      return lines.count <= 4 && lines.allSatisfy { cellWidth(String($0)) <= 68 }
    }
  }

  /// Up to four links around the current one, in their order.
  private func orderWindow(_ current: Int?) -> Panel {
    let place = current.flatMap { plan.order.firstIndex(of: $0) } ?? 0
    let from = max(0, min(place - 2, plan.order.count - 4))
    let to = min(plan.order.count, from + 4)
    var line = StyledText(from > 0 ? " order  … ──► " : " order  ")
    for (offset, c) in plan.order[from..<to].enumerated() {
      if offset > 0 { line = line + " ──► " }
      let short = cut(name(c), 9)
      line = line + (c == current ? StyledText("[\(short)]", .emphasis) : StyledText(short))
    }
    if to < plan.order.count { line = line + StyledText(" … (\(plan.order.count))", .dim) }
    guard let current else { return .lines([line]) }
    return .lines([line, StyledText(" parents: \(parentList(current))")])
  }
}
