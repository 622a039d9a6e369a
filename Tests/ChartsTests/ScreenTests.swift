import Charts
import Testing

private func chainScreen() -> Screen {
  let rows = Table(
    columns: [
      .init("row", .right), .init("x1", .decimal), .init("x2", .decimal), .init("sky", .right),
      .init("sunset", .right),
    ],
    rows: [
      ["1", "0.001", "0.299", "0", "0"], ["2", "-0.274", "-0.891", "1", "1"],
      ["3", "-0.455", "-0.992", "0", "0"],
    ])
  let weights = [("bias", "-1.768", -1.768), ("x1", "+0.510", 0.51), ("clouds", "+0.674", 0.674)]
  let coefficients = Table(
    columns: [.init("coefficient"), .init("", .decimal), .init("-2     0     +2")],
    rows: weights.map { name, figure, value in
      [StyledText(name), StyledText(figure, .changed), .signedBar(value, limit: 2, half: 6)]
    })
  return Screen(
    title: "CHAIN train | link 4 of 4: sunset", position: "step 4 of 4",
    panels: [
      .lines([" order  sky ──► clouds ──► [sunset]      sea        parents: sky, clouds"]),
      .beside([.table(rows), .table(coefficients)]),
      .lines([" log-loss  label rate only 0.643 → features 0.558 → + parents 0.492"]),
    ],
    why: ["sky missed by 0.023; that took +1.497 from the clouds score, then +1.309 from sunset"],
    next: "predict test rows")
}

@Suite struct ScreenTests {
  @Test(arguments: [40, 60, 80]) func `a screen has its four zones`(width: Int) {
    expectGolden(text(chainScreen(), DrawingOptions(width: width)), "screen-\(width)")
  }

  @Test func `a screen in ASCII is made of printable bytes`() {
    let drawing = text(chainScreen(), DrawingOptions(glyphs: .ascii))
    #expect(drawing.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
    expectGolden(drawing, "screen-ascii")
  }

  @Test func `the position ends the first line`() {
    let first = text(chainScreen()).split(separator: "\n")[0]
    #expect(first.hasSuffix("step 4 of 4") && cellWidth(String(first)) == 80)
  }

  @Test func `only a coloured drawing holds escape sequences`() {
    #expect(!text(chainScreen()).utf8.contains(27))
    #expect(text(chainScreen(), DrawingOptions(color: .ansi256)).utf8.contains(27))
  }

  @Test func `labels cannot smuggle escape sequences`() {
    let hostile = Screen(title: "a\u{1B}[31mb\u{9B}x", position: "\u{7}", panels: [])
    #expect(text(hostile).unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" })
  }
}

@Suite struct TableTests {
  @Test func `decimal points stand below each other`() {
    let table = Table(
      columns: [.init("label"), .init("F1", .decimal)],
      rows: [["sky", "0.84"], ["clouds", "10.5"], ["sea", "-3"], ["山", "n.a."]])
    expectGolden(text(table), "table-decimal")
  }

  @Test func `a wide table comes in blocks of columns with every digit`() {
    let count = 14
    let columns = [Table.Column("label")] + (1..<count).map { .init("t\($0)", .decimal) }
    let rows = (0..<3).map { row in
      [StyledText("row \(row)")] + (1..<count).map { StyledText("\($0).12345\(row)") }
    }
    let drawing = text(Table(columns: columns, rows: rows), DrawingOptions(width: 60))
    expectGolden(drawing, "table-blocks")
    #expect(drawing.contains("columns 2-6 of 14"))
    for row in rows {
      for cell in row.dropFirst() { #expect(drawing.contains(cell.plain)) }
    }
  }

  @Test func `rules and figures are drawn in cells`() {
    var table = Table(
      title: "gates",
      columns: [.init("expert"), .init("share", .decimal), .init(""), .init("past")],
      rows: [
        ["E1", ".62", .bar(0.62, width: 10), .spark([0.3, 0.4, 0.5, 0.62], in: 0...1)],
        ["E2", ".001", .bar(0.001, width: 10), .spark([0.3, 0.2, .nan, 0.001], in: 0...1)],
        ["sum", "1", .bar(1, width: 10), .shade(0.7)],
      ])
    table.rules = [2]
    expectGolden(text(table), "table-figures")
    expectGolden(text(table, DrawingOptions(glyphs: .ascii)), "table-figures-ascii")
  }
}

@Suite struct ScreenPropertyTests {
  private func words(_ generator: inout SplitMix) -> StyledText {
    let pool: [StyledText] = [
      "sky", "日本語", "-12.5", "1e300", "", "a\u{1B}[0m\tb\n", "│ ─► box", "👩‍👩‍👧 family",
      "a much longer piece of prose that has to be wrapped or cut somewhere", .bar(0.3, width: 30),
      .signedBar(-.infinity, limit: 0, half: 9), .spark([1, .nan, 3]), .shade(.nan),
      .bar(.nan, in: 5...5, width: -3), StyledText("9.75", .changed),
    ]
    return pool[Int.random(in: 0..<pool.count, using: &generator)]
  }

  private func panel(_ depth: Int, _ generator: inout SplitMix) -> Panel {
    switch Int.random(in: 0..<(depth == 0 ? 3 : 4), using: &generator) {
    case 0: return .lines((0..<3).map { _ in words(&generator) + " " + words(&generator) })
    case 1:
      let columns = Int.random(in: 0...12, using: &generator)
      let alignments: [Table.Alignment] = [.left, .right, .center, .decimal]
      var table = Table(
        columns: (0..<columns).map { .init(words(&generator), alignments[$0 % 4]) },
        rows: (0..<4).map { row in (0..<columns + row % 3).map { _ in words(&generator) } })
      table.rules = [-1, 2, 99]
      return .table(table)
    case 2: return .chart(SampleCharts.all[Int.random(in: 0..<21, using: &generator)].chart)
    default: return .beside((0..<3).map { _ in panel(depth - 1, &generator) })
    }
  }

  @Test(arguments: 0..<200)
  func `no screen is wider than asked for`(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    let screen = Screen(
      title: words(&generator).plain, position: words(&generator).plain,
      panels: (0..<3).map { _ in panel(2, &generator) }, why: [words(&generator)],
      next: Bool.random(using: &generator) ? words(&generator).plain : nil)
    let width = Int.random(in: 20...100, using: &generator)
    for glyphs in [DrawingOptions.GlyphSet.braille, .block, .ascii] {
      for ambiguous in [1, 2] {
        let options = DrawingOptions(width: width, glyphs: glyphs, ambiguous: ambiguous)
        let drawing = text(screen, options)
        for line in drawing.split(separator: "\n") {
          #expect(cellWidth(String(line), ambiguous: ambiguous) <= width, "\(line)")
        }
        #expect(drawing.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" })
        if glyphs == .ascii {
          #expect(drawing.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
        }
      }
    }
  }

  @Test func `of the arrangements of a screen the first is drawn that keeps within 22 rows`() {
    func lines(_ count: Int) -> Panel {
      .lines((0..<count).map { StyledText("row \($0) of \(count)") })
    }
    func drawn(_ counts: [Int]) -> String {
      var screen = Screen(title: "T", position: "", panels: [lines(counts[0])])
      screen.smaller = counts.dropFirst().map { [lines($0)] }
      return text(screen)
    }
    // A header and a footer go with the panels.
    #expect(drawn([20, 5]).contains("of 20"))
    #expect(drawn([21, 20, 5]).contains("of 20"))
    #expect(drawn([40, 30, 5, 3]).contains("of 5"))
    #expect(drawn([40, 30]).contains("of 30"))
    #expect(drawn([40]).contains("of 40"))
  }

  @Test func `a headline without a position goes on in a second line`() {
    let title = "MTL nuclear norm | iter 4 | eta 0.535"
    let screen = Screen(title: title, position: "", panels: [])
    #expect(text(screen, DrawingOptions(width: 60)).hasPrefix(title + "\n"))
    #expect(
      text(screen, DrawingOptions(width: 30)).hasPrefix("MTL nuclear norm | iter 4 |\neta 0.535\n"))
  }

  @Test func `numbers carry their sign, counts their noun`() {
    #expect(
      signed(0.126, 2) == "+0.13" && signed(-0.126, 2) == "-0.13" && signed(-0.001, 2) == "+0.00")
    #expect(counted(1, "row") == "1 row" && counted(2, "class", "classes") == "2 classes")
  }

  @Test func `in a picture every word stands in its cells`() {
    let picture = TextPicture(title: "t", lines: ["a  bb", " █▌   │ x"]).svg
    for place in [">a</text>", ">bb</text>", ">█▌</text>", ">│</text>", ">x</text>"] {
      #expect(picture.contains(place))
    }
    for (x, length) in [(16, 8), (40, 16), (24, 16), (64, 8), (80, 8)] {
      #expect(picture.contains("x=\"\(x)\"") && picture.contains("textLength=\"\(length)\""))
    }
  }
}
