import Testing

@testable import Shell

@Suite struct TerminalKeyTests {
  @Test func `letters are themselves, control characters have names`() {
    #expect(TerminalKey("n") == .character("n"))
    #expect(TerminalKey("λ") == .character("λ"))
    #expect(TerminalKey("\r") == .enter)
    #expect(TerminalKey("\n") == .enter)
    #expect(TerminalKey("\u{7F}") == .backspace)
    #expect(TerminalKey("\u{4}") == .endOfInput)
  }

  @Test func `arrows are known in both forms terminals send`() {
    #expect(TerminalKey(sequence: "[C") == .right)
    #expect(TerminalKey(sequence: "OC") == .right)
    #expect(TerminalKey(sequence: "[5~") == .pageUp)
    #expect(TerminalKey(sequence: "") == .escape)
    #expect(TerminalKey(sequence: "[99~") == nil)
  }
}
