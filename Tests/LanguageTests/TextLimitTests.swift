import Diagnostics
import Runtime
import StandardLibrary
import Tensors
import Testing

/// Functions over long texts and lists keep to the limits of values and stop when asked to.
@Suite("Long texts and lists")
struct TextLimitTests {
  private static func call(_ name: String, _ arguments: [Value]) throws -> Value? {
    guard let builtin = StandardLibrary.builtins.first(where: { $0.name == name }) else {
      Issue.record("there is no \(name)")
      return nil
    }
    return try Session().interpreter.call(builtin, arguments, keywords: [])
  }

  private static func kind(_ name: String, _ arguments: [Value]) -> DiagnosticKind? {
    do {
      _ = try call(name, arguments)
      return nil
    } catch {
      return Diagnostic(error).kind
    }
  }

  /// In a process of its own: the request is global and would stop other tests.
  @Test("stop when asked to")
  func stops() async {
    await #expect(processExitsWith: .success) {
      let plain = Value.text(String(repeating: "ab ", count: 1 << 20))
      let accented = Value.text(String(repeating: "é ", count: 1 << 16))
      let list = Value.flatList((0..<(1 << 16)).map { .text("t\($0 * 7919 % 65_537)") })
      let calls: [(String, [Value])] = [
        ("split", [plain]), ("split", [plain, .text("a")]), ("split", [accented, .text(" ")]),
        ("lines", [plain]), ("replace", [plain, .text("b"), .text("c")]),
        ("count", [plain, .text("b")]), ("count", [accented, .text("é")]),
        ("index_of", [plain, .text("ba")]), ("list", [accented]), ("join", [list]),
        ("sort", [list]), ("unique", [list]), ("count", [list, .text("t")]), ("zip", [list, list]),
        ("enumerate", [list]), ("flatten", [list]),
      ]
      Interrupt.request()
      for (name, arguments) in calls {
        #expect(Self.kind(name, arguments) == .interrupted, "\(name)")
      }
    }
  }

  @Test("grow no further than the limits of values")
  func limits() {
    let long = Value.text(String(repeating: "a", count: 1 << 24))
    let wide = Value.text(String(repeating: "b", count: 1 << 10))
    #expect(Self.kind("replace", [long, .text("a"), wide]) == .limit)
    #expect(Self.kind("join", [.flatList(Array(repeating: long, count: 20))]) == .limit)
    #expect(Self.kind("repeat", [long, .number(17)]) == .limit)
    #expect(Self.kind("repeat", [.flatList([.text("x")]), .number(1e9)]) == .limit)
    #expect(
      Self.kind("split", [.text(String(repeating: ",", count: 1 << 24)), .text(",")]) == .limit)
  }
}
