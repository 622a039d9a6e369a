/// Draws one series on a canvas of dots.
struct CurvePlotter {
  let series: Int
  /// Which of `length` dots along the longer side of a segment are drawn; `nil` draws all.
  ///
  /// They are counted from the edge of the canvas, so that dashes fill whole cells and do not depend
  /// on how many points a curve has.
  private let dash: (drawn: Int, length: Int)?
  /// The dots between the positions 0 and 1, and how far below the upper edge 1 lies.
  private let width: Double
  private let height: Double
  private let rise: Double

  typealias Point = (x: Double, y: Double)

  /// Solid, dashed, dotted, long dashes.
  private static let dashes: [(drawn: Int, length: Int)?] = [nil, (2, 4), (1, 2), (6, 8)]

  init(series: Int, canvas: DotCanvas) {
    self.series = series
    dash = canvas.mode == .marks ? nil : Self.dashes[series % Self.dashes.count]
    width = Double((canvas.columns - 1) * canvas.dotsAcross)
    height = Double((canvas.rows - 1) * canvas.dotsDown)
    rise = Double((canvas.dotsDown - 1) / 2)
  }

  /// The columns of dots from the lower to the upper end of the x axis, both included.
  var columns: Int { Int(width) + 1 }

  /// Draws a reduced curve; as steps it keeps its height until the next point.
  func draw(_ curve: ColumnReduction, isStep: Bool, on canvas: inout DotCanvas) {
    for run in curve.runs {
      var previous: Point?
      for column in run {
        let x = place(column.firstX)
        let first = (x: x, y: row(column.first))
        if let previous, isStep {
          let corner = (x: x, y: previous.y)
          segment(previous, corner, &canvas)
          segment(corner, first, &canvas)
        } else {
          segment(previous ?? first, first, &canvas)
        }
        if column.low < column.high {
          segment((x, row(column.low)), (x, row(column.high)), &canvas)
        } else if run.count == 1 {
          drawPoint(at: first, on: &canvas)
        }
        previous = (place(column.lastX), row(column.last))
      }
    }
    markInfinite(curve, on: &canvas)
  }

  /// Puts `^` and `v` at the edge where values are infinite.
  func markInfinite(_ curve: ColumnReduction, on canvas: inout DotCanvas) {
    for mark in curve.infinite {
      canvas.put(
        mark.isPositive ? "^" : "v", column: mark.place / canvas.dotsAcross,
        row: mark.isPositive ? 0 : canvas.rows - 1, .series(series))
    }
  }

  /// The column of dots of a position; it may lie outside the canvas.
  func dotColumn(_ across: Double) -> Int { dot(across * width) }

  /// The rows of dots between two positions that lie on the canvas.
  func rows(from low: Double, to high: Double, _ canvas: DotCanvas) -> (top: Int, bottom: Int)? {
    guard high.isFinite else { return nil }
    let top = max(dot(row(high)), 0)
    let bottom = min(dot(row(low.isFinite ? low : 0)), canvas.dotRows - 1)
    return top <= bottom ? (top, bottom) : nil
  }

  /// Draws a point.
  func drawPoint(_ across: Double, _ up: Double, on canvas: inout DotCanvas) {
    guard across.isFinite, up.isFinite else { return }
    drawPoint(at: (across * width, row(up)), on: &canvas)
  }

  private func drawPoint(at point: Point, on canvas: inout DotCanvas) {
    canvas.set(dot(point.x), dot(point.y), series)
  }

  /// The cell of a point; it may lie outside the canvas.
  func cell(_ across: Double, _ up: Double, _ canvas: DotCanvas) -> (row: Int, column: Int) {
    let (column, row) = (dot(across * width), dot(row(up)))
    return (
      row < 0 ? -1 : row / canvas.dotsDown, column < 0 ? -1 : column / canvas.dotsAcross
    )
  }

  // MARK: - Dots

  /// The nearest dot; far outside positions stay far outside without overflowing.
  private func dot(_ position: Double) -> Int {
    position.isNaN ? -1_000_000 : Int(min(max(position, -1e6), 1e6).rounded())
  }

  /// The row of dots, not rounded, of a height that is a position 0…1.
  private func row(_ up: Double) -> Double { (1 - up) * height + rise }

  /// The column that a point of the picture is drawn in; what lies outside stays where it is.
  private func place(_ x: Double) -> Double { x < -0.5 || x > width + 0.5 ? x : x.rounded() }

  private func segment(_ from: Point, _ to: Point, _ canvas: inout DotCanvas) {
    guard let (start, end) = clipped(from, to, canvas) else { return }
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let isSteep = abs(dy) > abs(dx)
    let steps = whole(max(abs(dx), abs(dy)).rounded(.up))
    for step in 0...max(steps, 0) {
      let share = steps == 0 ? 0 : Double(step) / Double(steps)
      let (column, row) = (dot(start.x + dx * share), dot(start.y + dy * share))
      if let dash, max(isSteep ? row : column, 0) % dash.length >= dash.drawn { continue }
      canvas.set(column, row, series)
    }
  }

  /// The part of a segment near the canvas (Liang and Barsky 1984); `nil` when there is none.
  private func clipped(
    _ from: Point, _ to: Point, _ canvas: DotCanvas
  ) -> (start: Point, end: Point)? {
    let right = Double(canvas.dotColumns)
    let bottom = Double(canvas.dotRows)
    let dx = to.x - from.x
    let dy = to.y - from.y
    var enter = 0.0
    var leave = 1.0
    for (step, room) in [
      (-dx, from.x + 1), (dx, right - from.x), (-dy, from.y + 1), (dy, bottom - from.y),
    ] {
      if step == 0 {
        if room < 0 { return nil }
      } else if step < 0 {
        enter = max(enter, room / step)
      } else {
        leave = min(leave, room / step)
      }
    }
    guard enter <= leave, dx.isFinite, dy.isFinite else { return nil }
    return (
      (from.x + dx * enter, from.y + dy * enter), (from.x + dx * leave, from.y + dy * leave)
    )
  }
}
