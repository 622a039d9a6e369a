import Diagnostics
import Glibc
import Notebook
import Runtime
import Testing

@Suite struct SessionTests {
  private static let entries: [SessionEntry] = [
    .note("First a note."), .cell(source: "x = 1", output: "", error: nil),
    .cell(source: "x\nprint(\"```\")", output: "1\n```\n", error: nil),
    .note("```tandem\nnobody\n<details>\n~~~"),
    .cell(source: "print(2)\nnobody", output: "2\n", error: "there is no name nobody"),
    .cell(source: "", output: "", error: nil),
  ]

  private func withFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/notebook-tests-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer {
      unlink("\(folder)/journal")
      rmdir(folder)
    }
    try body(folder)
  }

  @Test func `a session is read back and runs again`() throws {
    let text = SessionWriter.text(SessionTests.entries, title: "My\n first: \"day\"", seed: 9)
    let document = try Document(text)
    #expect(document.warnings.isEmpty)
    #expect(document.header.kind == .session)
    #expect(document.header.seed == 9)
    #expect(document.header.title == "My first: \"day\"")
    #expect(
      document.cells.map(\.source) == ["x = 1\n", "x\nprint(\"```\")\n", "print(2)\nnobody\n", ""])
    #expect(document.cells.map { $0.output?.text } == [nil, "1\n```\n", "2\n", nil])
    #expect(document.cells[2].error?.text == "there is no name nobody\n")
    let report = try Replay(makeInterpreter()).check(document)
    #expect(report.isPassed, "\(report.text)")
  }

  @Test func `a block made from any text is read back as it was`() throws {
    for text in ["", "a\n", "```\n", "````tandem\n```output\n", "  ```` x\n~~~\n", "\n\n", "---\n"]
    {
      let document = try Document(
        SessionWriter.text([.cell(source: text, output: text, error: nil)]))
      #expect(document.cells.map(\.source) == [text])
      #expect((document.cells[0].output?.text ?? "") == text)
    }
  }

  @Test func `a journal holds what a saved session would`() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      let journal = try Journal(creating: path, title: "t", seed: 3)
      #expect(try Journal.recover(path) == nil)
      for entry in SessionTests.entries { try journal.append(entry) }
      let document = try #require(try Journal.recover(path))
      #expect(document.text == SessionWriter.text(SessionTests.entries, title: "t", seed: 3))
      var status = stat()
      #expect(stat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }

  @Test func `a journal cut off anywhere loses only the entry that was cut`() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      var ends: [Int] = []
      let journal = try Journal(creating: path)
      for entry in SessionTests.entries {
        ends.append(try FileAccess.readBytes(path).count)
        try journal.append(entry)
      }
      let bytes = try FileAccess.readBytes(path)
      ends.append(bytes.count)
      for length in 0...bytes.count {
        try FileAccess.write(String(decoding: bytes[..<length], as: UTF8.self), to: path)
        let whole = ends.dropFirst().count { $0 <= length }
        let expected = SessionWriter.text(Array(SessionTests.entries.prefix(whole)))
        #expect(try Journal.recover(path)?.text == (whole == 0 ? nil : expected))
      }
    }
  }

  @Test func `a journal goes on after a crash`() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      do { try Journal(creating: path).append(SessionTests.entries[0]) }
      let text = try FileAccess.read(path)
      try FileAccess.write(text + "<!-- 99 bytes -->\n\n```tan", to: path)
      do { try Journal(continuing: path).append(SessionTests.entries[1]) }
      let expected = SessionWriter.text(Array(SessionTests.entries.prefix(2)))
      #expect(try Journal.recover(path)?.text == expected)
    }
  }

  @Test func `a journal in use is neither taken nor overwritten`() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      var journal: Journal? = try Journal(creating: path)
      #expect(journal != nil && Journal.isInUse(path))
      #expect(throws: Failure.self) { try Journal(continuing: path) }
      #expect(throws: Failure.self) { try Journal(creating: path) }
      journal = nil
      #expect(!Journal.isInUse(path))
    }
  }

  @Test func `a file that is no journal is left alone`() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      try FileAccess.write("precious\n", to: path)
      #expect(throws: Failure.self) { try Journal(continuing: path) }
      #expect(try FileAccess.read(path) == "precious\n")
    }
  }
}
