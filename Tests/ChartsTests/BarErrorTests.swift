import Charts
import Testing

/// Errors of bars, in every form of a drawing.
@Suite struct BarErrorTests {
  private func chart(_ change: (inout Bars) -> Void = { _ in }) -> Chart {
    var bars = Bars(names: ["chain", "br"], values: [0.5, 0.25], errors: [0.125, .nan])
    change(&bars)
    return Chart(.bar(bars))
  }

  @Test func `an error stands behind its value, lying and upright`() {
    #expect(text(chart()).contains(" 0.5 ± 0.12\n"))
    #expect(text(chart()).contains(" 0.25\n"))
    #expect(text(chart { $0.isVertical = true }).contains("0.5 ± 0.12"))
    let ascii = text(chart(), DrawingOptions(glyphs: .ascii))
    #expect(ascii.contains(" 0.5 +- 0.12\n"))
  }

  @Test(arguments: 20...100)
  func `errors keep within any width, and go where it is narrow`(width: Int) {
    for isVertical in [false, true] {
      for ambiguous in [1, 2] {
        let bars = chart {
          $0.isVertical = isVertical
          $0.parts[0].values = [-1.234e-100, 123456]
          $0.parts[0].errors = [1.2e-100, 123.4]
        }
        let drawing = text(bars, DrawingOptions(width: width, ambiguous: ambiguous))
        for line in drawing.split(separator: "\n") {
          #expect(cellWidth(String(line), ambiguous: ambiguous) <= width, "\(drawing)")
        }
        if width >= 30 { #expect(drawing.contains("123456")) }
      }
    }
  }

  @Test func `the data hold the errors in a column of their own`() {
    #expect(DataTable(chart()).csv == "name,value,value error\nchain,0.5,0.125\nbr,0.25,nan\n")
  }

  /// The horizontal lines of a picture that are as long as an error's whisker may be.
  private func lines(_ picture: String) -> [(x1: Double, y1: Double, x2: Double, y2: Double)] {
    picture.split(separator: "\n").filter { $0.hasPrefix("<line") }.map { line in
      let numbers = line.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }
        .compactMap { Double($0.element) }
      return (numbers[0], numbers[1], numbers[2], numbers[3])
    }
  }

  @Test func `in a picture a whisker reaches from value - error to value + error`() throws {
    let picture = svg(chart())
    let widths = picture.split(separator: "\n").filter { $0.hasPrefix("<rect x=") }.map { line in
      let parts = line.split(separator: "\"")
      return (x: Double(parts[1]) ?? 0, width: Double(parts[5]) ?? 0)
    }
    let bar = try #require(widths.first)
    let whisker = try #require(
      lines(picture).first { $0.y1 == $0.y2 && abs($0.x1 - bar.x - bar.width * 0.75) < 0.02 })
    #expect(abs(whisker.x2 - bar.x - bar.width * 1.25) < 0.02)
  }
}
