extension TextDrawer {
  /// Columns that stand on the x axis, as high as the counts; a body for each group.
  func histogram(_ chart: Chart, _ histogram: Histogram) -> Block {
    let most = max(4, min(width - 12, 60))
    guard let bins = Bins(histogram, limits: chart.xLimits, most: most) else {
      return emptyFrame(chart)
    }
    let layout = HistogramLayout(chart, histogram, bins, self)
    return heading(chart, note: layout.note) + layout.lines + footer([bins.footnote])
  }
}

/// Where the columns of a histogram stand, and how high they are.
struct HistogramLayout {
  private let drawer: TextDrawer
  private let chart: Chart
  private let histogram: Histogram
  private let bins: Bins
  private let heights: [[Double]]
  private let axis: Axis
  private let rows: Int
  /// Where each bin begins, in cells, and the last one ends.
  private let columns: [Int]

  private var glyphs: Glyphs { drawer.glyphs }
  private var margin: Int { axis.labelWidth + 3 }

  init(_ chart: Chart, _ histogram: Histogram, _ bins: Bins, _ drawer: TextDrawer) {
    (self.chart, self.histogram, self.bins, self.drawer) = (chart, histogram, bins, drawer)
    heights = histogram.groups.indices.map { bins.heights($0, histogram.measure) }
    let groups = max(1, histogram.groups.count)
    let vertical = drawer.verticalAxis(
      Self.request(heights, chart.yScale, histogram.measure),
      height: groups == 1 ? chart.height : max(4, chart.height / groups))
    (axis, rows) = vertical
    columns = Self.columns(bins, room: drawer.width - vertical.axis.labelWidth - 4)
  }

  /// The axis of the heights; a logarithmic one begins at 1, or a decade below the least density.
  static func request(
    _ heights: [[Double]], _ scale: Chart.Scale, _ measure: Histogram.Measure
  ) -> AxisRequest {
    let top = heights.joined().max() ?? 0
    let least = heights.joined().filter { $0 > 0 }.min() ?? 1
    let high = top > 0 ? top : 1
    guard scale == .log else {
      return AxisRequest(
        low: 0, high: high, target: 3, isInteger: measure == .counts, needsZero: true)
    }
    let low = measure == .counts ? 1 : least / 10
    return AxisRequest(low: low, high: max(high, low * 10), target: 3, scale: .log)
  }

  /// Cells of equal width for bins of equal width, else as wide as the bins are.
  private static func columns(_ bins: Bins, room: Int) -> [Int] {
    let widths = zip(bins.edges, bins.edges.dropFirst()).map { $1 - $0 }
    let (least, most) = (widths.min() ?? 0, widths.max() ?? 0)
    let cells = max(1, room / bins.count)
    guard most > least * 1.0001 else { return (0...bins.count).map { $0 * min(cells, 8) } }
    let (low, span) = (bins.edges[0], bins.edges[bins.count] - bins.edges[0])
    var columns = [0]
    for edge in bins.edges.dropFirst() {
      let column = whole(((edge - low) / span * Double(min(room, 60))).rounded())
      columns.append(max(columns[columns.count - 1] + 1, column))
    }
    // Bins that are too narrow to show push the others on; where that is too much all are alike.
    guard let last = columns.last, last <= room else {
      return (0...bins.count).map { $0 * min(cells, 8) }
    }
    return columns
  }

  /// How many values there are and how wide the bins, on a line with the scale of the heights.
  var note: String {
    let count = bins.counts.joined().reduce(0, +)
    var parts = [axis.note(glyphs.times), "n = \(count)"].compactMap { $0 }
    let widths = zip(bins.edges, bins.edges.dropFirst()).map { $1 - $0 }
    let even = widths.dropLast().allSatisfy { abs($0 - widths[0]) <= 1e-9 * abs(widths[0]) }
    let size = even ? " of \(shortNumber(widths[0], digits: 3))" : ""
    if histogram.measure == .density { parts.append("density") }
    if chart.yScale == .log { parts.append("log") }
    parts[parts.count - 1] += ", " + (even ? "bins\(size)" : counted(bins.count, "bin"))
    if bins.joined > 1 { parts.append("\(bins.joined) bins joined in each column") }
    return parts.joined(separator: "  ")
  }

  /// The bodies of all groups and the axis below them.
  var lines: Block {
    var lines: Block = []
    for (number, group) in histogram.groups.enumerated() {
      if histogram.groups.count > 1 {
        let name = group.name.isEmpty ? "group \(number + 1)" : group.name
        let count = bins.counts[number].reduce(0, +)
        lines.append(
          StyledText(blanks(margin) + drawer.prepared(name), .series(number))
            + StyledText("  n = \(count)", .dim))
      }
      lines += body(heights[number], number)
      if number + 1 < histogram.groups.count { lines.append(rule(marks: [])) }
    }
    return lines + edgeLabels
  }

  /// The parts of a cell that a height takes.
  private func parts(of height: Double) -> Int {
    guard height > 0 else { return 0 }
    let cells = axis.map.position(height) * Double(rows - 1)
    return max(1, whole((cells * Double(glyphs.levels.count)).rounded()))
  }

  private func body(_ heights: [Double], _ number: Int) -> Block {
    let bars = heights.map { glyphs.upward.cells(parts(of: $0)) }
    var labels: [Int: String] = [:]
    for tick in axis.ticks {
      labels[whole((tick.position * Double(rows - 1)).rounded())] = tick.label
    }
    return (1..<max(2, rows)).reversed().map { top in
      let body = bars.enumerated().map { bin, bar in
        String(
          repeating: top - 1 < bar.count ? bar[top - 1] : " ",
          count: columns[bin + 1] - columns[bin])
      }.joined()
      let label = labels[top] ?? ""
      let edge = label.isEmpty ? glyphs.vertical : glyphs.tickLeft
      return StyledText(blanks(1 + axis.labelWidth - label.count) + label + " " + edge)
        + StyledText(body, .series(number))
    }
  }

  /// The x axis with marks at some of its columns.
  private func rule(marks: Set<Int>) -> StyledText {
    let line = (0...(columns.last ?? 0)).map { column in
      marks.contains(column) ? glyphs.tickDown : glyphs.horizontal
    }.joined()
    let zero = axis.ticks.first.map(\.label) ?? "0"
    return StyledText(blanks(margin - 2 - zero.count) + zero + " " + glyphs.corner + line)
  }

  private var edgeLabels: Block {
    let (places, note) = ticks
    let title = [chart.xLabel.map { drawer.prepared($0) }, note]
      .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  ")
    return [rule(marks: Set(places.map(\.column)))]
      + drawer.labelLine(places, margin: margin, title: title)
  }

  /// The numbers below the axis: the edges where they are round, else round numbers between them.
  private var ticks: (places: [(label: String, column: Int)], note: String?) {
    let last = columns.last ?? 0
    if let axis = bins.axis {
      let cells = max(1, last / max(1, bins.count))
      let stride =
        [1, 2, 4, 5, 10, 20, 50].first { $0 * cells >= axis.labelWidth + 2 } ?? bins.count
      let width = bins.edges[1] - bins.edges[0]
      let zero = bins.edges.firstIndex { abs($0) < width / 1000 } ?? 0
      let chosen = axis.ticks.indices.filter { ($0 - zero) % stride == 0 && $0 < columns.count }
      let labels = withoutCommonZeros(chosen.map { axis.ticks[$0].label })
      return (zip(labels, chosen).map { ($0, columns[$1]) }, axis.note(glyphs.times))
    }
    if case .edges = histogram.binning { return (edgePlaces, nil) }
    let (low, high) = (bins.edges[0], bins.edges[bins.count])
    let axis = AxisRequest(low: low, high: high, target: max(2, last / 10)).axis()
    let (start, end) = (axis.map.position(low), axis.map.position(high))
    let places = axis.ticks.filter { start - 1e-9 <= $0.position && $0.position <= end + 1e-9 }
      .map { tick in
        (tick.label, whole(((tick.position - start) / (end - start) * Double(last)).rounded()))
      }
    return (places, axis.note(glyphs.times))
  }

  /// The edges that were asked for: every k-th of them, counted from 0 where it is one, so that all
  /// have room; where they are uneven, as many as have room.
  private var edgePlaces: [(label: String, column: Int)] {
    // The last bin may hold fewer than others where several are joined.
    let edges = bins.joined > 1 ? bins.edges.indices.dropLast() : bins.edges.indices[...]
    let zero = bins.edges.firstIndex(of: 0) ?? 0
    for stride in hasEvenColumns ? 1...max(1, bins.count) : 1...1 {
      let chosen = edges.filter { ($0 - zero) % stride == 0 }
      let labels = AxisRequest.labels(chosen.map { bins.edges[$0] })
      let places = Array(zip(labels, chosen.map { columns[$0] }))
      let fitting = spaced(places)
      if fitting.count == places.count || !hasEvenColumns { return fitting }
    }
    return []
  }

  /// Whether all bins, but for a last one of fewer joined, are equally wide.
  private var hasEvenColumns: Bool {
    let widths = zip(bins.edges.dropFirst(), bins.edges).map(-)
    let (first, all) = (widths[0], bins.joined > 1 ? widths.dropLast() : widths[...])
    return all.allSatisfy { abs($0 - first) <= 1e-9 * abs(first) }
  }

  /// The labels that stand two blanks apart.
  private func spaced(
    _ places: [(label: String, column: Int)]
  ) -> [(label: String, column: Int)] {
    var end: Int?
    return places.filter { label, column in
      let start = column - (label.count - 1) / 2
      if let end, start < end + 2 { return false }
      end = start + label.count
      return true
    }
  }
}

/// Labels without the zeros after the point that all of them end with.
func withoutCommonZeros(_ labels: [String]) -> [String] {
  var labels = labels
  while labels.allSatisfy({ $0.contains(".") && ($0.hasSuffix("0") || $0.hasSuffix(".")) }),
    !labels.isEmpty
  {
    labels = labels.map { String($0.dropLast()) }
  }
  return labels
}
