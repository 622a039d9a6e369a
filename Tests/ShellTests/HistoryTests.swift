import Glibc
import Testing

@testable import Shell

@Suite struct HistoryTests {
  private static func read(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var text: [UInt8] = []
    while case let byte = fgetc(file), byte >= 0 { text.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: text, as: UTF8.self)
  }

  private static func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  private static func folder() -> String {
    let path = "/tmp/tandem-history-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    mkdir(path, 0o700)
    return path
  }

  @Test func `what one history stores another one reads`() {
    let path = LineEditorTests.temporaryPath()
    let cells = ["x = 1", "fn f(x) {\n  x + 1\n}", "\"a\\nb\\\\\"", "[3]> x", "λ = \"漢字\""]
    let first = History(path: path)
    for cell in cells { #expect(first.append(cell)) }
    #expect(first.entries == cells)
    #expect(History(path: path).entries == cells)
  }

  @Test func `an entry is one line of the file`() {
    let path = Self.folder() + "/history"
    History(path: path).append("a\nb\\n")
    #expect(Self.read(path) == "a\\nb\\\\n\n")
  }

  @Test func `repetitions, blank cells and cells that begin with a blank are left out`() {
    let history = History(path: nil)
    #expect(history.append("a"))
    #expect(!history.append("a"))
    #expect(!history.append("a\n"))
    #expect(!history.append(""))
    #expect(!history.append(" \n "))
    #expect(!history.append(" secret"))
    #expect(history.append("b"))
    #expect(history.append("a"))
    #expect(history.entries == ["a", "b", "a"])
  }

  @Test func `damaged lines are skipped and the rest is read`() {
    let path = Self.folder() + "/history"
    let damaged: [[UInt8]] = [
      Array("good".utf8), [0xFF, 0xFE], Array("wrong \\x escape".utf8), Array("cut off\\".utf8),
      [0, 1, 2], [], Array("a\u{1B}[31m".utf8), Array("fine\\nlines".utf8),
    ]
    Self.write(Array(damaged.joined(separator: [10])) + [10], to: path)
    #expect(History(path: path).entries == ["good", "fine\nlines"])
  }

  @Test func `a line that lost its end does not spoil the next`() {
    let path = Self.folder() + "/history"
    Self.write(Array("half".utf8), to: path)
    History(path: path).append("whole")
    #expect(History(path: path).entries == ["half", "whole"])
  }

  @Test func `histories that take turns lose nothing`() {
    let path = Self.folder() + "/history"
    let histories = (0..<4).map { _ in History(path: path) }
    for round in 0..<25 {
      for (number, history) in histories.enumerated() { history.append("\(round) \(number)") }
    }
    let expected = (0..<25).flatMap { round in (0..<4).map { "\(round) \($0)" } }
    #expect(History(path: path).entries == expected)
  }

  @Test func `what another shell enters comes before what was entered here`() {
    let path = Self.folder() + "/history"
    let (here, there) = (History(path: path), History(path: path))
    here.append("mine 1")
    there.append("theirs 1")
    there.append("theirs\n2")
    #expect(here.entries == ["mine 1"])
    here.takeInOthers()
    #expect(here.entries == ["theirs 1", "theirs\n2", "mine 1"])
    here.append("mine 2")
    here.takeInOthers()
    #expect(here.entries == ["theirs 1", "theirs\n2", "mine 1", "mine 2"])
    #expect(there.entries == ["mine 1", "theirs 1", "theirs\n2"])
    // Half a line is somebody's who is just writing, or was killed.
    guard let file = fopen(path, "a") else { return }
    fputs("half", file)
    fclose(file)
    here.takeInOthers()
    #expect(here.entries.count == 4)
    there.append("theirs 3")
    here.takeInOthers()
    #expect(here.entries == ["theirs 1", "theirs\n2", "half", "theirs 3", "mine 1", "mine 2"])
  }

  @Test func `the file stays below its limit and keeps the newest entries`() {
    let path = Self.folder() + "/history"
    let history = History(path: path)
    let filler = String(repeating: "x", count: 4000)
    for number in 0..<400 { history.append("\(number) \(filler)") }
    var information = stat()
    #expect(stat(path, &information) == 0)
    #expect(information.st_size <= off_t(History.byteLimit))
    let entries = History(path: path).entries
    #expect(entries.count > 100)
    #expect(entries.last == "399 \(filler)")
    #expect(entries == Array(history.entries.suffix(entries.count)))
  }

  @Test func `the file is the owner's alone`() {
    let path = LineEditorTests.temporaryPath()
    History(path: path).append("x")
    var information = stat()
    #expect(stat(path, &information) == 0)
    #expect(information.st_mode & 0o777 == 0o600)
  }

  @Test func `a file that somebody keeps locked delays nobody`() {
    let path = Self.folder() + "/history"
    History(path: path).append("before")
    let descriptor = open(path, O_RDONLY)
    #expect(flock(descriptor, LOCK_EX) == 0)
    defer { close(descriptor) }
    let start = PseudoTerminal.now
    let history = History(path: path)
    for number in 0..<20 { history.append("\(number)") }
    #expect(PseudoTerminal.now - start < 1)
    #expect(History(path: path).entries == ["before"] + (0..<20).map(String.init))
  }

  @Test func `a pipe or a device in place of the file is left alone`() {
    let path = Self.folder() + "/history"
    #expect(mkfifo(path, 0o600) == 0)
    for place in [path, "/dev/zero", "/tmp"] {
      let history = History(path: place)
      #expect(history.append("x"))
      #expect(history.entries == ["x"])
    }
  }

  @Test func `shells that cut the file while others write lose nothing that is new`() {
    let path = Self.folder() + "/history"
    let histories = (0..<3).map { _ in History(path: path) }
    let filler = String(repeating: "x", count: 30_000)
    for round in 0..<20 {
      for (number, history) in histories.enumerated() {
        history.append("\(round) \(number) \(filler)")
      }
    }
    let expected = (0..<20).flatMap { round in (0..<3).map { "\(round) \($0) \(filler)" } }
    let entries = History(path: path).entries
    #expect(entries.count > 10)
    #expect(entries == Array(expected.suffix(entries.count)))
  }

  @Test func `without a writable file the history lives in memory`() {
    let history = History(path: "/proc/none/history")
    #expect(history.append("x"))
    #expect(history.entries == ["x"])
  }

  @Test func `changes made on the way through the history are kept until Enter`() {
    let history = History(path: nil)
    for cell in ["one", "two"] { history.append(cell) }
    var recall = LineEditorRecall(history: history)
    #expect(recall.next(leaving: "new") == nil)
    #expect(recall.previous(leaving: "new") == "two")
    #expect(recall.previous(leaving: "two!") == "one")
    #expect(recall.previous(leaving: "one") == nil)
    #expect(recall.next(leaving: "one") == "two!")
    #expect(recall.next(leaving: "two!") == "new")
    #expect(history.entries == ["one", "two"])
  }

  @Test func `recalling by a beginning skips what differs and what is the same again`() {
    let history = History(path: nil)
    for cell in ["fit a", "plot", "fit b", "plot", "fit b"] { history.append(cell) }
    var recall = LineEditorRecall(history: history)
    recall.begin(with: "fit")
    #expect(recall.previousMatching(leaving: "fit") == "fit b")
    #expect(recall.previousMatching(leaving: "fit b") == "fit a")
    #expect(recall.previousMatching(leaving: "fit a") == nil)
    #expect(recall.nextMatching(leaving: "fit a") == "fit b")
    #expect(recall.nextMatching(leaving: "fit b") == "fit")
    #expect(recall.nextMatching(leaving: "fit") == nil)
  }

  @Test func `a search in small letters means capitals, too, one in capitals does not`() {
    func found(_ pattern: String) -> String {
      var search = LineEditorSearch(
        entries: ["Fit", "fit"], original: LineEditorText(""), prompt: "")
      for letter in pattern.unicodeScalars { search.append(letter) }
      search.advance(-1)
      return search.text.string
    }
    #expect(found("fit") == "Fit")
    #expect(found("Fit") == "Fit")
  }

  @Test func `a search goes from newer to older entries and back`() {
    var search = LineEditorSearch(
      entries: ["fit a", "plot", "fit b", "fit b", "λ fit"], original: LineEditorText("x"),
      prompt: "[1]> ")
    for letter in "fit".unicodeScalars { search.append(letter) }
    #expect(search.text.string == "λ fit")
    #expect(search.text.cursor == 2)
    search.advance(-1)
    #expect(search.text.string == "fit b")
    search.advance(-1)
    #expect(search.text.string == "fit a")
    search.advance(-1)
    #expect(search.hasFailed)
    #expect(search.text.string == "fit a")
    search.advance(1)
    #expect(search.text.string == "fit b")
    #expect(!search.hasFailed)
  }
}
