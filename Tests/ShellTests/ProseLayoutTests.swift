import Notebook
import Testing

@testable import Shell

/// Prose as a terminal shows it.
@Suite struct ProseLayoutTests {
  init() { Terminal.prepareLocale() }

  private static let table = """
    | measure | what it asks for | better |
    |---|---|---|
    | Hamming loss | the share of *wrong* entries | less |
    | `f1_micro` | all entries together | more |
    """

  private static let sample = """
    # Heading

    Some **strong** prose with `a * b * c`, snake_case_name and 2 * 3 * 4.

    \(table)

    1. a first item that is long enough to be folded
    2. a second
       * nested in it

    > quoted words that are folded

        λ · Σ_k ‖W_k‖      over the features k
    """

  /// What is left of a text for a reader: its words, without marks and layout.
  private func words(_ text: String) -> [String] {
    text.split { $0.isWhitespace || "`*│|─-•:".contains($0) }.map(String.init)
  }

  /// The text without escape sequences.
  private func plain(_ text: String) -> String {
    var result = ""
    var isEscape = false
    for character in text {
      if character == "\u{1B}" { isEscape = true }
      if !isEscape { result.append(character) }
      if isEscape, character == "m" { isEscape = false }
    }
    return result
  }

  @Test(arguments: [12, 20, 31, 40, 57, 80, 200]) func `no line is wider than the terminal`(
    width: Int
  ) {
    for usesColor in [false, true] {
      let layout = ProseLayout(width: width, usesColor: usesColor)
      for line in layout.text(Self.sample).split(separator: "\n") {
        let text = plain(String(line))
        #expect(Terminal.width(of: text) <= width || !text.contains(" "), "\(text)")
      }
    }
  }

  @Test func `no word is lost at any width`() {
    let all = Set(words(ProseLayout(width: 200).text(Self.sample)))
    #expect(all.isSuperset(of: ["Heading", "snake_case_name", "Hamming", "nested", "quoted", "λ"]))
    for width in 8...120 {
      #expect(Set(words(ProseLayout(width: width).text(Self.sample))) == all, "\(width)")
    }
  }

  @Test func `marks become attributes where there is colour and vanish where not`() {
    let text = "An *emphasis*, a **strong** word, `code * x` and a [link](https://e.org)."
    #expect(
      ProseLayout(width: 200, usesColor: true).text(text)
        == "An \u{1B}[3memphasis\u{1B}[0m, a \u{1B}[1mstrong\u{1B}[0m word, "
        + "\u{1B}[36mcode * x\u{1B}[0m and a \u{1B}[4mlink\u{1B}[0m (https://e.org).")
    #expect(
      ProseLayout(width: 200).text(text)
        == "An emphasis, a strong word, `code * x` and a link (https://e.org).")
  }

  @Test func `a table stands in columns, folds its cells, or lists its entries`() {
    #expect(
      ProseLayout(width: 80).text(Self.table) == """
        measure       what it asks for            better
        ────────────  ──────────────────────────  ──────
        Hamming loss  the share of wrong entries  less
        `f1_micro`    all entries together        more
        """)
    #expect(
      ProseLayout(width: 34, isASCII: true).text(Self.table) == """
        measure       what it asks  better
                      for
        ------------  ------------  ------
        Hamming loss  the share of  less
                      wrong
                      entries
        `f1_micro`    all entries   more
                      together
        """)
    #expect(
      ProseLayout(width: 16).text(Self.table) == """
        measure: Hamming
          loss
        what it asks
          for: the share
          of wrong
          entries
        better: less

        measure:
          `f1_micro`
        what it asks
          for: all
          entries
          together
        better: more
        """)
  }

  @Test func `items go on below their text`() {
    let text = "* one item that is folded\n* two\n\n9. nine\n10. ten words of a text"
    #expect(
      ProseLayout(width: 20).text(text) == """
        • one item that is
          folded
        • two

        9.  nine
        10. ten words of a
            text
        """)
  }

  @Test func `deep quotations and odd input do no harm`() {
    func quoted(_ depth: Int) -> String {
      ProseLayout(width: 20).text(String(repeating: ">", count: depth) + " deep")
    }
    #expect(quoted(10).hasSuffix("│ deep"))
    _ = quoted(50_000)
    for text in [
      "", " ", "|", "|-|", "| a |\n|---|", "`", "***", "[](", "1.", "-\n\n-", "\u{0}x", "a\\",
    ] {
      for width in [0, 1, 20] { _ = ProseLayout(width: width).text(text) }
    }
    #expect(ProseLayout(width: 20).text("") == "")
  }
}
