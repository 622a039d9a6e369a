import Diagnostics
import Runtime
import Testing

@testable import Shell

@Suite struct ShellHabitTests {
  private static func interpreter(_ code: String = "") throws -> Interpreter {
    let interpreter = Interpreter.configured(
      try CommandLineArguments([]), display: DisplayOptions())
    try interpreter.run(SourceText(name: "test", text: code))
    return interpreter
  }

  @Test(arguments: [
    ("exit", ":quit"), ("quit()", ":quit"), ("exit;", ":quit"), ("help", "?"),
    ("help(fit)", "?fit"),
    ("fit?", "?fit"), ("fit??", "??fit"), ("?", "?"), ("doc fit", "?fit"), ("help fit", "?fit"),
    ("lookfor chain", "?chain"), ("apropos(\"two words\")", "?two words"),
    ("whos", ":vars"), ("%whos", ":vars"), ("varinfo()", ":vars"), ("history 5", ":history 5"),
    ("%hist", ":history"), ("ls", ":ls"), ("ls ../data", ":ls ../data"), ("!ls", ":ls"),
    ("cd ..", ":cd .."), ("cd('a b')", ":cd a b"), ("%cd -", ":cd -"), ("pwd", ":pwd"),
    ("clc", ":clear"), ("%timeit sort(x)", ":timeit sort(x)"), ("@time f(1)", ":time f(1)"),
    ("%run a.tdm", ":run a.tdm"), ("include(\"a.tdm\")", ":run a.tdm"), ("%edit 3", ":edit 3"),
    ("%reset", ":reset"), ("%save a.md", ":save a.md"),
  ]) func `a habit is the command it stands for`(line: String, command: String) throws {
    #expect(ForeignHabit.command(for: line, try Self.interpreter()) == command)
    let name = command.hasPrefix(":") ? command.dropFirst().prefix { $0 != " " } : "quit"
    #expect(try ShellCommand.find(String(name)).name == String(name))
  }

  @Test(arguments: [
    "cd = 3", "ls, x = [1, 2]", "ls += 1", "help(fit(1))", "whos + 1", "exit(1)", "pwd.x", "%", "@",
    "!", "%unknown", "x = cd", "pwd now", "cd\n..", "f(x)?", "sort", "sort(x)", "",
  ]) func `other lines mean themselves`(line: String) throws {
    #expect(ForeignHabit.command(for: line, try Self.interpreter()) == line)
  }

  @Test func `a name that has a value means itself`() throws {
    let interpreter = try Self.interpreter("ls = 1; exit = 2; cd = 3")
    for line in ["ls", "exit", "cd"] {
      #expect(ForeignHabit.command(for: line, interpreter) == line)
    }
  }

  @Test func `the command is named above its answer`() throws {
    let shell = try LineEditorTests.start()
    try shell.type("whos", at: "[1]>", until: "no variables yet")
    #expect(shell.answer(to: "whos") == [":vars", "no variables yet"])
    shell.send("quit\r")
    #expect(try shell.exitStatus() == 0)
  }
}
