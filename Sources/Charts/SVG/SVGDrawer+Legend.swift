/// The names of series and places.
extension SVGDrawer {
  /// What a series is drawn with, 18 pixels long.
  mutating func key(_ number: Int, _ x: Double, _ y: Double) {
    let color = self.color(number)
    if !chart.drawsPoints {
      canvas.path(
        "M\(Charts.number(x)) \(Charts.number(y))h18", stroke: color,
        dash: Self.dashes[number % 4])
    }
    if chart.drawsPoints || chart.marksPoints {
      canvas.path(mark(number: number, (x + 9, y)), stroke: color)
    }
  }

  /// The heights of the names: at the ends of the curves, at least 14 pixels apart, or in a list.
  func places(_ series: [Series], _ y: AxisMap, standsAtEnds: Bool) -> [Double] {
    guard standsAtEnds else { return series.indices.map { top + 10 + 18 * Double($0) } }
    let ends = series.map { part -> Double in
      guard let last = part.last(where: { y.position($0).isFinite }) else {
        return top
      }
      return bottom - min(max(y.position(last), 0), 1) * (bottom - top)
    }
    var places = ends
    var floor = top - 14
    for number in ends.indices.sorted(by: { (ends[$0], $0) < (ends[$1], $1) }) {
      places[number] = max(ends[number], floor + 14)
      floor = places[number]
    }
    // Names that were pushed below the body move up together.
    let excess = max(0, floor - bottom)
    return places.map { $0 - excess }
  }

  /// Keys and names in a line below the axis.
  mutating func keysBelow(_ series: [Series], at height: Double? = nil) {
    var x = left
    let step = (right - left) / Double(max(1, series.count))
    for (number, part) in series.enumerated() {
      let place = height ?? bottom + 56
      key(number, x, place)
      canvas.text(
        short(part.label(number), step - 30), x + 24, place + 4, color: color(number))
      x += step
    }
  }

  /// A vertical line with its name at the top.
  mutating func draw(_ line: Annotation, _ x: AxisMap) {
    let across = x.position(line.x)
    guard across >= 0, across <= 1 else { return }
    let column = left + across * (right - left)
    canvas.path(
      "M\(number(column)) \(number(top))V\(number(bottom))", stroke: "#777777", dash: "2 4")
    let isLeft = column > right - 120
    canvas.text(
      short(line.name, 200), column + (isLeft ? -4 : 4), top + 10, isLeft ? .end : .start,
      color: "#555555")
  }

  /// A point with its name beside it.
  func draw(point: Annotation, _ x: AxisMap, _ y: AxisMap, on canvas: inout SVGCanvas) {
    guard let height = point.y else { return }
    let (across, up) = (x.position(point.x), y.position(height))
    guard (0...1).contains(across), (0...1).contains(up) else { return }
    let place = (x: left + across * (right - left), y: bottom - up * (bottom - top))
    let isLeft = place.x > right - 120
    canvas.path(mark(number: 0, place), stroke: SVGCanvas.ink, width: 2)
    canvas.text(
      short(point.name, 200), place.x + (isLeft ? -7 : 7), place.y - 5, isLeft ? .end : .start)
  }
}
