import Diagnostics
import Files
import Glibc
import Runtime
import Testing

@testable import Notebook

@Suite struct JournalTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/notebook-tests-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer {
      for name in ["journal", "journal.damaged", ".journal.tmp"] { unlink("\(folder)/\(name)") }
      rmdir(folder)
    }
    try body(folder)
  }

  /// A session, as it was after each of its operations.
  private static var states: [NotebookState] {
    let session = NotebookSession(seed: 3)
    var states: [NotebookState] = []
    for source in ["x = 1", "x\nprint(\"```\")", "print(2)\nnobody", "", "rand(2)"] {
      session.run(source)
      states.append(session.state)
      session.state.addNote("after \(source)")
      states.append(session.state)
    }
    return states
  }

  @Test func `a journal holds the notebook after every operation`() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      let states = Self.states
      let journal = try Journal(creating: path, states[0])
      var more = states
      more[9].delete([.cell(2)])
      more[9].move(.cell(5), above: .cell(1))
      more[9].path = "/tmp/day.md"
      for state in more {
        try journal.keep(state)
        let found = try #require(try Journal.contents(path).state)
        #expect(found.text == state.text)
        #expect(found.path == state.path)
        #expect(found.cells.map(\.number) == state.cells.map(\.number))
        #expect(try Journal.contents(path).cellCount == state.cells.count)
        #expect(try !Journal.contents(path).isDamaged)
      }
      var status = stat()
      #expect(stat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }

  @Test func `a journal cut off anywhere loses only the entry that was cut`() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      let states = Self.states
      var ends: [Int] = []
      let journal = try Journal(creating: path, states[0])
      for state in states {
        try journal.keep(state)
        ends.append(try File.read(path).count)
      }
      let bytes = try File.read(path)
      for length in 0...bytes.count {
        try File.write(Array(bytes[..<length]), to: path)
        let whole = ends.count { $0 <= length }
        let contents = try Journal.contents(path)
        #expect(contents.state?.text == (whole == 0 ? nil : states[whole - 1].text))
        #expect(!contents.isDamaged, "\(length)")
      }
    }
  }

  @Test func `a changed byte is noticed wherever it is, and what stands before it is brought back`()
    throws
  {
    try withFolder { folder in
      let path = "\(folder)/journal"
      let states = Self.states
      _ = try Journal(creating: path, states[9])
      let bytes = try File.read(path)
      for index in bytes.indices {
        var changed = bytes
        changed[index] ^= 0x14
        try File.write(changed, to: path)
        let contents = try Journal.contents(path)
        #expect(contents.isDamaged || (contents.state?.entries.count ?? 0) < 10, "\(index)")
        if let text = contents.state?.text { #expect(states[9].text.hasPrefix(text), "\(index)") }
      }
    }
  }

  @Test func `a journal in use is neither taken nor overwritten`() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      var journal: Journal? = try Journal(creating: path, Self.states[0])
      #expect(journal != nil && Journal.isInUse(path))
      #expect(throws: Failure.self) { try Journal(claiming: path) }
      #expect(throws: Failure.self) { try Journal(creating: path, Self.states[0]) }
      try journal?.keep(Self.states[4])
      var fewer = Self.states[4]
      fewer.delete([.cell(1)])
      try journal?.keep(fewer)
      #expect(Journal.isInUse(path))
      journal = nil
      #expect(!Journal.isInUse(path))
      let claimed = try Journal(claiming: path)
      #expect(throws: Failure.self) { try Journal(claiming: path) }
      claimed.remove()
      #expect(!File.exists(path))
    }
  }

  @Test func `a file that is no journal is set aside and not lost`() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      try FileAccess.write("precious\n", to: path)
      #expect(try Journal.contents(path).isDamaged)
      let aside = try Journal(claiming: path).setAside()
      #expect(try FileAccess.read(aside) == "precious\n")
    }
  }

  @Test func `a session that is left says so, one that dies does not`() throws {
    try withFolder { folder in
      let path = "\(folder)/journal.md"
      let state = try #require(Self.states.last)
      let journal = try Journal(creating: path, state)
      #expect(!Journal.wasLeft(journal.path))
      journal.leave()
      defer { unlink(journal.path) }
      #expect(Journal.wasLeft(journal.path) && access(path, F_OK) != 0)
      #expect(try Journal.contents(journal.path).state?.text == state.text)
    }
  }
}
