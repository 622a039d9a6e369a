/// Series with the axes they share.
struct PlotData {
  let x: AxisRequest
  let y: AxisRequest
  let extent: Extent

  /// Reads the ranges of some series; `nil` when no point can be drawn.
  init?(_ chart: Chart, _ series: [Series]) {
    var across = Extent()
    var up = Extent()
    var hasIndices = false
    for part in series where part.count > 0 {
      if let x = part.x {
        across.add(x, count: part.count, isLog: chart.xScale == .log)
      } else {
        hasIndices = true
        across.add(0, isLog: chart.xScale == .log)
        across.add(Double(part.count - 1), isLog: chart.xScale == .log)
      }
      up.add(part.y, count: part.count, isLog: chart.yScale == .log)
      for index in 0..<part.count {
        guard let bar = part.bar(at: index) else { continue }
        if chart.yScale == .linear || bar.low > 0 { up.add(bar.low) }
        up.add(bar.high)
      }
    }
    guard !across.isEmpty, !up.isEmpty || up.infinite > 0 else { return nil }
    var counted = up
    counted.missing += across.missing
    counted.infinite += across.infinite
    counted.notPositive += across.notPositive
    extent = counted
    across.limit(to: chart.xLimits)
    up.limit(to: chart.yLimits)
    x = AxisRequest(
      low: across.low, high: across.high, target: 6, scale: chart.xScale, isInteger: hasIndices)
    y = AxisRequest(low: up.low, high: up.high, target: 5, scale: chart.yScale)
  }
}

extension TextDrawer {
  /// A line chart: dashes and colours tell the series apart, names stand at the ends.
  func curves(_ chart: Chart, _ series: [Series]) -> Block {
    guard let data = PlotData(chart, series) else { return emptyFrame(chart) }
    let vertical = verticalAxis(data.y, height: chart.height)
    let names = endNames(chart, series, vertical.axis)
    let margin = vertical.axis.labelWidth + 3
    var tailWidth = names.map { $0.text.width(options) + 1 }.max() ?? 0
    if width - margin - tailWidth < 16 { tailWidth = 0 }
    guard width - margin >= 10 else { return sparks(chart, series) }
    let horizontal = horizontalAxis(data.x, room: width - margin - max(tailWidth, labelRoom(chart)))
    let frame = PlotFrame(
      x: horizontal.axis, y: vertical.axis, columns: horizontal.columns, rows: vertical.rows)
    var canvas = draw(series, frame, mode: canvasMode) { plotter, x, y, canvas in
      plotter.draw(x, y, frame.x.map, frame.y.map, on: &canvas)
    }
    drawErrors(series, frame, on: &canvas)
    draw(chart.marks, frame, on: &canvas)
    let tail = tailWidth > 0 ? placed(names, rows: frame.rows) : [:]
    let needsLegend = tailWidth == 0 && width >= 40 && names.count > 1
    let legend = needsLegend ? joined(names.map(\.text)) : ""
    return heading(chart, note: frame.y.note(glyphs.times), legend: legend)
      + framed(frame, canvas, xLabel: chart.xLabel, tail: tail)
      + footer([markNames(chart.marks), data.extent.footnote])
  }

  /// A scatter plot: dots for one group, marks for several.
  func points(_ chart: Chart, _ series: [Series]) -> Block {
    guard let data = PlotData(chart, series) else { return emptyFrame(chart) }
    let vertical = verticalAxis(data.y, height: chart.height)
    let margin = vertical.axis.labelWidth + 3
    guard width - margin >= 10 else { return sparks(chart, series) }
    let horizontal = horizontalAxis(data.x, room: width - margin - labelRoom(chart))
    let frame = PlotFrame(
      x: horizontal.axis, y: vertical.axis, columns: horizontal.columns, rows: vertical.rows)
    let mode = series.count > 1 ? DotCanvas.Mode.marks : canvasMode
    let canvas = draw(series, frame, mode: mode) { plotter, x, y, canvas in
      plotter.drawPoints(x, y, frame.x.map, frame.y.map, on: &canvas)
    }
    return heading(chart, note: frame.y.note(glyphs.times), legend: markLegend(series))
      + framed(frame, canvas, xLabel: chart.xLabel, tail: [:]) + footer([data.extent.footnote])
  }

  private var canvasMode: DotCanvas.Mode {
    switch options.glyphs {
    case .braille: .braille
    case .block: options.ambiguous == 2 ? .marks : .block
    case .ascii: .marks
    }
  }

  private func draw(
    _ series: [Series], _ frame: PlotFrame, mode: DotCanvas.Mode,
    _ body: (
      inout CurvePlotter, UnsafeBufferPointer<Double>?, UnsafeBufferPointer<Double>,
      inout DotCanvas
    ) -> Void
  ) -> DotCanvas {
    var canvas = DotCanvas(
      mode: mode, columns: frame.columns, rows: frame.rows, seriesCount: series.count)
    for (number, part) in series.enumerated() {
      var plotter = CurvePlotter(series: number, canvas: canvas)
      part.y.withUnsafeBufferPointer { y in
        let y = UnsafeBufferPointer(rebasing: y.prefix(part.count))
        if let x = part.x {
          x.withUnsafeBufferPointer { body(&plotter, $0, y, &canvas) }
        } else {
          body(&plotter, nil, y, &canvas)
        }
      }
    }
    return canvas
  }

  private func drawErrors(_ series: [Series], _ frame: PlotFrame, on canvas: inout DotCanvas) {
    for (number, part) in series.enumerated() where part.errors != nil {
      let plotter = CurvePlotter(series: number, canvas: canvas)
      for index in 0..<part.count {
        guard let bar = part.bar(at: index) else { continue }
        plotter.drawBar(
          frame.x.map.position(part.x?[index] ?? Double(index)),
          from: frame.y.map.position(bar.low), to: frame.y.map.position(bar.high), on: &canvas)
      }
    }
  }

  /// Vertical lines where nothing else stands.
  private func draw(_ marks: [Mark], _ frame: PlotFrame, on canvas: inout DotCanvas) {
    for mark in marks {
      let position = frame.x.map.position(mark.x)
      guard position >= 0, position <= 1 else { continue }
      let column = whole((position * Double(frame.columns - 1)).rounded())
      for row in 0..<frame.rows - 1 where canvas.cell(row, column) == nil {
        canvas.put(glyphs.markLine, column: column, row: row, .emphasis)
      }
    }
  }

  private func markNames(_ marks: [Mark]) -> String? {
    marks.isEmpty
      ? nil : "\(glyphs.markLine) " + marks.map { prepared($0.name) }.joined(separator: ", ")
  }

  private func key(_ number: Int) -> String {
    let samples = canvasMode == .marks ? DotCanvas.marks : glyphs.dashes
    return samples[number % samples.count]
  }

  /// `╌ valid 0.21` for each series, with the height at which its last value stands.
  private func endNames(
    _ chart: Chart, _ series: [Series], _ axis: Axis
  )
    -> [(text: StyledText, position: Double)]
  {
    guard series.count > 1 || !(series.first?.name ?? "").isEmpty else { return [] }
    let map = axis.map
    return series.enumerated().map { number, part in
      let last = part.y.prefix(part.count).last { map.position($0).isFinite }
      let name = part.name.isEmpty ? "series \(number + 1)" : part.name
      let value = last.map { " " + endValue($0, axis, chart.digits) } ?? ""
      let room = max(6, width * 2 / 5 - measure(value))
      let short = StyledText("\(key(number)) " + prepared(name)).cut(to: room, options).plain
      let position = last.map { min(max(map.position($0), 0), 1) } ?? 1
      return (StyledText(short + value, .series(number)), position)
    }
  }

  /// The value at a line's end with one more decimal than the ticks have.
  private func endValue(_ value: Double, _ axis: Axis, _ digits: Int) -> String {
    guard axis.scale == .linear, axis.exponent == 0, axis.offset == 0 else {
      return shortNumber(value, digits: max(digits, axis.offset == 0 ? 3 : 9))
    }
    let label = axis.ticks.first?.label ?? ""
    let decimals = label.split(separator: ".").dropFirst().first?.count ?? 0
    return value == value.rounded() && decimals == 0 ? fixed(value, 0) : fixed(value, decimals + 1)
  }

  /// The names by row, pushed apart so that each has a row of its own.
  private func placed(
    _ names: [(text: StyledText, position: Double)], rows: Int
  )
    -> [Int: StyledText]
  {
    let wished = names.enumerated().map { number, name in
      (row: whole(((1 - name.position) * Double(rows - 1)).rounded()), number: number)
    }
    var taken = wished.sorted {
      let (a, b) = (names[$0.number].position, names[$1.number].position)
      return a != b ? a > b : $0.number < $1.number
    }
    for index in taken.indices.dropFirst() {
      taken[index].row = max(taken[index].row, taken[index - 1].row + 1)
    }
    var limit = rows - 1
    for index in taken.indices.reversed() {
      taken[index].row = min(taken[index].row, limit)
      limit = taken[index].row - 1
    }
    var result: [Int: StyledText] = [:]
    for place in taken where place.row >= 0 { result[place.row] = names[place.number].text }
    return result
  }

  private func markLegend(_ series: [Series]) -> StyledText {
    guard series.count > 1 else { return "" }
    var parts = series.enumerated().map { number, part in
      let name = part.name.isEmpty ? "series \(number + 1)" : part.name
      let mark = DotCanvas.marks[number % DotCanvas.marks.count]
      return StyledText("\(mark) " + prepared(name), .series(number))
    }
    parts.append("# several")
    return joined(parts)
  }

  private func joined(_ parts: [StyledText]) -> StyledText {
    parts.enumerated().reduce(StyledText("")) { line, part in
      line + StyledText(part.offset == 0 ? "" : "   ") + part.element
    }
  }
}
