@testable import Charts
import Glibc
import Testing

/// Quartiles, bins and densities as NumPy 2.4.6 has them: `percentile`, `histogram` and
/// `histogram_bin_edges(bins="fd")`.
@Suite struct DistributionTests {
  private let values = [
    2.3, -1.7, 0.4, 9.6, 3.3, 3.3, -4.1, 7.2, 0.0, 1.1, 5.8, -2.6, 12.9, 4.4, -0.9, 2.2, 6.1, -30.5,
    41.0,
  ]
  /// Squares of the numbers 7919·i modulo 1009, in ten thousandths.
  private let skewed = (0..<1000).map { i in
    let r = Double(i * 7919 % 1009)
    return r * r / 1e4
  }

  @Test func `quartiles, whiskers and outliers are NumPy's`() throws {
    let box = try #require(BoxPlot.Summary(values + [.nan, .infinity]))
    #expect(box.count == 19 && box.median == 2.3)
    #expect(abs(box.lowerQuartile + 0.45) < 1e-12 && abs(box.upperQuartile - 5.95) < 1e-12)
    #expect(box.whiskers == -4.1...12.9 && box.outliers == [-30.5, 41])
    let four = try #require(BoxPlot.Summary([4, 1, 3, 2]))
    #expect(four.lowerQuartile == 1.75 && four.median == 2.5 && four.upperQuartile == 3.25)
    let many = try #require(BoxPlot.Summary(skewed))
    #expect(abs(many.lowerQuartile - 6.388275) < 1e-9 && abs(many.median - 25.55305) < 1e-9)
    #expect(abs(many.upperQuartile - 57.191425) < 1e-9)
    #expect(BoxPlot.Summary([.nan]) == nil && BoxPlot.Summary([7])?.whiskers == 7...7)
  }

  @Test func `so many bins hold what NumPy's hold`() throws {
    let bins = try #require(Bins(Histogram(values, bins: 7), limits: nil, most: 100))
    #expect(bins.counts == [[1, 0, 5, 11, 1, 0, 1]])
    #expect(abs(bins.edges[1] + 20.28571429) < 1e-8 && bins.edges[7] == 41)
    let same = try #require(
      Bins(Histogram([3, 3, 3, 3, 3], bins: 4), limits: nil, most: 100))
    #expect(same.counts == [[0, 0, 5, 0]] && same.edges == [2.5, 2.75, 3, 3.25, 3.5])
  }

  @Test func `given edges hold what NumPy's hold, and what lies beside is counted`() throws {
    var histogram = Histogram(values + [.nan])
    histogram.binning = .edges([-5, -2, 0, 3, 3.3, 13])
    histogram.measure = .density
    let bins = try #require(Bins(histogram, limits: nil, most: 100))
    #expect(bins.counts == [[2, 2, 5, 0, 8]] && bins.outside == 2)
    let density = [0.03921569, 0.05882353, 0.09803922, 0, 0.04851425]
    for (found, expected) in zip(bins.heights(0, .density), density) {
      #expect(abs(found - expected) < 1e-8)
    }
    #expect(text(Chart(.histogram(histogram))).contains("1 missing, 2 outside the bins"))
  }

  @Test func `the wished number of bins is that of Freedman and Diaconis`() {
    for (data, count) in [(values, 15), (skewed, 11)] {
      var extent = Extent()
      extent.add(data, count: data.count)
      #expect(Bins.wished([data], extent) == count)
    }
  }

  @Test func `every finite value is counted once, and groups share their bins`() throws {
    var generator = SplitMix(state: 11)
    let first = (0..<500).map { _ in generator.normal() }
    let second = (0..<300).map { _ in 3 + generator.normal() }
    for binning in [Histogram.Binning.automatic, .count(13), .count(900)] {
      let groups = [Histogram.Group("a", first), Histogram.Group("b", second)]
      let bins = try #require(
        Bins(Histogram(groups: groups, binning: binning), limits: nil, most: 40))
      #expect(bins.counts.map { $0.reduce(0, +) } == [500, 300] && bins.count <= 40)
    }
  }

  @Test func `joined bins say so`() {
    let data = (0..<1000).map(Double.init)
    let drawing = text(Chart(.histogram(Histogram(data, bins: 500))), DrawingOptions(width: 60))
    #expect(drawing.contains("bins joined in each column"))
  }

  @Test func `on a logarithmic axis equal ratios of counts are equal heights`() {
    let data = (0..<4).flatMap { power in
      [Double](repeating: Double(power), count: Int(pow(10, Double(power))))
    }
    var histogram = Histogram(data)
    histogram.binning = .edges([-0.5, 0.5, 1.5, 2.5, 3.5])
    var chart = Chart(.histogram(histogram))
    chart.yScale = .log
    chart.height = 7
    let lines = text(chart).split(separator: "\n")
    // 1000 stands at the top, 100 and 10 a third lower each, 1 on the axis with the least column.
    func height(_ share: Double) -> Int {
      lines.count { line in
        let cells = Array(line.drop { $0 != "│" && $0 != "┤" }.dropFirst())
        let place = Int(share * Double(cells.count - 1))
        return cells.indices.contains(place) && "▁▂▃▄▅▆▇█".contains(cells[place])
      }
    }
    let top = lines.first { $0.contains("1000 ┤") }
    #expect(top?.contains("█") == true)
    #expect(lines.contains { $0.hasPrefix("    1 ┼") })
    #expect(height(0.99) >= 1)
  }

  @Test func `a box plot prints its figures with points lined up`() {
    let drawing = text(SampleFigures.boxes).split(separator: "\n")
    let points = drawing.filter {
      $0.hasPrefix(" a ") || $0.hasPrefix(" b ") || $0.hasPrefix(" one")
    }
    .map { line in line.reversed().drop { $0 != "." }.count }
    #expect(points.count == 3 && Set(points).count == 1, "\(drawing)")
  }
}
