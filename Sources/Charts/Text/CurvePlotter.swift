/// Draws one series on a canvas.
///
/// Points that fall into the same column of dots are reduced to the first, the last, the lowest and
/// the highest, which draws the same picture (M4: Jugel, Jerzak, Hackenbroich, Markl, "M4: A
/// Visualization-Oriented Time Series Data Aggregation", PVLDB 7(10), 2014).
struct CurvePlotter {
  let series: Int
  let isDashed: Bool
  /// From positions 0…1 to dots.
  let width: Double
  let height: Double
  let rise: Double
  private var phase = 0
  private var group: Group?
  private var previous: (x: Double, y: Double)?

  /// The points of one column of dots.
  private struct Group {
    var column: Int
    var first: Double
    var last: Double
    var low: Double
    var high: Double
  }

  init(series: Int, canvas: DotCanvas) {
    self.series = series
    isDashed = canvas.mode != .marks
    width = Double((canvas.columns - 1) * canvas.dotsAcross)
    height = Double((canvas.rows - 1) * canvas.dotsDown)
    rise = Double((canvas.dotsDown - 1) / 2)
  }

  /// Draws a curve through the points; gaps where a value is missing.
  mutating func draw(
    _ x: UnsafeBufferPointer<Double>?, _ y: UnsafeBufferPointer<Double>, _ horizontal: AxisMap,
    _ vertical: AxisMap, on canvas: inout DotCanvas
  ) {
    for index in y.indices {
      let across = horizontal.position(x?[index] ?? Double(index))
      let up = vertical.position(y[index])
      guard across.isFinite, up.isFinite else {
        finishGroup(&canvas)
        previous = nil
        if up.isInfinite, across.isFinite { mark(up, dot(across * width), &canvas) }
        continue
      }
      add(dot(across * width), (1 - up) * height + rise, &canvas)
    }
    finishGroup(&canvas)
  }

  /// Draws the points alone.
  func drawPoints(
    _ x: UnsafeBufferPointer<Double>?, _ y: UnsafeBufferPointer<Double>, _ horizontal: AxisMap,
    _ vertical: AxisMap, on canvas: inout DotCanvas
  ) {
    for index in y.indices {
      let across = horizontal.position(x?[index] ?? Double(index))
      let up = vertical.position(y[index])
      guard across.isFinite else { continue }
      if up.isInfinite { mark(up, dot(across * width), &canvas) }
      guard up.isFinite else { continue }
      canvas.set(dot(across * width), dot((1 - up) * height + rise), series)
    }
  }

  /// Draws a vertical bar between two heights, which are positions 0…1.
  func drawBar(_ across: Double, from low: Double, to high: Double, on canvas: inout DotCanvas) {
    guard across.isFinite, high.isFinite else { return }
    let column = dot(across * width)
    let top = max(dot((1 - high) * height + rise), 0)
    let bottom = min(dot((1 - (low.isFinite ? low : 0)) * height + rise), canvas.dotRows - 1)
    guard top <= bottom else { return }
    for row in top...bottom { canvas.set(column, row, series) }
  }

  private func mark(_ up: Double, _ column: Int, _ canvas: inout DotCanvas) {
    canvas.put(
      up > 0 ? "^" : "v", column: column / canvas.dotsAcross, row: up > 0 ? 0 : canvas.rows - 1,
      .series(series))
  }

  /// The nearest dot; far outside positions stay far outside without overflowing.
  private func dot(_ position: Double) -> Int { Int(min(max(position, -1e6), 1e6).rounded()) }

  private mutating func add(_ column: Int, _ y: Double, _ canvas: inout DotCanvas) {
    if group?.column == column {
      group?.last = y
      if let low = group?.low, y < low { group?.low = y }
      if let high = group?.high, y > high { group?.high = y }
    } else {
      finishGroup(&canvas)
      group = Group(column: column, first: y, last: y, low: y, high: y)
    }
  }

  private mutating func finishGroup(_ canvas: inout DotCanvas) {
    guard let group else { return }
    let x = Double(group.column)
    if let previous {
      segment(previous, (x, group.first), &canvas)
    } else {
      segment((x, group.first), (x, group.first), &canvas)
    }
    if group.low < group.high { segment((x, group.low), (x, group.high), &canvas) }
    previous = (x, group.last)
    self.group = nil
  }

  private mutating func segment(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ canvas: inout DotCanvas
  ) {
    guard let (start, end) = clipped(from, to, canvas) else { return }
    let steps = whole(max(abs(end.x - start.x), abs(end.y - start.y)).rounded(.up))
    for step in (previous == nil || steps == 0 ? 0 : 1)...max(steps, 0) {
      let share = steps == 0 ? 0 : Double(step) / Double(steps)
      if isOn {
        canvas.set(
          dot(start.x + (end.x - start.x) * share), dot(start.y + (end.y - start.y) * share),
          series)
      }
      phase += 1
    }
  }

  /// Whether the dash pattern of the series has a dot here: solid, dashed, dotted, long dashes.
  private var isOn: Bool {
    guard isDashed else { return true }
    return switch series % 4 {
    case 0: true
    case 1: phase % 4 < 2
    case 2: phase % 2 == 0
    default: phase % 6 < 4
    }
  }

  /// The part of a segment near the canvas (Liang and Barsky 1984); `nil` when there is none.
  private func clipped(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ canvas: DotCanvas
  ) -> (start: (x: Double, y: Double), end: (x: Double, y: Double))? {
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
    guard enter <= leave, dy.isFinite else { return nil }
    return (
      (from.x + dx * enter, from.y + dy * enter), (from.x + dx * leave, from.y + dy * leave)
    )
  }
}
