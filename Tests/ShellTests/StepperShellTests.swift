import Testing

/// `:step` as a person uses it.
@Suite(.serialized) struct StepperShellTests {
  /// A shell that stands in a stepper over the training of a chain of three links.
  private func start() throws -> PseudoTerminal {
    let shell = try LineEditorTests.start(rows: 60)
    try shell.type([
      #"data = make_labels(rows=60, features=2, labels=["sky", "sea", "sun"], seed=3)"#,
      "chain = classifier_chain(logistic())",
    ])
    try shell.type(":step step(chain, data)", at: "[3]>", until: "step 0/3>")
    return shell
  }

  /// What a command shows, the stepper being at `place` before it.
  private func shown(
    _ shell: PseudoTerminal, _ command: String, at place: Int, until text: String
  ) throws -> [String] {
    try shell.type(command, at: "step \(place)/3>", until: text)
    return shell.answer(to: command)
  }

  @Test func `forwards and back shows the same screen, and a jump shows what steps show`() throws {
    let shell = try start()
    let first = try shown(shell, "n", at: 0, until: "step 1 of 3")
    let second = try shown(shell, "n", at: 1, until: "step 2 of 3")
    #expect(first != second)
    #expect(try shown(shell, "b", at: 2, until: "step 1 of 3") == first)
    #expect(try shown(shell, "to link sea", at: 1, until: "step 2 of 3") == second)
    let third = try shown(shell, "c", at: 2, until: "step 3 of 3")
    #expect(try shown(shell, "restart", at: 3, until: "step 0 of 3") != third)
    #expect(try shown(shell, "to 3", at: 0, until: "step 3 of 3") == third)
  }

  @Test func `a wrong command says what there is and changes nothing`() throws {
    let shell = try start()
    _ = try shown(shell, "n", at: 0, until: "step 1 of 3")
    _ = try shown(shell, "nex", at: 1, until: "did you mean `next`?")
    _ = try shown(shell, "n x", at: 1, until: "takes a number of stages from 1, found `x`")
    _ = try shown(shell, "to link moon", at: 1, until: "no stage of this run is called `link moon`")
    _ = try shown(shell, "show", at: 1, until: "`show ?` lists the panels")
    _ = try shown(shell, "what-if", at: 1, until: "try `what-if sky=1`")
    _ = try shown(shell, "why moon", at: 1, until: "found 'moon'")
    try shell.wait(forCursorLine: "step 1/3>")
  }

  @Test func `Ctrl-C discards a command and Ctrl-D leaves the stepper, not the shell`() throws {
    let shell = try start()
    shell.send("wh" + LineEditorTests.interrupt)
    try shell.wait(forCursorLine: "step 0/3>")
    shell.send("\u{4}")
    try shell.wait(forCursorLine: "[3]>")
  }

  @Test func `a run stepped to its end is left in ans and answers like the fit`() throws {
    let shell = try start()
    _ = try shown(shell, "c", at: 0, until: "step 3 of 3")
    try shell.type("q", at: "step 3/3>", until: "ans is the stepper as you left it")
    try shell.type(["all(proba(result(ans), data) == proba(fit(chain, data), data))"], from: 3)
    #expect(shell.screen.lines.suffix(2).first == "true")
  }

  @Test func `what is no stepper is refused with the way to make one`() throws {
    let shell = try LineEditorTests.start()
    try shell.type(":step 3", at: "[1]>", until: "needs a stepper, found the number 3")
    try shell.type(":step", at: "[1]>", until: "write :step step(model, data)")
  }
}
