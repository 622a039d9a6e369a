/// A curve reduced to the first, last, least and greatest point of each column of a picture, which
/// draws the same (M4: Jugel, Jerzak, Hackenbroich, Markl, "M4: A Visualization-Oriented Time Series
/// Data Aggregation", PVLDB 7(10), 2014).
struct ColumnReduction {
  /// The points in one column.
  struct Column: Equatable {
    /// −1 left of the picture, the number of columns right of it.
    var place: Int
    /// Where the first and the last point lie, in columns.
    var firstX: Double
    var lastX: Double
    /// Heights of the first, last, lowest and highest point; 0 is the lower end, 1 the upper.
    var first: Double
    var last: Double
    var low: Double
    var high: Double
    var count: Int
  }

  /// The pieces between gaps, each from left to right as its points come.
  private(set) var runs: [[Column]] = []
  /// Columns in which a value is infinite, and whether it is positive.
  private(set) var infinite: [(place: Int, isPositive: Bool)] = []

  private let x: AxisMap
  private let y: AxisMap
  /// The last column; a position of 1 lies in its middle.
  private let lastColumn: Double
  private let bridgesGaps: Bool
  private var run: [Column] = []

  /// Reduces a series.
  ///
  /// - Complexity: O(n); where x does not fall, at the speed of finding least and greatest values.
  init(_ series: Series, x: AxisMap, y: AxisMap, columns: Int, bridgesGaps: Bool = false) {
    self.x = x
    self.y = y
    lastColumn = Double(max(columns - 1, 0))
    self.bridgesGaps = bridgesGaps
    let count = series.count
    series.y.withUnsafeBufferPointer { heights in
      let heights = UnsafeBufferPointer(rebasing: heights.prefix(count))
      guard let positions = series.x else { return reduce(nil, heights) }
      positions.withUnsafeBufferPointer { reduce($0, heights) }
    }
    finishRun()
  }

  private mutating func reduce(
    _ positions: UnsafeBufferPointer<Double>?, _ heights: UnsafeBufferPointer<Double>
  ) {
    guard heights.count > 64, rises(positions, heights.count) else {
      for index in heights.indices { add(positions, heights, index) }
      return
    }
    var start = 0
    while start < heights.count {
      let place = self.place(column(positions, start))
      let end = endOfColumn(place, positions, start, heights.count)
      add(positions, heights, start..<end, place)
      start = end
    }
  }

  /// Whether x never falls and always has a place.
  private func rises(_ positions: UnsafeBufferPointer<Double>?, _ count: Int) -> Bool {
    guard column(positions, 0).isFinite, column(positions, count - 1).isFinite else { return false }
    guard let positions else { return true }
    var rises = true
    for index in 1..<count where !(positions[index - 1] <= positions[index]) { rises = false }
    return rises
  }

  /// The first index beyond a column, by steps that double and then halve.
  private func endOfColumn(
    _ place: Int, _ positions: UnsafeBufferPointer<Double>?, _ start: Int, _ count: Int
  ) -> Int {
    func isInside(_ index: Int) -> Bool { self.place(column(positions, index)) <= place }
    var inside = start
    var step = 1
    while inside + step < count, isInside(inside + step) {
      inside += step
      step *= 2
    }
    var outside = min(inside + step, count)
    while inside + 1 < outside {
      let middle = inside + (outside - inside) / 2
      if isInside(middle) { inside = middle } else { outside = middle }
    }
    return outside
  }

  /// Adds all points of one column at once when they are finite.
  private mutating func add(
    _ positions: UnsafeBufferPointer<Double>?, _ heights: UnsafeBufferPointer<Double>,
    _ range: Range<Int>, _ place: Int
  ) {
    let values = UnsafeBufferPointer(rebasing: heights[range])
    let extent = range.count > 4 ? ValueRange(values) : nil
    guard let extent, extent.isFinite, !y.scale.isLog || extent.low > 0 else {
      for index in range { add(positions, heights, index) }
      return
    }
    append(
      Column(
        place: place, firstX: column(positions, range.lowerBound),
        lastX: column(positions, range.upperBound - 1), first: y.position(values[0]),
        last: y.position(values[values.count - 1]), low: y.position(extent.low),
        high: y.position(extent.high), count: range.count))
  }

  private mutating func add(
    _ positions: UnsafeBufferPointer<Double>?, _ heights: UnsafeBufferPointer<Double>,
    _ index: Int
  ) {
    let across = column(positions, index)
    let up = y.position(heights[index])
    guard across.isFinite, up.isFinite else {
      if across.isFinite, heights[index].isInfinite {
        addInfinite(place(across), isPositive: heights[index] > 0)
      }
      if !bridgesGaps { finishRun() }
      return
    }
    append(
      Column(
        place: place(across), firstX: across, lastX: across, first: up, last: up, low: up,
        high: up, count: 1))
  }

  private mutating func addInfinite(_ place: Int, isPositive: Bool) {
    guard place >= 0, Double(place) <= lastColumn else { return }
    if let last = infinite.last, last.place == place, last.isPositive == isPositive { return }
    infinite.append((place, isPositive))
  }

  /// Adds a column, or to the last one when it is the same.
  private mutating func append(_ column: Column) {
    guard let end = run.indices.last, run[end].place == column.place else {
      return run.append(column)
    }
    run[end].last = column.last
    run[end].lastX = column.lastX
    run[end].low = min(run[end].low, column.low)
    run[end].high = max(run[end].high, column.high)
    run[end].count += column.count
  }

  private mutating func finishRun() {
    guard !run.isEmpty else { return }
    runs.append(run)
    run = []
  }

  /// Where a point lies, in columns.
  private func column(_ positions: UnsafeBufferPointer<Double>?, _ index: Int) -> Double {
    x.position(positions?[index] ?? Double(index)) * lastColumn
  }

  private func place(_ column: Double) -> Int {
    Int(min(max(column.rounded(), -1), lastColumn + 1))
  }
}
