import Charts
import Testing

@Suite struct TerminalDetectionTests {
  private let base = ["TERM": "xterm-256color", "LANG": "en_US.UTF-8"]

  @Test func `a terminal gets colour by its TERM and COLORTERM`() {
    #expect(DrawingOptions.detected(environment: base, isTerminal: true).color == .ansi256)
    let deep = base.merging(["COLORTERM": "truecolor"]) { $1 }
    #expect(DrawingOptions.detected(environment: deep, isTerminal: true).color == .trueColor)
    let plain = base.merging(["TERM": "xterm"]) { $1 }
    #expect(DrawingOptions.detected(environment: plain, isTerminal: true).color == .ansi16)
  }

  @Test func `a pipe gets none unless forced, and NO_COLOR wins over force`() {
    #expect(DrawingOptions.detected(environment: base, isTerminal: false).color == .none)
    var forced = base.merging(["FORCE_COLOR": "1"]) { $1 }
    #expect(DrawingOptions.detected(environment: forced, isTerminal: false).color == .ansi256)
    forced["NO_COLOR"] = "1"
    #expect(DrawingOptions.detected(environment: forced, isTerminal: true).color == .none)
  }

  @Test func `glyphs follow the locale and the kind of terminal`() {
    func glyphs(_ changes: [String: String]) -> DrawingOptions.GlyphSet {
      let environment = base.merging(changes) { $1 }
      return DrawingOptions.detected(environment: environment, isTerminal: true).glyphs
    }
    #expect(glyphs([:]) == .braille)
    #expect(glyphs(["TERM": "linux"]) == .block)
    #expect(glyphs(["TERM": "dumb"]) == .ascii)
    #expect(glyphs(["LC_ALL": "C"]) == .ascii)
    #expect(glyphs(["LC_ALL": "C.utf8", "LANG": "C"]) == .braille)
  }

  @Test func `width is the terminal's, then COLUMNS, else 80, within 20 to 100`() {
    func width(_ columns: Int?, _ listed: String?, _ isTerminal: Bool = true) -> Int {
      var environment = base
      environment["COLUMNS"] = listed
      return DrawingOptions.detected(
        environment: environment, isTerminal: isTerminal, columns: columns
      ).width
    }
    #expect(width(72, "60") == 72)
    #expect(width(nil, "60") == 60)
    #expect(width(nil, nil) == 80)
    #expect(width(nil, "x") == 80)
    #expect(width(500, nil) == 100)
    #expect(width(3, nil) == 20)
    #expect(width(132, "60", false) == 80)
  }
}
