internal import Glibc

extension SVGDrawer {
  /// Names in layers from left to right, each behind all its parents; a circle when arrows do.
  mutating func graph(_ graph: Graph) {
    guard !graph.names.isEmpty else { return nothing() }
    let places = positions(graph)
    let half = graph.names.map { min(60, 12 + 3.6 * Double(cellWidth($0))) }
    for edge in graph.edges { arrow(places, half, edge) }
    for (index, name) in graph.names.enumerated() {
      let (x, y) = places[index]
      canvas.rectangle(
        x - half[index], y - 13, 2 * half[index], 26, fill: "#eef4fa", stroke: SVGCanvas.ink)
      canvas.text(short(name, 2 * half[index] - 8), x, y + 4, .middle)
    }
  }

  private func positions(_ graph: Graph) -> [(x: Double, y: Double)] {
    guard let depths = graph.depths else {
      return graph.names.indices.map { index in
        let angle = 2 * Double.pi * Double(index) / Double(graph.names.count)
        return (canvas.width / 2 * (1 - 0.625 * cos(angle)), 180 - 110 * sin(angle))
      }
    }
    let layers = (depths.max() ?? 0) + 1
    var sizes = [Int](repeating: 0, count: layers)
    for depth in depths { sizes[depth] += 1 }
    var seen = [Int](repeating: 0, count: layers)
    return depths.map { depth in
      let inner = canvas.width - 160
      let x = 80 + inner * (layers == 1 ? 0.5 : Double(depth) / Double(layers - 1))
      let share = (Double(seen[depth]) + 0.5) / Double(sizes[depth])
      seen[depth] += 1
      let sway = depth % 2 == 0 ? 0.0 : 22
      return (x, 50 + sway + share * 260)
    }
  }

  private mutating func arrow(
    _ places: [(x: Double, y: Double)], _ half: [Double], _ edge: Graph.Edge
  ) {
    let (from, to) = (places[edge.from], places[edge.to])
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    func share(_ half: Double) -> Double {
      min(
        abs(dx) > 0 ? half / abs(dx) : .infinity, abs(dy) > 0 ? 14 / abs(dy) : .infinity, 0.45)
    }
    let (start, end) = (share(half[edge.from]), 1 - share(half[edge.to] + 2))
    canvas.line(
      from.x + dx * start, from.y + dy * start, from.x + dx * end, from.y + dy * end, marker: true)
  }
}
