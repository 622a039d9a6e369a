import Diagnostics
import Runtime
import Syntax
import Testing

/// Runs `Scripts/*.tdm`, each about one behaviour, with the expected output in its comments.
///
/// `# => text` lines are the output, printed or shown, in order; `# error: message` is the error
/// that ends the script, `# note: text` a note of it, `# kind: word` its kind.
@Suite("Scripts")
struct ScriptTests {
  struct Script: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var testDescription: String { name }
  }

  static let scripts = ScriptFolder.scripts

  @Test("do what their comments say", arguments: scripts)
  func behaves(script: Script) {
    var expected = Expectation(script.text)
    var found = Expectation("")
    let session = Session()
    do {
      _ = try session.run(script.text)
    } catch {
      found.error = error.message
      if expected.kind != nil { found.kind = error.kind.rawValue }
      found.notes = expected.notes.filter(error.notes.contains)
      if found.notes != expected.notes { found.notes = error.notes }
    }
    found.output = session.output.split(separator: "\n").map { trimmedEnd($0) }
    expected.output = expected.output.map { trimmedEnd($0[...]) }
    #expect(found == expected, "\(script.name)")
  }

  @Test("there are many, and each expects something")
  func everyScriptExpectsSomething() {
    #expect(Self.scripts.count >= 40)
    for script in Self.scripts {
      let expected = Expectation(script.text)
      #expect(!expected.output.isEmpty || expected.error != nil, "\(script.name)")
    }
  }
}

/// What the comments of a script expect.
struct Expectation: Equatable {
  var output: [String] = []
  var error: String?
  var kind: String?
  var notes: [String] = []

  init(_ script: String) {
    for line in script.split(separator: "\n") {
      if let text = Self.comment(line, "# => ") { output.append(text) }
      if let text = Self.comment(line, "# error: ") { error = text }
      if let text = Self.comment(line, "# kind: ") { kind = text }
      if let text = Self.comment(line, "# note: ") { notes.append(text) }
    }
  }

  private static func comment(_ line: Substring, _ mark: String) -> String? {
    guard let start = line.firstRange(of: mark) else { return nil }
    return String(line[start.upperBound...])
  }
}

private func trimmedEnd(_ line: Substring) -> String {
  var line = line
  while line.last == " " { line.removeLast() }
  return String(line)
}
