import Charts
import Testing

/// Letters of formulas where there is only ASCII.
@Suite struct AccentTests {
  @Test(arguments: [
    ("m\u{302}", "m^"), ("\u{177}", "y^"), ("\u{F1}", "n~"), ("w\u{304}", "w_"), ("é", "e"),
    ("ç", "c"), ("σ\u{302}", "s^"), ("naïve Ŷ", "naive Y^"), ("Å", "A"), ("日", "??"), ("ø", "?"),
  ])
  func `hats, tildes and bars stand behind their letter, other accents go`(
    name: String, expected: String
  ) {
    let options = DrawingOptions(glyphs: .ascii)
    #expect(text(.lines([StyledText(name)]), options) == expected)
    #expect(text(.lines([StyledText(name)])) == name)
  }
}
