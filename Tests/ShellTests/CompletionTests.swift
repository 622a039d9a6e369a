import Glibc
import Testing

/// What Tab offers while a line is typed.
@Suite(.serialized) struct CompletionTests {
  private func completed(_ line: String, in shell: PseudoTerminal, to result: String) throws {
    shell.send(line + "\t")
    try shell.wait(forCursorLine: "[2]> " + result)
    shell.send(LineEditorTests.interrupt)
    try shell.wait(forCursorLine: "[2]>")
  }

  @Test func `fields, keyword arguments, commands and topics are completed`() throws {
    let shell = try LineEditorTests.start()
    try shell.type([#"data = {features: 1, other: 2}"#])
    try completed("data.fe", in: shell, to: "data.features")
    try completed(
      "logistic(pen", in: shell,
      to: "logistic(penalty=  logistic(C=1, penalty=\"l2\", tol=1e-06, l1_ratio=0.5, …")
    try completed(":rec", in: shell, to: ":recover")
    try completed("?classifier_c", in: shell, to: "?classifier_chain")
  }

  @Test func `behind a parenthesis or a comma the arguments are listed`() throws {
    let shell = try LineEditorTests.start()
    for head in ["logistic(", "logistic(2, "] {
      shell.send(head + "\t\t")
      try shell.wait(until: "the arguments") { screen in
        ["C=", "penalty=", "tol="].allSatisfy(screen.text.contains)
      }
      shell.send(LineEditorTests.interrupt)
      shell.clearScreen()
    }
  }

  @Test func `a path in a string is completed, a folder with its slash`() throws {
    let folder = TemporaryFolder()
    mkdir(folder.path + "/inner", 0o700)
    let shell = try LineEditorTests.start(columns: 120)
    try shell.type(["0"])
    shell.send("load_data(\"\(folder.path)/in\t")
    try shell.wait(for: "\(folder.path)/inner/")
  }
}
