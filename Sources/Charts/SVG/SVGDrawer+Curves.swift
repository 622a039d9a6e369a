extension SVGDrawer {
  private static let dashes = ["", "6 4", "2 3", "10 4"]

  mutating func curves(_ series: [Series]) {
    guard let data = PlotData(chart, series) else { return nothing() }
    let isNamed = series.count > 1 || !(series.first?.name ?? "").isEmpty
    if isNamed { right = 500 }
    let (x, y) = (data.x.axis(), data.y.axis())
    frame(x, y)
    var ends: [(name: String, y: Double, number: Int)] = []
    for (index, part) in series.enumerated() {
      let (path, end) = curve(part, x.map, y.map)
      canvas.path(path, stroke: color(index), dash: Self.dashes[index % 4])
      let bars = errorBars(part, x.map, y.map)
      if !bars.isEmpty { canvas.path(bars, stroke: color(index)) }
      let name = part.name.isEmpty ? "series \(index + 1)" : part.name
      if isNamed { ends.append((name, min(max(end ?? top, top), bottom), index)) }
    }
    for mark in chart.marks { draw(mark, x.map) }
    endNames(ends)
    footnote(data.extent)
  }

  /// A vertical line with its name at the top.
  private mutating func draw(_ mark: Mark, _ x: AxisMap) {
    let across = x.position(mark.x)
    guard across >= 0, across <= 1 else { return }
    let column = left + across * (right - left)
    canvas.path(
      "M\(number(column)) \(number(top))V\(number(bottom))", stroke: "#777777", dash: "2 4")
    canvas.text(short(mark.name, 200), column + 4, top + 10, color: "#555555")
  }

  /// Path commands of the bars around the points of a series, with a short stroke at both ends.
  private func errorBars(_ series: Series, _ x: AxisMap, _ y: AxisMap) -> String {
    var path = ""
    for index in 0..<series.count {
      guard let bar = series.bar(at: index) else { continue }
      let across = x.position(series.x?[index] ?? Double(index))
      let (low, high) = (y.position(bar.low), y.position(bar.high))
      guard across.isFinite, high.isFinite else { continue }
      let column = left + across * (right - left)
      let end = bottom - high * (bottom - top)
      let start = bottom - (low.isFinite ? low : 0) * (bottom - top)
      path += "M\(number(column - 3)) \(number(end))h6M\(number(column - 3)) \(number(start))h6"
      path += "M\(number(column)) \(number(start))V\(number(end))"
    }
    return path
  }

  /// The names at the ends of the curves, at least 14 pixels apart.
  private mutating func endNames(_ ends: [(name: String, y: Double, number: Int)]) {
    var floor = top - 14
    for end in ends.sorted(by: { $0.y != $1.y ? $0.y < $1.y : $0.number < $1.number }) {
      let height = max(end.y, floor + 14)
      floor = height
      let color = self.color(end.number)
      let dash = Self.dashes[end.number % 4]
      canvas.path("M\(number(right + 6)) \(number(height))h18", stroke: color, dash: dash)
      canvas.text(short(end.name, 106), right + 28, height + 4, color: color)
    }
  }

  /// Path commands through the first, lowest, highest and last point of each column of pixels.
  private func curve(_ series: Series, _ x: AxisMap, _ y: AxisMap) -> (path: String, end: Double?) {
    var path = ""
    var end: Double?
    var group: [(x: Double, y: Double)] = []
    var isOpen = false
    func flush() {
      for point in group {
        path += "\(isOpen ? "L" : "M")\(number(point.x)) \(number(point.y))"
        isOpen = true
        end = point.y
      }
      group = []
    }
    for index in 0..<series.count {
      let across = x.position(series.x?[index] ?? Double(index))
      let up = y.position(series.y[index])
      guard across.isFinite, up.isFinite else {
        flush()
        isOpen = false
        continue
      }
      let point = (x: left + across * (right - left), y: bottom - up * (bottom - top))
      if let first = group.first, first.x.rounded() != point.x.rounded() { flush() }
      add(point, to: &group)
    }
    flush()
    return (path, end)
  }

  private func add(_ point: (x: Double, y: Double), to group: inout [(x: Double, y: Double)]) {
    guard group.count >= 4 else { return group.append(point) }
    let low = group[1].y <= group[2].y ? 1 : 2
    let high = 3 - low
    let last = group[3]
    group[3] = point
    if last.y < group[low].y { group[low] = last }
    if last.y > group[high].y { group[high] = last }
  }

  mutating func points(_ series: [Series]) {
    guard let data = PlotData(chart, series) else { return nothing() }
    if series.count > 1 { right = 500 }
    let (x, y) = (data.x.axis(), data.y.axis())
    frame(x, y)
    for (index, part) in series.enumerated() {
      let color = self.color(index)
      canvas.path(marks(part, index, x.map, y.map), stroke: color)
      guard series.count > 1 else { continue }
      let height = top + 10 + 18 * Double(index)
      canvas.path(mark(index, right + 16, height), stroke: color)
      let name = part.name.isEmpty ? "series \(index + 1)" : part.name
      canvas.text(short(name, 106), right + 28, height + 4, color: color)
    }
    footnote(data.extent)
  }

  /// One mark for each pixel that holds a point.
  private func marks(_ series: Series, _ index: Int, _ x: AxisMap, _ y: AxisMap) -> String {
    var path = ""
    var taken: Set<Int> = []
    for point in 0..<series.count {
      let across = x.position(series.x?[point] ?? Double(point))
      let up = y.position(series.y[point])
      guard (0...1).contains(across), (0...1).contains(up) else { continue }
      let place = (left + across * (right - left), bottom - up * (bottom - top))
      let pixel = whole(place.0.rounded()) * 1000 + whole(place.1.rounded())
      if taken.insert(pixel).inserted { path += mark(index, place.0, place.1) }
    }
    return path
  }

  /// A circle, a plus, a cross or a square around a point.
  private func mark(_ index: Int, _ x: Double, _ y: Double) -> String {
    switch index % 4 {
    case 0: "M\(number(x - 3)) \(number(y))a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"
    case 1: "M\(number(x - 3)) \(number(y))h6M\(number(x)) \(number(y - 3))v6"
    case 2: "M\(number(x - 3)) \(number(y - 3))l6 6m0 -6l-6 6"
    default: "M\(number(x - 3)) \(number(y - 3))h6v6h-6z"
    }
  }
}
