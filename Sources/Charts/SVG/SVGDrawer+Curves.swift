extension SVGDrawer {
  /// The stroke patterns of curves, in the order in which series take them.
  static let dashes = ["", "7 4", "2 3", "12 4"]
  /// Points of a curve up to which each may carry a mark.
  private static let markLimit = 60

  /// Series along two axes, drawn as curves, steps or points; small multiples of more than four.
  mutating func plot(_ series: [Series]) {
    guard series.count <= Chart.seriesLimit else { return facets(chart.facets(series)) }
    guard let data = PlotData(chart, series) else { return nothing() }
    let isNamed = series.count > 1 || !chart.drawsPoints && !(series.first?.name ?? "").isEmpty
    var legend = isNamed ? chart.legend : .none
    if isNarrow, legend != .none { legend = .below }
    let isBeside = legend == .auto || legend == .ends || legend == .right
    if isBeside { right = canvas.width - 140 }
    if legend == .below { bottom -= 22 }
    var across = data.x
    across.target = ticksAcross
    let (x, y) = (across.axis(), data.y.axis())
    frame(x, y)
    draw(series, x.map, y.map)
    let standsAtEnds = legend == .ends || legend == .auto && !chart.drawsPoints
    for (number, place) in places(series, y.map, standsAtEnds: standsAtEnds).enumerated()
    where isBeside {
      key(number, right + 6, place)
      let last = series[number].last { y.map.position($0).isFinite }
      let value = last.flatMap { standsAtEnds ? " " + y.endValue($0, chart.digits) : nil } ?? ""
      let room = 106 - 7 * Double(value.utf8.count)
      canvas.text(
        short(series[number].label(number), room) + value, right + 28, place + 4,
        color: color(number))
    }
    if legend == .below { keysBelow(series) }
    let lines = chart.annotations.filter { $0.y == nil }
    for line in lines { draw(line, x.map) }
    footnote(data.extent)
  }

  /// The series with their bands, bars and marks, and points that are named, within the body.
  mutating func draw(_ series: [Series], _ x: AxisMap, _ y: AxisMap) {
    let body = self
    canvas.clipped(left - 4, top - 4, right - left + 8, bottom - top + 8) { canvas in
      for (number, part) in series.enumerated() {
        canvas.area(body.band(part, x, y), fill: body.color(number), opacity: 0.2)
      }
      for (number, part) in series.enumerated() {
        let color = body.color(number)
        canvas.path(body.errorBars(part, x, y), stroke: color)
        if body.chart.drawsPoints {
          canvas.path(body.marks(part, number, x, y), stroke: color)
        } else {
          let curve = ColumnReduction(
            part, x: x, y: y, columns: Int(body.right - body.left) + 1,
            bridgesGaps: body.chart.bridgesGaps)
          canvas.path(body.path(curve), stroke: color, dash: Self.dashes[number % 4])
          canvas.path(body.lonePoints(curve), stroke: color, width: 3)
          if body.chart.marksPoints { canvas.path(body.marks(part, number, x, y), stroke: color) }
        }
        canvas.path(body.arrows(part, x, y), stroke: color)
      }
      for place in body.chart.annotations { body.draw(point: place, x, y, on: &canvas) }
    }
  }

  // MARK: - Pieces of a series

  /// A point of the picture from positions 0…1, near enough to be a number of moderate size.
  private func point(_ across: Double, _ up: Double) -> (x: Double, y: Double) {
    (left + across * (right - left), bottom - up * (bottom - top))
  }

  /// Path commands through a reduced curve.
  private func path(_ curve: ColumnReduction) -> String {
    var path = ""
    func height(_ up: Double) -> String { number(bottom - up * (bottom - top)) }
    for run in curve.runs {
      for (index, column) in run.enumerated() {
        let x = number(left + column.firstX)
        if index == 0 {
          path += "M\(x) \(height(column.first))"
        } else if chart.drawsSteps {
          path += "H\(x)V\(height(column.first))"
        } else {
          path += "L\(x) \(height(column.first))"
        }
        guard column.count > 1 else { continue }
        path += "V\(height(column.low))V\(height(column.high))"
        path += "L\(number(left + column.lastX)) \(height(column.last))"
      }
    }
    return path
  }

  /// Points without a neighbour, which a curve alone would not show.
  private func lonePoints(_ curve: ColumnReduction) -> String {
    curve.runs.filter { $0.count == 1 && $0[0].count == 1 }.map { run in
      let place = (left + run[0].firstX, bottom - run[0].first * (bottom - top))
      return "M\(number(place.0 - 1.5)) \(number(place.1))h3"
    }.joined()
  }

  /// Path commands around a band, a closed shape for each piece.
  private func band(_ series: Series, _ x: AxisMap, _ y: AxisMap) -> String {
    guard series.band != nil else { return "" }
    let shape = BandShape(series, x: x, y: y, columns: Int(right - left) + 1)
    var path = ""
    var piece: [(x: Double, low: Double, high: Double)] = []
    for (column, reach) in (shape.reaches + [nil]).enumerated() {
      if let reach {
        piece.append((left + Double(column), reach.low, reach.high))
        continue
      }
      let above = piece.map { "\(number($0.x)) \(number(bottom - $0.high * (bottom - top)))" }
      let below = piece.reversed().map {
        "\(number($0.x)) \(number(bottom - $0.low * (bottom - top)))"
      }
      if piece.count > 1 { path += "M" + (above + below).joined(separator: "L") + "Z" }
      piece = []
    }
    return path
  }

  /// Path commands of the bars around the points of a series, with a short stroke at both ends.
  private func errorBars(_ series: Series, _ x: AxisMap, _ y: AxisMap) -> String {
    guard series.errors != nil else { return "" }
    var bars: [(across: Double, low: Double, high: Double)] = []
    // Many bars become one a pixel, from the lowest end to the highest.
    let isDense = series.count > Int(2 * (right - left))
    var columns = [Int](repeating: -1, count: Int(right - left) + 1)
    for index in 0..<series.count {
      guard let bar = series.bar(at: index) else { continue }
      let across = x.position(series.x?[index] ?? Double(index))
      var (low, high) = (y.position(bar.low), y.position(bar.high))
      guard across >= 0, across <= 1, high.isFinite else { continue }
      if !low.isFinite { low = 0 }
      let column = isDense ? Int(across * (right - left)) : 0
      if isDense, columns[column] >= 0 {
        bars[columns[column]].low = min(bars[columns[column]].low, low)
        bars[columns[column]].high = max(bars[columns[column]].high, high)
      } else {
        if isDense { columns[column] = bars.count }
        bars.append((across, low, high))
      }
    }
    return bars.map { across, low, high in
      let (end, start) = (point(across, high), point(across, low))
      return "M\(number(end.x - 3)) \(number(end.y))h6M\(number(end.x - 3)) "
        + "\(number(start.y))h6M\(number(end.x)) \(number(start.y))V\(number(end.y))"
    }.joined()
  }

  /// Arrowheads at the edge where values are infinite, one a pixel.
  private func arrows(_ series: Series, _ x: AxisMap, _ y: AxisMap) -> String {
    var path = ""
    var taken: Set<Int> = []
    for index in 0..<series.count where series.y[index].isInfinite {
      let across = x.position(series.x?[index] ?? Double(index))
      guard (0...1).contains(across), !y.scale.isLog || series.y[index] > 0 else { continue }
      let isAbove = series.y[index] > 0
      let column = left + across * (right - left)
      guard taken.insert(whole(column.rounded()) * (isAbove ? 1 : -1)).inserted else { continue }
      let edge = isAbove ? top : bottom
      let foot = isAbove ? top + 6 : bottom - 6
      path += "M\(number(column - 4)) \(number(foot))L\(number(column)) \(number(edge))"
      path += "L\(number(column + 4)) \(number(foot))"
    }
    return path
  }

  /// One mark for each pixel that holds a point; of a long curve, some of them.
  private func marks(_ series: Series, _ number: Int, _ x: AxisMap, _ y: AxisMap) -> String {
    let step =
      chart.drawsPoints || series.count <= 2 * Self.markLimit ? 1 : series.count / Self.markLimit
    var path = ""
    let (wide, high) = (right - left, bottom - top)
    let columns = Int(wide) + 2
    var taken = [Bool](repeating: false, count: columns * (Int(high) + 2))
    for index in stride(from: 0, to: series.count, by: step) {
      let across = x.position(series.x?[index] ?? Double(index))
      let up = y.position(series.y[index])
      guard across >= 0, across <= 1, up >= 0, up <= 1 else { continue }
      let pixel = Int((up * high).rounded()) * columns + Int((across * wide).rounded())
      if taken[pixel] { continue }
      taken[pixel] = true
      path += mark(number: number, point(across, up))
    }
    return path
  }

  /// A circle, a plus, a cross or a square around a point.
  func mark(number index: Int, _ point: (x: Double, y: Double)) -> String {
    let (x, y) = point
    return switch index % 4 {
    case 0: "M\(number(x - 3)) \(number(y))a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"
    case 1: "M\(number(x - 3)) \(number(y))h6M\(number(x)) \(number(y - 3))v6"
    case 2: "M\(number(x - 3)) \(number(y - 3))l6 6m0 -6l-6 6"
    default: "M\(number(x - 3)) \(number(y - 3))h6v6h-6z"
    }
  }
}
