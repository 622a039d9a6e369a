import Charts
import Glibc
import Testing

/// Every kind of chart with data of all sorts, drawn in every way; many more with `TANDEM_SLOW_TESTS`.
@Suite struct ChartFuzzTests {
  private static var rounds: Int { getenv("TANDEM_SLOW_TESTS") == nil ? 12 : 3000 }

  private func check(_ drawing: String, _ options: DrawingOptions, _ seed: Int) {
    for line in drawing.split(separator: "\n", omittingEmptySubsequences: false) {
      let size = cellWidth(String(line), ambiguous: options.ambiguous)
      #expect(size <= options.width, "seed \(seed), \(options.width) cells: \(line)")
      #expect(line.last != " ", "seed \(seed)")
    }
    #expect(!drawing.utf8.contains(27))
    guard options.glyphs == .ascii else { return }
    #expect(drawing.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) }, "seed \(seed)")
  }

  @Test(arguments: 0..<rounds)
  func `every kind keeps to its width and characters, in text and picture`(seed: Int) {
    var generator = SplitMix(state: UInt64(20_000 + seed))
    for chart in RandomCharts.everyKind(&generator) {
      for glyphs in [DrawingOptions.GlyphSet.braille, .block, .ascii] {
        for ambiguous in [1, 2] {
          let width = Int.random(in: 15...200, using: &generator)
          let options = DrawingOptions(width: width, glyphs: glyphs, ambiguous: ambiguous)
          check(text(chart, options), options, seed)
        }
      }
      for width in [640.0, 360] {
        let picture = svg(chart, width: width)
        #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"), "seed \(seed)")
        #expect(
          !picture.contains("=\"nan") && !picture.contains("inf\"") && !picture.contains("NaN"),
          "seed \(seed)")
        #expect(places(picture).allSatisfy { $0 <= width }, "seed \(seed), \(chart.kind)")
      }
      #expect(describe(chart).hasSuffix("."))
    }
  }

  /// Where the rectangles of a picture end on the right.
  private func places(_ picture: String) -> [Double] {
    picture.split(separator: "\n").filter { $0.hasPrefix("<rect x=") }.map { line in
      let parts = line.split(separator: "\"")
      return (Double(parts[1]) ?? 0) + (Double(parts[5]) ?? 0)
    }
  }
}
