import Charts
import Testing

/// One row of the rules: an environment, and what follows from it.
struct Surrounding: Sendable, CustomTestStringConvertible {
  var environment: [String: String]
  var isTerminal = true
  var color = DrawingOptions.Color.none
  var glyphs = DrawingOptions.GlyphSet.braille
  var background = Palette.Background.dark

  /// A terminal of 256 colours in a UTF-8 locale, but for the changes; an empty text leaves out.
  init(
    _ changes: [String: String], isTerminal: Bool = true, _ color: DrawingOptions.Color,
    _ glyphs: DrawingOptions.GlyphSet = .braille, _ background: Palette.Background = .dark
  ) {
    environment = ["TERM": "xterm-256color", "LANG": "en_US.UTF-8"].merging(changes) { $1 }
    self.isTerminal = isTerminal
    self.color = color
    self.glyphs = glyphs
    self.background = background
  }

  var testDescription: String {
    environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
      + (isTerminal ? " on a terminal" : " in a pipe")
  }

  static let rows: [Surrounding] = [
    .init([:], .ansi256),
    .init(["COLORTERM": "truecolor"], .trueColor),
    .init(["COLORTERM": "24bit"], .trueColor),
    .init(["COLORTERM": "yes"], .ansi256),
    .init(["TERM": "xterm"], .ansi16),
    .init(["TERM": "screen-256color"], .ansi256),
    .init(["TERM": "dumb"], .none, .ascii),
    .init(["TERM": ""], .none),
    .init(["TERM": "linux"], .ansi16, .block),
    .init(["NO_COLOR": "1"], .none),
    .init(["NO_COLOR": ""], .ansi256),
    .init(["NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"], .none),
    .init(["TERM": "dumb", "FORCE_COLOR": "1"], .ansi16, .ascii),
    .init([:], isTerminal: false, .none),
    .init(["FORCE_COLOR": "1"], isTerminal: false, .ansi256),
    .init(["CLICOLOR_FORCE": "1", "COLORTERM": "truecolor"], isTerminal: false, .trueColor),
    .init(["FORCE_COLOR": "0"], isTerminal: false, .none),
    .init(["CLICOLOR_FORCE": "0"], isTerminal: false, .none),
    .init(["COLORTERM": "truecolor"], isTerminal: false, .none),
    .init(["TERM": "dumb"], isTerminal: false, .none, .ascii),
    .init(["LC_ALL": "C"], .ansi256, .ascii),
    .init(["LC_ALL": "C.utf8", "LANG": "C"], .ansi256),
    .init(["LC_CTYPE": "de_DE.ISO-8859-1"], .ansi256, .ascii),
    .init(["LANG": ""], .ansi256, .ascii),
    .init(["LANG": "", "TERM": "linux"], .ansi16, .ascii),
    .init(["LANG": ""], isTerminal: false, .none, .braille),
    .init(["LANG": "C"], isTerminal: false, .none, .ascii),
    .init(["COLORFGBG": "15;0"], .ansi256, .braille, .dark),
    .init(["COLORFGBG": "0;15"], .ansi256, .braille, .light),
    .init(["COLORFGBG": "0;default;7"], .ansi256, .braille, .light),
    .init(["COLORFGBG": "7;8"], .ansi256, .braille, .dark),
    .init(["COLORFGBG": "default"], .ansi256, .braille, .dark),
  ]
}

@Suite struct TerminalDetectionTests {
  @Test(arguments: Surrounding.rows)
  func `what an output shows follows from its surroundings`(row: Surrounding) {
    let found = DrawingOptions.detected(environment: row.environment, isTerminal: row.isTerminal)
    #expect(found.color == row.color)
    #expect(found.glyphs == row.glyphs)
    #expect(found.background == row.background)
  }

  @Test(arguments: [
    (72, "60", true, 72), (nil, "60", true, 60), (nil, nil, true, 80), (nil, "x", true, 80),
    (nil, "-3", true, 80), (500, nil, true, 100), (3, nil, true, 20), (132, "60", false, 80),
    (0, "44", true, 44),
  ])
  func `width is the terminal's, then COLUMNS, else 80, within 20 to 100`(
    columns: Int?, listed: String?, isTerminal: Bool, expected: Int
  ) {
    var environment = ["TERM": "xterm", "LANG": "C.UTF-8"]
    environment["COLUMNS"] = listed
    let found = DrawingOptions.detected(
      environment: environment, isTerminal: isTerminal, columns: columns)
    #expect(found.width == expected)
  }

  @Test func `a variable says that ambiguous characters are wide`() {
    func ambiguous(_ text: String?) -> Int {
      var environment = ["TERM": "xterm"]
      environment["TANDEM_AMBIGUOUS"] = text
      return DrawingOptions.detected(environment: environment, isTerminal: true).ambiguous
    }
    #expect(ambiguous("2") == 2 && ambiguous("1") == 1 && ambiguous(nil) == 1)
    #expect(ambiguous("x") == 1)
  }

  @Test func `a look wins over the output, and leaves open what it does not say`() {
    let pipe = DrawingOptions(depth: .ansi256)
    #expect(Look().applied(to: pipe) == pipe)
    #expect(Look(coloring: .always).applied(to: pipe).color == .ansi256)
    let terminal = DrawingOptions(color: .trueColor)
    #expect(Look(coloring: .never).applied(to: terminal).color == .none)
    #expect(Look(coloring: .always).applied(to: terminal).color == .trueColor)
    let asked = Look(glyphs: .ascii, palette: .puor, ambiguous: 2).applied(to: terminal)
    #expect(asked.glyphs == .ascii && asked.palette == .puor && asked.ambiguous == 2)
    var chart = SampleCharts.loss
    chart.look.glyphs = .ascii
    #expect(text(chart) == text(SampleCharts.loss, DrawingOptions(glyphs: .ascii)))
  }
}
