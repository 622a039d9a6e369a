/// Two axes around a canvas: tick labels on the left, the x axis as the lowest row.
struct PlotFrame {
  let x: Axis
  let y: Axis
  /// Cells of the body; both ends of an axis lie on its first and last cell.
  let columns: Int
  let rows: Int
  /// Whether the ticks of each axis are labelled.
  var labelsX = true
  var labelsY = true

  var labelWidth: Int { y.labelWidth }
  /// Cells left of the body: a blank, the label, a blank, the axis.
  var margin: Int { labelsY ? labelWidth + 3 : 1 }
}

extension TextDrawer {
  /// The y axis for a chart, with as many rows as put each tick on a row.
  func verticalAxis(_ request: AxisRequest, height: Int) -> (axis: Axis, rows: Int) {
    let height = min(max(height, 3), 60)
    func rows(_ count: Int) -> Int? {
      let gaps = count - 1
      return [0, 1, -1, 2, -2].lazy.map { height + $0 }.first { rows in
        rows >= 3 && gaps > 0 && (rows - 1) % gaps == 0 && (gaps == 1 || (rows - 1) / gaps >= 2)
      }
    }
    var request = request
    request.target = min(max((height + 1) / 2, 2), 5)
    request.admits = { rows($0) != nil }
    let axis = request.axis()
    return (axis, rows(axis.ticks.count) ?? height)
  }

  /// The x axis on at most `room` cells, with as many columns as put each tick on a column.
  func horizontalAxis(_ request: AxisRequest, room: Int) -> (axis: Axis, columns: Int) {
    var request = request
    let room = max(room, 2)
    for target in stride(from: max(2, room / 10 + 1), through: 2, by: -1) {
      request.target = target
      let axis = request.axis()
      let gaps = axis.ticks.count - 1
      guard gaps > 0 else { continue }
      let step = (room - 1) / gaps
      if request.hasUnevenTicks {
        let narrowest =
          zip(axis.ticks.dropFirst(), axis.ticks).map { $0.position - $1.position }
          .min() ?? 0
        if narrowest * Double(room - 1) >= Double(axis.labelWidth + 2) { return (axis, room) }
      } else if step >= axis.labelWidth + 2 {
        return (axis, step * gaps + 1)
      }
    }
    request.target = 2
    return (request.axis(), room)
  }

  /// The body with its axes; `tail` gives what follows a row's last cell.
  func framed(
    _ frame: PlotFrame, _ canvas: DotCanvas, xLabel: String?, tail: [Int: StyledText]
  )
    -> Block
  {
    var tickRows: [Int: String] = [:]
    for tick in frame.y.ticks {
      let row = whole(((1 - tick.position) * Double(frame.rows - 1)).rounded())
      if tickRows[row] == nil { tickRows[row] = tick.label }
    }
    let tickColumns = Set(frame.x.ticks.map { column(of: $0, frame.columns) })
    var lines: Block = []
    for row in 0..<frame.rows {
      let isLast = row == frame.rows - 1
      let label = tickRows[row]
      let edge = isLast ? glyphs.corner : label == nil ? glyphs.vertical : glyphs.tickLeft
      let shown = frame.labelsY ? label ?? "" : ""
      let start = frame.labelsY ? blanks(1 + frame.labelWidth - shown.utf8.count) + shown + " " : ""
      var line = StyledText(start + edge)
      line = line + body(canvas, row, tickColumns: isLast ? tickColumns : nil)
      if let text = tail[row] { line = line + StyledText(" ") + text }
      lines.append(line)
    }
    return lines + axisLabels(frame, xLabel: xLabel)
  }

  private func body(_ canvas: DotCanvas, _ row: Int, tickColumns: Set<Int>?) -> StyledText {
    var line = StyledText("")
    for column in 0..<canvas.columns {
      var text = " "
      var style = TextStyle.plain
      if let cell = canvas.cell(row, column) {
        (text, style) = cell
      } else if let tickColumns {
        text = tickColumns.contains(column) ? glyphs.tickDown : glyphs.horizontal
      }
      if let last = line.runs.indices.last, line.runs[last].style == style {
        line.runs[last].text += text
      } else {
        line.runs.append(.init(text: text, style: style, figure: nil))
      }
    }
    return line
  }

  func column(of tick: Axis.Tick, _ columns: Int) -> Int {
    whole((tick.position * Double(columns - 1)).rounded())
  }

  /// The line of x labels, the name of the axis after the last one or on a line of its own.
  func axisLabels(_ frame: PlotFrame, xLabel: String?) -> Block {
    let ticks = frame.labelsX ? frame.x.ticks : []
    let places = ticks.map { ($0.label, column(of: $0, frame.columns)) }
    let title = [xLabel.map { prepared($0) }, frame.x.note(glyphs.times)]
      .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  ")
    return labelLine(places, margin: frame.margin, title: title)
  }

  /// Cells to keep free beside the body so that a short name of the x axis fits its labels' line.
  func labelRoom(_ chart: Chart) -> Int {
    let size = chart.xLabel.map { measure(prepared($0)) } ?? 0
    return size > 0 && size <= width / 6 ? size + 3 : 0
  }

  /// Labels centred below their columns, at least two blanks apart.
  func labelLine(_ places: [(label: String, column: Int)], margin: Int, title: String) -> Block {
    var line = ""
    var end = -2
    for (label, column) in places {
      let size = label.count
      let start = max(0, min(margin + column - (size - 1) / 2, width - size))
      guard start >= end + 2 || end < 0 else { continue }
      line += blanks(start - max(end, 0)) + label
      end = start + size
    }
    guard !title.isEmpty else { return line.isEmpty ? [] : [StyledText(line)] }
    let size = measure(title)
    if max(end, 0) + 2 + size <= width { return [StyledText(line + "  " + title)] }
    return [StyledText(line), StyledText(title).fitted(to: width, .right, options)]
  }

  /// The lines above a plot: title, then the name and scale of the y axis.
  func heading(_ chart: Chart, note: String?, legend: StyledText = "") -> Block {
    var lines: Block = []
    if let title = chart.title, !title.isEmpty { lines.append(StyledText(prepared(title), .title)) }
    let label = [chart.yLabel.map { prepared($0) }, note]
      .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  ")
    if let title = lines.last, (chart.yLabel ?? "").isEmpty, !label.isEmpty,
      title.width(options) + 2 + measure(label) <= width
    {
      lines = [title + StyledText("  " + label)]
    } else if !label.isEmpty {
      lines.append(StyledText(label))
    }
    guard !legend.runs.isEmpty else { return lines.map { $0.cut(to: width, options) } }
    if let last = lines.last, last.width(options) + 3 + legend.width(options) <= width {
      lines[lines.count - 1] = last + StyledText("   ") + legend
      return lines
    }
    return lines.map { $0.cut(to: width, options) } + legend.wrapped(to: width, options)
  }

  /// Says below a chart what was not drawn.
  func footer(_ notes: [String?]) -> Block {
    let text = notes.compactMap { $0 }.joined(separator: "; ")
    return text.isEmpty ? [] : StyledText(prepared(text), .dim).wrapped(to: width, options)
  }

  /// The frame of a chart without data.
  func emptyFrame(_ chart: Chart) -> Block {
    let inner = max(1, min(width, 24) - 2)
    let rule = glyphs.corner + String(repeating: glyphs.horizontal, count: inner) + glyphs.corner
    let words = StyledText("nothing to draw").fitted(to: inner, .center, options)
    let middle = StyledText(glyphs.vertical) + words + StyledText(glyphs.vertical)
    return heading(chart, note: nil) + [StyledText(rule), middle, StyledText(rule)]
  }
}
