import Charts
import Testing

/// Pages of charts with much data, and for narrow windows.
@Suite struct ChartPageTests {
  private func count(_ piece: String, _ page: String) -> Int {
    var (rest, count) = (page[...], 0)
    while let range = rest.firstRange(of: piece) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }

  @Test func `a page shows the first rows and columns and says what is left out`() {
    let line = html(.line((0..<5000).map(Double.init)))
    #expect(count("<tr>", line) == 1001 && line.contains("… 4000 more rows; a .csv file holds"))
    let heat = html(
      Chart(.heat(HeatMap((0..<1200 * 70).map(Double.init), rows: 1200, columns: 70))))
    #expect(heat.contains("… 200 more rows and 21 more columns; a .csv file holds"))
    #expect(count("<td", heat) == 1000 * 50)
    let cloud = Series("", x: (0..<3000).map(Double.init), y: (0..<3000).map(Double.init))
    let apart = html(Chart(.scatter([cloud, Series("b", y: [1, 2])])))
    #expect(count("<tr>", apart) == 1001 && apart.contains("… 2002 more rows; a .csv"))
    #expect(!html(.line([1, 2, 3])).contains("more row"))
  }

  @Test func `all data are in the file of data`() {
    let values = (0..<5000).map(Double.init)
    #expect(DataTable(.line(values)).csv.split(separator: "\n").count == 5001)
    #expect(DataTable(.line(values), limit: 7).rows.count == 7)
  }

  @Test func `a narrow window gets a picture and a text of its own`() throws {
    for sample in SampleCharts.everyKind {
      let page = html(sample.chart)
      let pictures = page.split(separator: "<svg xmlns").dropFirst().map { $0.prefix(60) }
      #expect(pictures.count == 2, "\(sample.name)")
      #expect(pictures.first?.contains("width=\"640\"") == true)
      #expect(pictures.last?.contains("width=\"360\"") == true)
      let texts = page.split(separator: "<pre").dropFirst().map { block in
        block.prefix { $0 != "<" }.replacing("&gt;", with: ">").replacing("&lt;", with: "<")
          .replacing("&quot;", with: "\"")
          .split(separator: "\n").map(\.count).max() ?? 0
      }
      #expect(texts.last ?? 0 <= 40, "\(sample.name)")
    }
  }
}
