import Charts
import Testing

/// The codes between `ESC [` and `m` of a text, without the one that ends colour.
private func codes(_ text: String) -> [String] {
  text.split(separator: "\u{1B}[").compactMap { piece in
    guard let end = piece.firstIndex(of: "m") else { return nil }
    let code = String(piece[..<end])
    return code == "0" ? nil : code
  }
}

private func code(_ style: TextStyle, _ options: DrawingOptions) -> String {
  codes(text(StyledText("x", style), options)).first ?? ""
}

private func seriesCodes(
  _ color: DrawingOptions.Color, _ palette: Palette = .okabe,
  _ background: Palette.Background = .dark
) -> [String] {
  var options = DrawingOptions(color: color, background: background)
  options.palette = palette
  return (0..<7).map { code(.series($0), options) }
}

private let exact = [
  ScreenColor(86, 180, 233), ScreenColor(213, 94, 0), ScreenColor(0, 158, 115),
  ScreenColor(204, 121, 167), ScreenColor(230, 159, 0), ScreenColor(0, 114, 178),
  ScreenColor(240, 228, 66),
]

/// The smallest difference between two of some colours for any kind of colour vision.
private func smallestDifference(_ colors: [ScreenColor]) -> Double {
  var least = Double.infinity
  for vision in ColorVision.allCases {
    for (index, one) in colors.enumerated() {
      for other in colors[(index + 1)...] {
        least = min(least, colorDifference(vision.lab(one), vision.lab(other)))
      }
    }
  }
  return least
}

@Suite struct PaletteTests {
  @Test func `true colours of series are those of Okabe and Ito`() {
    let expected = [
      "86;180;233", "213;94;0", "0;158;115", "204;121;167", "230;159;0", "0;114;178", "240;228;66",
    ]
    #expect(seriesCodes(.trueColor) == expected.map { "38;2;\($0)" })
  }

  @Test func `among 256 colours series take the indices that stay apart`() {
    #expect(seriesCodes(.ansi256) == [75, 130, 72, 139, 178, 25, 227].map { "38;5;\($0)" })
    #expect(Set(seriesCodes(.ansi16)).count == 7)
  }

  /// Pairs and differences of table 1 of Sharma, Wu, Dalal 2005.
  @Test(arguments: [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50, 2.5, 0), (73, 25, -18), 27.1492), ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
  ])
  func `the difference of colours is that of the published pairs`(
    p: (Double, Double, Double), q: (Double, Double, Double), expected: Double
  ) {
    #expect(abs(colorDifference(p, q) - expected) < 1e-4)
  }

  @Test func `the indices are further apart than the exact and the nearest colours`() {
    let given = [75, 130, 72, 139, 178, 25, 227].map { ScreenColor(index: $0) }
    let nearest = exact.map { color in
      (16..<256).map { ScreenColor(index: $0) }.min {
        distance($0, color) < distance($1, color)
      } ?? color
    }
    let least = smallestDifference(given)
    #expect(least > 14)
    #expect(least > smallestDifference(exact) + 2)
    #expect(least > smallestDifference(nearest) + 5)
  }

  private func distance(_ a: ScreenColor, _ b: ScreenColor) -> Double {
    [a.red - b.red, a.green - b.green, a.blue - b.blue].reduce(0) { $0 + $1 * $1 }
  }

  @Test(arguments: [DrawingOptions.Color.ansi16, .ansi256, .trueColor])
  func `no series is yellow or orange on a light background`(color: DrawingOptions.Color) {
    let all = seriesCodes(color, .okabe, .light)
    for forbidden in ["33", "93", "38;5;178", "38;5;227", "38;2;230;159;0", "38;2;240;228;66"] {
      #expect(!all.contains(forbidden))
    }
    #expect(Set(all).count == 5)
    #expect(code(.changed, DrawingOptions(color: color, background: .light)) != "1;33")
  }

  @Test func `on white the first series is the easiest to see`() {
    let white = ScreenColor(255, 255, 255)
    #expect(exact[5].contrast(to: white) > 4.5)
    #expect(abs(exact[4].contrast(to: white) - 2.3) < 0.1)
    #expect(abs(exact[6].contrast(to: white) - 1.3) < 0.1)
    #expect(svg(SampleCharts.loss).contains("#0072b2"))
    #expect(!svg(SampleCharts.loss).contains("#e69f00"))
  }

  @Test func `shades run along cividis, and balances along PuOr with 0 in the middle`() {
    let options = DrawingOptions(color: .ansi256)
    let shades = (0..<9).map { code(.shade(Double($0) / 8), options) }
    #expect(shades == [17, 19, 60, 241, 244, 101, 143, 185, 220].map { "38;5;\($0)" })
    let balances = (-4...4).map { code(.balance(Double($0) / 4), options) }
    #expect(balances == [54, 55, 103, 189, 255, 223, 215, 130, 94].map { "38;5;\($0)" })
    #expect(code(.balance(0), DrawingOptions(color: .trueColor)) == "38;2;247;247;247")
  }

  @Test func `a shade is full where it stands out most from the background`() {
    let light = DrawingOptions(color: .ansi256, background: .light)
    #expect(code(.shade(1), light) == "38;5;17" && code(.shade(0), light) == "38;5;220")
  }

  @Test func `numbers beside a shade keep the ink of the terminal`() {
    let options = DrawingOptions(color: .ansi256)
    #expect(text(StyledText("+0.91█", .balance(1)), options) == "+0.91\u{1B}[38;5;94m█\u{1B}[0m")
    #expect(text(StyledText("0.1", .shade(0)), options) == "0.1")
  }

  @Test(arguments: Palette.allCases)
  func `every palette tells series apart, mono by their dashes alone`(palette: Palette) {
    for background in [Palette.Background.dark, .light] {
      let all = seriesCodes(.ansi256, palette, background)
      #expect(Set(all).count == 1 || Set(all.prefix(3)).count == 3)
      #expect((palette == .mono) == (Set(all) == [""]))
      for style in [TextStyle.shade(0.3), .balance(-0.7), .good, .bad, .changed, .shade(.nan)] {
        for color in [DrawingOptions.Color.none, .ansi16, .ansi256, .trueColor] {
          var options = DrawingOptions(color: color, background: background)
          options.palette = palette
          let drawn = text(StyledText("x", style), options)
          #expect(drawn.contains("x") && (color != .none || drawn == "x"))
        }
      }
    }
  }
}
