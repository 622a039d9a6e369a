/// The heights that a band covers in each column of a picture.
struct BandShape {
  /// From the left: the lowest and the highest position, `nil` where there is no band.
  private(set) var reaches: [(low: Double, high: Double)?]

  /// Follows the band of a series from point to point.
  init(_ series: Series, x: AxisMap, y: AxisMap, columns: Int) {
    reaches = [(low: Double, high: Double)?](repeating: nil, count: max(columns, 1))
    let last = Double(reaches.count - 1)
    var previous: (x: Double, low: Double, high: Double)?
    for index in 0..<series.count {
      guard let band = series.band(at: index) else {
        previous = nil
        continue
      }
      let across = x.position(series.x?[index] ?? Double(index)) * last
      // What lies below a logarithmic axis reaches to its end.
      let (low, high) = (y.position(band.low), y.position(band.high))
      guard across.isFinite, high.isFinite else {
        previous = nil
        continue
      }
      let point = (x: across, low: low.isFinite ? low : -1, high: high)
      cover(previous ?? point, point)
      previous = point
    }
  }

  private mutating func cover(
    _ from: (x: Double, low: Double, high: Double), _ to: (x: Double, low: Double, high: Double)
  ) {
    let (a, b) = from.x <= to.x ? (from, to) : (to, from)
    let first = max(a.x.rounded(), 0)
    let end = min(b.x.rounded(), Double(reaches.count - 1))
    guard first <= end else { return }
    for column in Int(first)...Int(end) {
      let share = b.x > a.x ? min(max((Double(column) - a.x) / (b.x - a.x), 0), 1) : 1
      add(column, a.low + (b.low - a.low) * share, a.high + (b.high - a.high) * share)
    }
  }

  private mutating func add(_ column: Int, _ low: Double, _ high: Double) {
    guard let there = reaches[column] else { return reaches[column] = (low, high) }
    reaches[column] = (min(there.low, low), max(there.high, high))
  }
}
