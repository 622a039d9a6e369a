import Charts
import Testing

@Suite struct ChartGoldenTests {
  @Test(arguments: SampleCharts.all.map(\.name), [60, 80, 120])
  func `each kind of chart looks as recorded`(name: String, width: Int) {
    for sample in SampleCharts.all where sample.name == name {
      expectGolden(text(sample.chart, DrawingOptions(width: width)), "\(name)-\(width)")
    }
  }

  @Test(arguments: ["loss", "bars", "heat", "scatter", "dag", "hist"])
  func `each kind of chart looks as recorded in ASCII`(name: String) {
    for sample in SampleCharts.all where sample.name == name {
      let options = DrawingOptions(width: 60, glyphs: .ascii)
      expectGolden(text(sample.chart, options), "\(name)-ascii")
    }
  }

  @Test func `half blocks draw curves where braille is missing`() {
    expectGolden(text(SampleCharts.loss, DrawingOptions(width: 60, glyphs: .block)), "loss-block")
  }
}
