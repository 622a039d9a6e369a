import Testing

@testable import Shell

@Suite struct LineEditorListingTests {
  init() { Terminal.prepareLocale() }

  private func lines(_ names: [String], columns: Int, rows: Int = 24) -> [String] {
    LineEditorListing(
      candidates: names.map { Completion.Candidate($0) },
      size: Terminal.Size(rows: rows, columns: columns)
    ).lines
  }

  @Test func `names stand in columns read downwards`() {
    #expect(lines(["aa", "b", "cc", "d", "e"], columns: 9) == ["aa  d", "b   e", "cc"])
  }

  @Test func `no line is wider than the terminal and no name is missing`() {
    let names = (0..<57).map { String(repeating: "n", count: $0 % 13 + 1) + String($0) }
    for columns in 10...120 {
      let shown = lines(names, columns: columns, rows: 100)
      #expect(shown.allSatisfy { $0.count < columns })
      if columns > 20 {
        #expect(
          Set(shown.flatMap { $0.split(separator: " ").map(String.init) }) == Set(names))
      }
    }
  }

  @Test func `wide letters count twice`() {
    #expect(lines(["漢字", "ab"], columns: 12) == ["漢字  ab"])
    #expect(lines(["漢字", "ab"], columns: 10) == ["漢字", "ab"])
  }

  @Test func `descriptions stand one a line, cut with an ellipsis`() {
    let listing = LineEditorListing(
      candidates: [
        .init("sum", description: "the sum of all elements"), .init("sumsq"),
      ], size: Terminal.Size(rows: 24, columns: 20))
    #expect(listing.lines == ["sum    the sum of …", "sumsq  "])
  }

  @Test func `a listing taller than the terminal says what it leaves out`() {
    let shown = lines((0..<50).map { "name\($0)" }, columns: 10, rows: 13)
    #expect(shown.count == 10)
    #expect(shown.last == "… and 41 more")
  }

  @Test func `pages show every name once and leave the prompt in sight`() {
    for (rows, inputRows) in [(5, 1), (13, 1), (24, 6), (3, 3)] {
      let names = (0..<300).map { "name\($0)" }
      let pages = LineEditorListing(
        candidates: names.map { .init($0) }, size: Terminal.Size(rows: rows, columns: 30),
        inputRows: inputRows
      ).pages
      #expect(pages.allSatisfy { $0.count <= max(2, rows - 2 - inputRows) })
      let shown = pages.joined().filter { !$0.hasPrefix("…") }
        .flatMap { $0.split(separator: " ").map(String.init) }
      #expect(shown.sorted() == names.sorted())
    }
  }

  @Test func `the common prefix is the longest text all begin with`() {
    func prefix(_ names: String...) -> String {
      LineEditorListing.commonPrefix(names.map { Completion.Candidate($0) })
    }
    #expect(prefix("tensor", "tensordot") == "tensor")
    #expect(prefix("λambda", "λift") == "λ")
    #expect(prefix("a", "b") == "")
    #expect(prefix("one") == "one")
    #expect(LineEditorListing.commonPrefix([]) == "")
  }
}
