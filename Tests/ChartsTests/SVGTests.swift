import Charts
import Glibc
import Testing

/// The tags of a document that are opened and not closed, or closed without having been opened.
private func unbalancedTags(_ document: String) -> [String] {
  var open: [String] = []
  var wrong: [String] = []
  for piece in document.split(separator: "<").dropFirst(document.hasPrefix("<") ? 0 : 1) {
    guard let end = piece.firstIndex(of: ">") else {
      wrong.append(String(piece))
      continue
    }
    let tag = piece[..<end]
    let name = String(tag.prefix { !" /".contains($0) })
    if tag.hasPrefix("/") {
      if open.popLast() != String(tag.dropFirst()) { wrong.append(String(tag)) }
    } else if !tag.hasSuffix("/") {
      open.append(name)
    }
  }
  return wrong + open
}

/// The numbers that an attribute has in a document.
private func values(of attribute: String, in document: String) -> [Double] {
  let marker = " \(attribute)=\""
  return document.indices.filter { document[$0...].hasPrefix(marker) }.compactMap { start in
    let tail = document[start...].dropFirst(marker.count)
    return Double(String(tail.prefix { $0 != "\"" }))
  }
}

@Suite struct SVGTests {
  @Test(arguments: SampleCharts.all.map(\.name))
  func `each kind becomes a well-formed document of equal bytes`(name: String) {
    for sample in SampleCharts.all where sample.name == name {
      let document = svg(sample.chart)
      #expect(document == svg(sample.chart))
      #expect(unbalancedTags(document).isEmpty)
      #expect(document.contains("viewBox=\"0 0 640 360\""))
      #expect(document.contains("<title>") && document.contains("<desc>"))
      #expect(!document.contains("nan") && !document.contains("inf\""))
      if let folder = getenv("SVG_FOLDER") {
        let file = fopen("\(String(cString: folder))/\(name).svg", "w")
        fputs(document, file)
        if let file { fclose(file) }
      }
    }
  }

  @Test func `labels are escaped`() {
    let document = svg(.bar(["<b> & \"c\"\u{1B}"], [1]))
    #expect(document.contains("&lt;b&gt; &amp; &quot;c&quot;"))
    #expect(unbalancedTags(document).isEmpty)
  }

  @Test func `bars are as long as their values`() throws {
    let document = svg(.bar(["a", "b", "c"], [10, 20, 40]))
    let widths = values(of: "width", in: document).suffix(3).map { $0 }
    try #require(widths.count == 3)
    #expect(abs(widths[1] / widths[0] - 2) < 0.01)
    #expect(abs(widths[2] / widths[0] - 4) < 0.01)
  }

  @Test func `columns of a histogram are as high as their counts`() throws {
    let data = [0, 0.6, 0.7, 1.5, 1.6, 3, .nan, .infinity]
    let document = svg(Chart(.histogram(Histogram(data, bins: 3))))
    let heights = values(of: "height", in: document).dropFirst().map { $0 }
    try #require(heights.count == 3, "\(heights)")
    #expect(abs(heights[0] / heights[2] - 3) < 0.01)
    #expect(abs(heights[1] / heights[2] - 2) < 0.01)
    #expect(document.contains("1 missing, 1 infinite"))
  }

  @Test func `a million points make a small document`() {
    let values = (0..<1_000_000).map { sin(Double($0) / 1000) }
    #expect(svg(.line(values)).utf8.count < 100_000)
  }

  @Test func `a table keeps its cells`() {
    let table = Table(columns: [.init("label"), .init("F1", .decimal)], rows: [["sky", "0.84"]])
    let document = svg(Chart(.table(table)))
    #expect(document.contains(">sky</text>") && document.contains(">0.84</text>"))
  }
}

@Suite struct DescriptionTests {
  @Test func `a description is one sentence with the figures`() {
    #expect(
      describe(SampleCharts.labelCounts)
        == "Rows per label (sorted): bar chart of 6 values; the greatest is sky with 871, "
        + "the least beach with -34.")
    #expect(
      describe(SampleCharts.chain)
        == "Dag: graph of 4 labels with 3 arrows: sky to clouds, clouds to sunset, sky to sunset.")
    #expect(describe(SampleCharts.badData).contains("12 points from 0.5 to 4, 2 missing"))
    #expect(describe(SampleCharts.empty) == "Empty: line chart of 1 series; series 1 is empty.")
  }
}
