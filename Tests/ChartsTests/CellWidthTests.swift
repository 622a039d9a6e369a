import Charts
import Glibc
import Testing

@Suite struct CellWidthTests {
  @Test(arguments: [
    ("abc", 3), ("", 0), ("日本語", 6), ("e\u{301}", 1), ("한글", 4), ("👩‍👩‍👧", 2), ("🇫🇷", 2), ("❤️", 2),
    ("a\u{1B}b", 2), ("│─█", 3), ("⠋⡀", 2), ("ｆ", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("é", 1),
  ])
  func `a text takes the cells of its graphemes`(text: String, expected: Int) {
    #expect(cellWidth(text) == expected)
  }

  @Test func `ambiguous characters take two cells where that is asked for`() {
    #expect(cellWidth("│×λ", ambiguous: 2) == 6)
    #expect(cellWidth("⠋░▖", ambiguous: 2) == 3)
  }

  @Test func `single letters agree with the widths of the C library`() {
    let saved = setlocale(LC_CTYPE, nil).map { String(cString: $0) }
    guard setlocale(LC_CTYPE, "C.UTF-8") != nil, let symbol = dlsym(nil, "wcwidth") else { return }
    defer { setlocale(LC_CTYPE, saved) }
    let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
    var differences = 0
    var compared = 0
    for value in UInt32(0x20)...0x1FAFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .otherLetter, .mathSymbol, .nonspacingMark: break
      default: continue
      }
      let reference = wcwidth(Int32(value))
      guard reference >= 0 else { continue }
      compared += 1
      if cellWidth(String(scalar)) != Int(reference) { differences += 1 }
    }
    #expect(compared > 50_000)
    #expect(differences < compared / 500, "\(differences) of \(compared)")
  }

  @Test(arguments: 0...12)
  func `cutting and filling never exceed the width`(width: Int) {
    for text in ["日本語テスト", "plain words here", "👩‍👩‍👧👩‍👩‍👧", "e\u{301}e\u{301}e\u{301}", ""] {
      #expect(cellWidth(truncated(text, to: width)) <= width)
      #expect(cellWidth(padded(text, to: width)) == width)
    }
  }
}
