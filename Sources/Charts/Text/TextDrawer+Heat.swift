extension TextDrawer {
  /// A matrix of shades, beside their numbers when these fit.
  func heatMap(_ chart: Chart, _ map: HeatMap) -> Block {
    guard map.rows > 0, map.columns > 0 else { return emptyFrame(chart) }
    let scale = HeatScale(map)
    let layout = HeatLayout(map, scale, chart.digits, self)
    let numbers = map.showsNumbers && map.rows <= 40 ? layout.numbered() : nil
    let lines =
      if let numbers, numbers.allSatisfy({ $0.width(options) <= width }) {
        numbers
      } else {
        layout.shaded()
      }
    let size = lines.map { $0.width(options) }.max() ?? 0
    let below = chart.xLabel.map { prepared($0) } ?? ""
    let xLabel = below.isEmpty ? [] : [StyledText(below).fitted(to: size, .right, options)]
    return heading(chart, note: nil) + lines + xLabel + legend(scale, chart.digits)
      + footer([scale.extent.footnote])
  }
}

extension TextDrawer {
  /// The scale of the shades, on two lines where one is too long.
  private func legend(_ scale: HeatScale, _ digits: Int) -> Block {
    let line = scale.line(glyphs, digits)
    guard line.width(options) > width, scale.low < scale.high else { return [line] }
    let darkest = glyphs.shades[glyphs.shades.count - 1]
    let lightest = scale.isDiverging ? darkest : "'\(glyphs.shades[0])'"
    return [
      StyledText("\(lightest) \(shortNumber(scale.low, digits: digits))", .dim),
      StyledText("\(darkest) \(shortNumber(scale.high, digits: digits))", .dim),
    ]
  }
}

/// How values become shades: light to dark, or both ways from 0 when both signs occur.
struct HeatScale {
  let extent: Extent
  let low: Double
  let high: Double
  let isDiverging: Bool

  init(_ map: HeatMap) {
    var extent = Extent()
    let count = map.rows * map.columns
    extent.add(map.values, count: min(count, map.values.count))
    extent.missing += max(0, count - map.values.count)
    self.extent = extent
    var range = extent
    range.limit(to: map.limits)
    isDiverging =
      switch map.scale {
      case .automatic: range.low < 0 && range.high > 0
      case .sequential: false
      case .diverging: true
      }
    let reach = max(abs(range.low), abs(range.high))
    low = range.isEmpty ? 0 : isDiverging ? -(reach > 0 ? reach : 1) : range.low
    high = range.isEmpty ? 1 : isDiverging ? (reach > 0 ? reach : 1) : range.high
  }

  /// The darkness of a value, 0…1.
  func darkness(_ value: Double) -> Double {
    if isDiverging { return fraction(abs(value), 0, high) }
    return low < high ? fraction(value, low, high) : 0.5
  }

  func style(_ value: Double) -> TextStyle {
    guard value.isFinite else { return .dim }
    return isDiverging ? .balance(max(-1, min(1, value / high))) : .shade(darkness(value))
  }

  func shade(_ value: Double, _ glyphs: Glyphs) -> String {
    if value.isNaN { return glyphs.middleDot }
    let count = glyphs.shades.count
    return glyphs.shades[min(count - 1, whole(darkness(value) * Double(count)))]
  }

  /// The legend: `-2.9 █▓▒░ ░▒▓█ +2.9`.
  func line(_ glyphs: Glyphs, _ digits: Int) -> StyledText {
    let lowest = shortNumber(low, digits: digits)
    let highest = shortNumber(high, digits: digits)
    let shades = glyphs.shades
    if extent.isEmpty { return StyledText("shade: no finite value", .dim) }
    if isDiverging {
      let left = shades.dropFirst().reversed().joined()
      return StyledText(
        "shade \(lowest) \(left) 0 \(shades.dropFirst().joined()) +\(highest)", .dim)
    }
    if low == high { return StyledText("all values \(lowest)", .dim) }
    return StyledText("shade \(lowest) '\(shades.joined())' \(highest)", .dim)
  }
}

/// The rows of a heat map, with numbers or as shades alone.
struct HeatLayout {
  private let map: HeatMap
  private let scale: HeatScale
  private let digits: Int
  private let drawer: TextDrawer
  private let rowNames: [StyledText]
  private let columnNames: [StyledText]
  private let nameWidth: Int

  init(_ map: HeatMap, _ scale: HeatScale, _ digits: Int, _ drawer: TextDrawer) {
    (self.map, self.scale, self.digits, self.drawer) = (map, scale, digits, drawer)
    let options = drawer.options
    rowNames = (0..<map.rows).map { row in
      let name = row < map.rowNames.count ? map.rowNames[row] : "\(row)"
      return drawer.prepared(StyledText(name)).cut(to: max(3, drawer.width / 4), options)
    }
    columnNames = (0..<map.columns).map { column in
      let name = column < map.columnNames.count ? map.columnNames[column] : "\(column)"
      return drawer.prepared(StyledText(name))
    }
    nameWidth = rowNames.map { $0.width(options) }.max() ?? 0
  }

  private func name(_ row: Int) -> StyledText {
    StyledText(" ") + rowNames[row].fitted(to: nameWidth, .left, drawer.options)
  }

  /// Widths for the numbers and as much of the columns' names as there is room for; `nil` where even
  /// the numbers do not fit.
  private func columnWidths(over numbers: [Int]) -> [Int]? {
    let names = columnNames.map { $0.width(drawer.options) }
    let room = drawer.width - nameWidth - 1 - 3 * numbers.count
    func widths(_ most: Int) -> [Int] { zip(numbers, names).map { max($0, min($1, most)) } }
    guard numbers.reduce(0, +) <= room else { return nil }
    let fitting = (0...max(1, names.max() ?? 0)).last { widths($0).reduce(0, +) <= room }
    return fitting.map(widths)
  }

  /// Names cut to their widths; those that would read alike keep their ends.
  private func distinct(_ names: [StyledText], _ widths: [Int]) -> [StyledText] {
    let options = drawer.options
    let cut = zip(names, widths).map { $0.cut(to: $1, options) }
    let seen = Dictionary(grouping: cut.map(\.plain)) { $0 }
    return names.indices.map { index in
      let width = widths[index]
      guard (seen[cut[index].plain]?.count ?? 0) > 1, width >= 4,
        names[index].width(options) > width
      else { return cut[index] }
      var tail = ""
      for character in names[index].plain.reversed() {
        guard drawer.measure(String(character) + tail) <= width / 2 else { break }
        tail = String(character) + tail
      }
      return names[index].cut(to: width - drawer.measure(tail), options) + StyledText(tail)
    }
  }

  /// Every number followed by its shade; columns share one number of decimals.
  func numbered() -> Block? {
    guard map.columns * 4 <= drawer.width else { return nil }
    let options = drawer.options
    let decimals = self.decimals
    let cells = (0..<map.rows).map { row in
      (0..<map.columns).map { column -> String in
        let value = map[row, column]
        guard value.isFinite else {
          return value.isNaN ? drawer.glyphs.middleDot : fixed(value, 0)
        }
        let sign = scale.isDiverging && value > 0 ? "+" : ""
        return sign + fixed(value, decimals)
      }
    }
    let numbers = (0..<map.columns).map { column in
      cells.map { drawer.measure($0[column]) }.max() ?? 0
    }
    guard let widths = columnWidths(over: numbers) else { return nil }
    let headings = distinct(columnNames, widths)
    var lines = [StyledText(blanks(nameWidth + 1))]
    for column in 0..<map.columns {
      lines[0] =
        lines[0] + StyledText("  ")
        + headings[column].fitted(to: widths[column], .right, options) + StyledText(" ")
    }
    for row in 0..<map.rows {
      var line = name(row)
      for column in 0..<map.columns {
        let value = map[row, column]
        let text = cells[row][column]
        let shade = value.isNaN ? " " : scale.shade(value, drawer.glyphs)
        line =
          line + StyledText(blanks(2 + widths[column] - drawer.measure(text)))
          + StyledText(text + shade, scale.style(value))
      }
      lines.append(line)
    }
    return lines
  }

  private var decimals: Int { commonDecimals(map.values, digits: digits) }

  /// Shades alone, several cells a column when there is room, means of columns when there is none.
  func shaded() -> Block {
    let room = max(1, drawer.width - nameWidth - 2)
    let pooled = (map.columns + room - 1) / room
    let columns = (map.columns + pooled - 1) / pooled
    let rowPool = max(1, (map.rows + 59) / 60)
    let cells = max(1, min(room / columns, 4))
    var lines = pooled == 1 ? columnHeading(cells) : []
    for row in stride(from: 0, to: map.rows, by: rowPool) {
      var line = name(row) + StyledText(" ")
      for column in 0..<columns {
        let value = map.mean(row, rowPool, column * pooled, pooled)
        let shade = String(repeating: scale.shade(value, drawer.glyphs), count: cells)
        line = line + StyledText(shade, scale.style(value))
      }
      lines.append(line)
    }
    guard pooled > 1 || rowPool > 1 else { return lines }
    let note = "each shade is the mean of \(rowPool) × \(pooled) cells"
    return lines + StyledText(drawer.prepared(note), .dim).wrapped(to: drawer.width, drawer.options)
  }

  private func columnHeading(_ cells: Int) -> Block {
    let options = drawer.options
    let widest = columnNames.map { $0.width(options) }.max() ?? 0
    guard widest > cells - 1 else {
      return [
        columnNames.reduce(StyledText(blanks(nameWidth + 2))) {
          $0 + $1.fitted(to: cells, .left, options)
        }
      ]
    }
    let every = [1, 2, 5, 10, 20, 50, 100].first { $0 * cells > widest } ?? 200
    var line = StyledText(blanks(nameWidth + 2))
    for column in stride(from: 0, to: map.columns, by: every) {
      let room = min(every, map.columns - column) * cells
      line = line + columnNames[column].fitted(to: room, .left, options)
    }
    return [line]
  }
}

extension HeatMap {
  /// The mean of the finite values of a block of cells; of one cell, its value.
  func mean(_ row: Int, _ rows: Int, _ column: Int, _ columns: Int) -> Double {
    guard rows > 1 || columns > 1 else { return self[row, column] }
    var sum = 0.0
    var count = 0.0
    for i in row..<min(row + rows, self.rows) {
      for j in column..<min(column + columns, self.columns) {
        let value = self[i, j]
        guard value.isFinite else { continue }
        sum += value
        count += 1
      }
    }
    return count > 0 ? sum / count : .nan
  }
}
