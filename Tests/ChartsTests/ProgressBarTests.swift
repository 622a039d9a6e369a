import Charts
import Testing

@Suite struct ProgressBarTests {
  private static let bar = ProgressBar(
    "train", done: 37, total: 60,
    figures: [.init("loss", 0.094), .init("click", 0.0312), .init("buy", 1.5)],
    trend: [1, 0.6, 0.3, 0.17, 0.094], secondsLeft: 3.4)

  @Test(arguments: [80, 60, 40, 24])
  func `a progress bar looks as recorded`(width: Int) {
    expectGolden(text(Self.bar, DrawingOptions(width: width)), "progress-\(width)")
  }

  @Test func `a progress bar looks as recorded in ASCII, in half blocks and in colour`() {
    expectGolden(text(Self.bar, DrawingOptions(width: 70, glyphs: .ascii)), "progress-ascii")
    expectGolden(text(Self.bar, DrawingOptions(width: 70, glyphs: .block)), "progress-block")
    expectGolden(text(Self.bar, DrawingOptions(width: 70, color: .ansi16)), "progress-color")
  }

  @Test func `a progress bar is never wider than it may be`() {
    var generator = SplitMix(state: 3)
    for _ in 0..<300 {
      let total = Int.random(in: 1...10_000, using: &generator)
      let done = Int.random(in: 0...total, using: &generator)
      let names = ["loss", "a very long name of a task", "日本語", "x"]
      let figures = names.map { name in
        ProgressBar.Figure(name, .random(in: -1e4...1e4, using: &generator))
      }
      let bar = ProgressBar(
        "训练 the model", done: done, total: total,
        figures: Array(figures.prefix(.random(in: 0...4, using: &generator))),
        trend: [3, 2, 1], secondsLeft: .random(in: 0...1e6, using: &generator))
      let width = Int.random(in: 1...100, using: &generator)
      let line = text(bar, DrawingOptions(width: 100), width: width)
      let cells = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x3000 ? 2 : 1) }
      #expect(cells <= width, "\(width): \(line)")
      #expect(!line.contains("\n"))
    }
  }

  @Test func `the share is rounded and 100 % is kept for the end`() {
    func percent(_ done: Int, _ total: Int) -> String {
      ProgressBar("t", done: done, total: total).plainLine
    }
    #expect(percent(0, 3) == "t 0% 0/3")
    #expect(percent(2, 3) == "t 67% 2/3")
    #expect(percent(3, 3) == "t 100% 3/3")
    #expect(percent(9999, 10_000) == "t 99% 9999/10000")
    #expect(ProgressBar("t", done: 0, total: 0, fraction: .nan).plainLine == "t 0% 0/0")
  }

  @Test func `figures keep three digits and time is told by the clock`() {
    func line(_ value: Double, _ seconds: Double?) -> String {
      ProgressBar("t", done: 1, total: 2, figures: [.init("loss", value)], secondsLeft: seconds)
        .plainLine
    }
    #expect(line(0.094, 4) == "t 50% 1/2  loss .094  eta 0:04")
    #expect(line(1.234, 61.2) == "t 50% 1/2  loss 1.23  eta 1:02")
    #expect(line(-0.5, 3661) == "t 50% 1/2  loss -.500  eta 1:01:01")
    #expect(line(123.4, nil) == "t 50% 1/2  loss 123")
    #expect(line(.nan, .infinity) == "t 50% 1/2  loss nan")
    #expect(line(4.2e-5, 0) == "t 50% 1/2  loss 4.2e-05  eta 0:00")
  }
}
