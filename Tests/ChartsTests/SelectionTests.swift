import Testing

@testable import Charts

/// Parts of large charts that are computed without looking at more than is needed.
@Suite struct SelectionTests {
  /// Values in an order that is hard for selection: random, equal, ascending, descending, few kinds.
  private func values(_ seed: Int) -> [Double] {
    var generator = SplitMix(state: UInt64(seed))
    let count = Int.random(in: 1...600, using: &generator)
    let random = (0..<count).map { _ in Double.random(in: -5...5, using: &generator) }
    switch seed % 6 {
    case 0: return random
    case 1: return random.map { $0.rounded() }
    case 2: return random.sorted()
    case 3: return random.sorted(by: >)
    case 4: return random.map { _ in 3 }
    default: return random.sorted() + random.sorted(by: >)
    }
  }

  @Test(arguments: 0..<120)
  func `chosen places hold what sorting puts there, smaller values before them`(seed: Int) {
    var generator = SplitMix(state: UInt64(900 + seed))
    let given = values(seed)
    let places = Set((0..<6).map { _ in Int.random(in: 0..<given.count, using: &generator) })
    var moved = given
    select(places.sorted(), in: &moved)
    let sorted = given.sorted()
    #expect(moved.sorted() == sorted)
    for place in places {
      #expect(moved[place] == sorted[place])
      #expect(moved[..<place].allSatisfy { $0 <= moved[place] })
      #expect(moved[place...].allSatisfy { $0 >= moved[place] })
    }
  }

  @Test(arguments: 0..<60)
  func `a box plot has the figures of the sorted values`(seed: Int) throws {
    let given = values(seed) + (seed % 2 == 0 ? [.nan, .infinity] : [])
    let sorted = given.filter(\.isFinite).sorted()
    let box = try #require(BoxPlot.Summary(given))
    #expect(box.lowerQuartile == quantile(0.25, ofSorted: sorted))
    #expect(box.median == quantile(0.5, ofSorted: sorted))
    #expect(box.upperQuartile == quantile(0.75, ofSorted: sorted))
    let reach = 1.5 * box.interquartileRange
    let inside = sorted.filter {
      $0 >= box.lowerQuartile - reach && $0 <= box.upperQuartile + reach
    }
    #expect(box.whiskers.lowerBound == min(inside.first ?? .infinity, box.lowerQuartile))
    #expect(box.whiskers.upperBound == max(inside.last ?? -.infinity, box.upperQuartile))
    #expect(box.outliers == sorted.filter { !inside.contains($0) })
  }

  @Test(arguments: 0..<40)
  func `bins hold what NumPy's rule counts one by one`(seed: Int) throws {
    let given = values(seed)
    var histogram = Histogram(given, bins: 1 + seed % 17)
    if seed % 3 == 0 { histogram.binning = .edges([-4, -1, 0, 0.5, 3]) }
    let bins = try #require(Bins(histogram, limits: nil, most: 1000))
    for bin in 0..<bins.count {
      let (low, high) = (bins.edges[bin], bins.edges[bin + 1])
      let isLast = bin + 1 == bins.count
      let expected = given.count { $0 >= low && ($0 < high || isLast && $0 == high) }
      #expect(bins.counts[0][bin] == expected)
    }
    #expect(bins.counts[0].reduce(0, +) + bins.outside == given.count)
  }

  @Test(arguments: 0..<40)
  func `united bars cover what each of them covers`(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    var spans = RowSpans(columns: 7, rows: 9)
    var expected: Set<Int> = []
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      let column = Int.random(in: -1...7, using: &generator)
      let top = Int.random(in: 0..<9, using: &generator)
      let bottom = Int.random(in: top..<9, using: &generator)
      spans.add(column, top, bottom)
      if (0..<7).contains(column) { expected.formUnion((top...bottom).map { column * 9 + $0 }) }
    }
    var found: Set<Int> = []
    spans.forEach { found.insert($0 * 9 + $1) }
    #expect(found == expected)
  }
}
