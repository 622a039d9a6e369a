/// What series look like on a canvas of dots.
extension TextDrawer {
  /// What the dots of curves are drawn with.
  var canvasMode: DotCanvas.Mode {
    switch options.glyphs {
    case .braille: .braille
    case .block: options.ambiguous == 2 ? .marks : .block
    case .ascii: .marks
    }
  }

  /// The series of a chart with their bands, bars and marks, and the named places.
  func canvas(_ chart: Chart, _ series: [Series], _ frame: PlotFrame) -> DotCanvas {
    var canvas = DotCanvas(
      mode: chart.drawsPoints && series.count > 1 ? .marks : canvasMode, columns: frame.columns,
      rows: frame.rows, seriesCount: series.count)
    for (number, part) in series.enumerated() {
      let plotter = CurvePlotter(series: number, canvas: canvas)
      drawBand(part, frame, plotter, on: &canvas)
      drawErrors(part, frame, plotter, on: &canvas)
      if chart.drawsPoints {
        drawPoints(part, frame, plotter, on: &canvas)
      } else {
        drawCurve(part, chart, frame, plotter, on: &canvas)
      }
      if chart.marksPoints, canvas.mode != .marks {
        markPoints(part, frame, plotter, on: &canvas)
      }
    }
    for annotation in chart.annotations { draw(annotation, frame, on: &canvas) }
    return canvas
  }

  private func drawCurve(
    _ series: Series, _ chart: Chart, _ frame: PlotFrame, _ plotter: CurvePlotter,
    on canvas: inout DotCanvas
  ) {
    let curve = ColumnReduction(
      series, x: frame.x.map, y: frame.y.map, columns: plotter.columns,
      bridgesGaps: chart.bridgesGaps)
    plotter.draw(curve, isStep: chart.drawsSteps, on: &canvas)
  }

  private func drawPoints(
    _ series: Series, _ frame: PlotFrame, _ plotter: CurvePlotter, on canvas: inout DotCanvas
  ) {
    let (x, y) = (frame.x.map, frame.y.map)
    for index in 0..<series.count {
      let across = x.position(series.x?[index] ?? Double(index))
      let up = y.position(series.y[index])
      if up.isInfinite, series.y[index].isInfinite, (0...1).contains(across) {
        let column = plotter.cell(across, 0, canvas).column
        let isAbove = up > 0
        canvas.put(
          isAbove ? "^" : "v", column: column, row: isAbove ? 0 : canvas.rows - 1,
          .series(plotter.series))
      } else {
        plotter.drawPoint(across, up, on: &canvas)
      }
    }
  }

  /// The mark of a series over its points; where they are many, over some, those of other series
  /// beside them.
  private func markPoints(
    _ series: Series, _ frame: PlotFrame, _ plotter: CurvePlotter, on canvas: inout DotCanvas
  ) {
    let number = plotter.series
    let mark = DotCanvas.marks[number % DotCanvas.marks.count]
    let step = max(1, series.count * 6 / canvas.columns)
    for index in stride(from: number * step / 4, to: series.count, by: step) {
      let up = frame.y.map.position(series.y[index])
      let across = frame.x.map.position(series.x?[index] ?? Double(index))
      guard up.isFinite, across.isFinite else { continue }
      let cell = plotter.cell(across, up, canvas)
      canvas.put(mark, orShared: "#", column: cell.column, row: cell.row, number)
    }
  }

  private func drawErrors(
    _ series: Series, _ frame: PlotFrame, _ plotter: CurvePlotter, on canvas: inout DotCanvas
  ) {
    guard series.errors != nil else { return }
    let (x, y) = (frame.x.map, frame.y.map)
    var bars = RowSpans(columns: canvas.dotColumns, rows: canvas.dotRows)
    for index in 0..<series.count {
      guard let bar = series.bar(at: index) else { continue }
      let across = x.position(series.x?[index] ?? Double(index))
      guard across.isFinite,
        let rows = plotter.rows(from: y.position(bar.low), to: y.position(bar.high), canvas)
      else { continue }
      bars.add(plotter.dotColumn(across), rows.top, rows.bottom)
    }
    bars.forEach { column, row in
      if canvas.mode == .marks {
        canvas.putBehind(glyphs.vertical, column: column, row: row, .series(plotter.series))
      } else {
        canvas.set(column, row, plotter.series)
      }
    }
  }

  /// Shades the cells whose middle lies between the ends of a band, column by column.
  private func drawBand(
    _ series: Series, _ frame: PlotFrame, _ plotter: CurvePlotter, on canvas: inout DotCanvas
  ) {
    guard series.band != nil else { return }
    let shape = BandShape(series, x: frame.x.map, y: frame.y.map, columns: canvas.columns)
    for (column, reach) in shape.reaches.enumerated() {
      guard let reach else { continue }
      let bottom = (1 - reach.low) * Double(canvas.rows - 1)
      let top = (1 - reach.high) * Double(canvas.rows - 1)
      let first = max(0, whole((top - 0.05).rounded(.up)))
      let last = min(canvas.rows - 1, whole((bottom + 0.05).rounded(.down)))
      guard first <= last else { continue }
      for row in first...last {
        canvas.putBehind(
          glyphs.shades[1], orSecond: glyphs.shades[2], column: column, row: row,
          .series(plotter.series))
      }
    }
  }

  /// A vertical line where nothing else stands, or a point with its name.
  private func draw(_ annotation: Annotation, _ frame: PlotFrame, on canvas: inout DotCanvas) {
    let across = frame.x.map.position(annotation.x)
    guard across >= 0, across <= 1 else { return }
    let column = whole((across * Double(frame.columns - 1)).rounded())
    guard let height = annotation.y else {
      for row in 0..<frame.rows - 1 where canvas.isFree(row: row, column: column) {
        canvas.put(glyphs.markLine, column: column, row: row, .emphasis)
      }
      return
    }
    let up = frame.y.map.position(height)
    guard up >= 0, up <= 1 else { return }
    let row = whole(((1 - up) * Double(frame.rows - 1)).rounded())
    canvas.put(glyphs.mark, column: column, row: row, .emphasis)
    let name = StyledText(prepared(annotation.name)).cut(to: canvas.columns / 2, options).plain
    let size = measure(name)
    var place = column + 2 + size <= canvas.columns ? column + 2 : column - 1 - size
    for character in name {
      let cells = cellWidth(of: character, ambiguous: options.ambiguous)
      canvas.put(String(character), column: place, row: row, .emphasis)
      if cells == 2 { canvas.put("", column: place + 1, row: row, .emphasis) }
      place += cells
    }
  }
}
