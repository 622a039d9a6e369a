import Testing

@testable import Shell

@Suite struct LineEditorDecoderTests {
  private func decode(_ pieces: [[UInt8]]) -> String {
    var decoder = LineEditorDecoder()
    var result = String.UnicodeScalarView()
    for piece in pieces {
      decoder.append(piece)
      while let scalar = decoder.next() { result.append(scalar) }
    }
    return String(result)
  }

  @Test func `text comes out as it went in, however the bytes are cut`() {
    let text = "aλé漢字😀\u{1B}[A"
    let bytes = Array(text.utf8)
    #expect(decode([bytes]) == text)
    #expect(decode(bytes.map { [$0] }) == text)
    for cut in bytes.indices {
      #expect(decode([Array(bytes[..<cut]), Array(bytes[cut...])]) == text)
    }
  }

  @Test func `invalid bytes become replacement characters and swallow nothing`() {
    #expect(decode([[0xFF, 0x41]]) == "\u{FFFD}A")
    #expect(decode([[0xC3, 0x28]]) == "\u{FFFD}(")
    #expect(decode([[0x80, 0x80, 0x42]]) == "\u{FFFD}\u{FFFD}B")
    #expect(decode([[0xED, 0xA0, 0x80, 0x43]]).hasSuffix("C"))
    #expect(decode([[0xF5, 0x44]]) == "\u{FFFD}D")
  }

  @Test func `control characters beyond ASCII do not get through`() {
    for value in 0x80...0x9F { #expect(decode([[0xC2, UInt8(value)]]) == "\u{FFFD}") }
    #expect(decode([[0xC2, 0xA0]]) == "\u{A0}")
  }
}
