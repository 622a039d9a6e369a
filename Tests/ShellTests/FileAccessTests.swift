import Glibc
import Runtime
import Testing

/// `--read-only` and `--root` hold on every way to a file.
@Suite struct FileAccessTests {
  private let folder = TemporaryFolder()

  /// A folder `in` to be confined to, one beside it, and links from the first to the second.
  init() {
    for name in ["in", "out", "in/state", "out/state"] { folder.makeFolder(name) }
    folder.link("in/away", to: "../out")
    folder.link("in/dangling.txt", to: "../out/none.txt")
    folder.link("in/labels.xml", to: "../out/none.xml")
    folder.write("secret = 5\n", "out/s.tdm")
    folder.write("# T\n\n```tandem\n1 + 1\n```\n", "out/n.md")
    folder.write("# T\n\n```tandem\n1 + 1\n```\n", "in/n.md")
  }

  private static let arff =
    "@relation r\n@attribute a numeric\n@attribute b {0,1}\n@data\n1,0\n2,1\n"
  private static let labels =
    "<labels xmlns=\"http://mulan.sourceforge.net/labels\"><label name=\"b\"/></labels>\n"

  @Test(arguments: [
    "import \"in/away/s.tdm\"", "read_text(\"in/away/s.tdm\")", "read_text(\"/etc/passwd\")",
    "write_text(\"x\", \"in/away/w.txt\")", "write_text(\"x\", \"in/none/../../out/w.txt\")",
    "write_text(\"x\", \"in/dangling.txt\")", "write_text(\"x\", \"/tmp/tandem-outside.txt\")",
    "save(table({a: [1]}), \"out/c.txt\")", "load_data(\"in/away/d.arff\")",
    "read_xc(\"in/away/d.txt\")", "write_xc(make_labels(rows=2), \"in/away/d.txt\")",
    "write_arff(make_labels(rows=2), \"in/labels.arff\", xml=true)",
  ]) func `code reaches nothing outside of the root`(_ code: String) throws {
    let run = try ProgramRun.tandem("--root", "in", "-e", code, in: folder)
    #expect(run.errors.contains(" lies outside of "), "\(run.errors)")
    #expect(run.code == 1)
    #expect(!folder.has("out/w.txt") && !folder.has("out/none.txt") && !folder.has("out/c.txt"))
    #expect(!folder.has("out/none.xml") && !folder.has("in/labels.arff"))
  }

  @Test func `the label file beside a data file is confined, too`() throws {
    folder.write(Self.arff, "in/d.arff")
    folder.write(Self.labels, "out/d.xml")
    folder.link("in/d.xml", to: "../out/d.xml")
    let code = "print(load_data(\"in/d.arff\").labels)"
    let free = try ProgramRun.tandem("-e", code, in: folder)
    #expect(free.output == "[\"b\"]\n")
    let confined = try ProgramRun.tandem("--root", "in", "-e", code, in: folder)
    #expect(confined.errors.contains("d.xml lies outside of "))
    #expect(confined.code == 1)
  }

  private func text(_ name: String) -> String {
    (try? FileAccess.read(folder.path(name))) ?? ""
  }

  @Test func `record writes neither outside of the root nor read-only`() throws {
    let confined = try ProgramRun.tandem("--root", "in", "record", "out/n.md", in: folder)
    #expect(confined.errors.contains("out/n.md lies outside of "))
    let readOnly = try ProgramRun.tandem("--read-only", "record", "in/n.md", in: folder)
    #expect(readOnly.errors.contains("cannot write in/n.md: Tandem runs with --read-only"))
    #expect(confined.code == 1 && readOnly.code == 1)
    #expect(text("out/n.md") == text("in/n.md"))
    let allowed = try ProgramRun.tandem("--root", "in", "record", "in/n.md", in: folder)
    #expect(allowed.code == 0)
    #expect(text("in/n.md").contains("```output\n2\n```"))
  }

  @Test func `variables are not written as JSON outside of the root`() throws {
    let run = try ProgramRun.tandem(
      "--root", "in", "run", "out/s.tdm", "--json", "out/o.json", in: folder)
    #expect(run.errors.contains("out/o.json lies outside of "))
    #expect(!folder.has("out/o.json"))
  }

  // MARK: - In the shell

  /// A shell with these options whose state is kept in a folder.
  private func shell(_ options: [String], state: String) throws -> PseudoTerminal {
    try PseudoTerminal(
      LineEditorTests.program, options,
      environment: [
        "XDG_STATE_HOME": folder.path(state), "TANDEM_HISTORY": folder.path(state + "/history"),
      ])
  }

  @Test func `a session under a root saves, opens and begins nothing outside`() throws {
    let shell = try shell(["--root", folder.path("in")], state: "out/state")
    try shell.type(["x = 1"])
    for line in [
      ":save \(folder.path("out/s.md"))", ":open \(folder.path("out/n.md"))",
      ":tutorial \(folder.path("out/n.md"))",
    ] {
      try shell.type(line, at: "[2]>", until: "lies outside of")
    }
    try shell.type(":save \(folder.path("in/s.md"))", at: "[2]>", until: "1 cell written")
    #expect(folder.has("in/s.md") && !folder.has("out/s.md"))
    #expect(!folder.has("out/state/history") && !folder.has("out/state/tandem"))
  }

  @Test func `a session keeps history and journal inside of the root`() throws {
    let shell = try shell(["--root", folder.path("in")], state: "in/state")
    try shell.type(["x = 1"])
    #expect(folder.has("in/state/history") && folder.has("in/state/tandem/journals"))
  }

  @Test func `a read-only session leaves no trace`() throws {
    let shell = try shell(["--read-only"], state: "in/state")
    try shell.type(["x = 1"])
    try shell.type(":save \(folder.path("in/s.md"))", at: "[2]>", until: "cannot write")
    #expect(!folder.has("in/s.md"))
    #expect(!folder.has("in/state/history") && !folder.has("in/state/tandem"))
  }

  @Test func `a read-only lesson keeps no progress`() throws {
    for (option, keeps) in [("--read-only", false), ("--ascii", true)] {
      let lesson = try shell([option, "tutorial", folder.path("in/n.md")], state: "in/state")
      try lesson.wait(forCursorLine: "lesson 1/1>")
      lesson.send("\r")
      lesson.pause(seconds: 0.3)
      lesson.send(":quit\r")
      _ = try lesson.exitStatus()
      #expect(folder.has("in/state/tandem/lessons") == keeps, "\(option)")
    }
  }

  // MARK: - Paths

  @Test func `a path that cannot be told is not resolved`() {
    let place = folder.path("in")
    #expect(FileAccess.resolve(place + "/new.txt")?.hasSuffix("/in/new.txt") == true)
    #expect(FileAccess.resolve(place + "/a/b/./new.txt")?.hasSuffix("/in/a/b/new.txt") == true)
    #expect(FileAccess.resolve(place + "/away/new.txt")?.hasSuffix("/out/new.txt") == true)
    #expect(FileAccess.resolve(place + "/none/../new.txt") == nil)
    #expect(FileAccess.resolve(place + "/dangling.txt") == nil)
    #expect(FileAccess.resolve(place + "/dangling.txt/x") == nil)
  }
}
