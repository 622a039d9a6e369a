import Testing

/// `:step` as a person uses it.
@Suite(.serialized) struct StepperShellTests {
  private static let data =
    #"data = make_labels(rows=60, features=2, labels=["sky", "sea", "sun"], seed=3)"#

  /// A shell that stands in a stepper over the training of a chain of three links.
  private func start() throws -> PseudoTerminal {
    let shell = try LineEditorTests.start(rows: 60)
    try shell.type([
      Self.data,
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
    _ = try shown(shell, "nxet", at: 1, until: "did you mean `next`")
    _ = try shown(shell, "n x", at: 1, until: "takes a number of stages from 1, found `x`")
    _ = try shown(shell, "to link moon", at: 1, until: "no stage of this run is called `link moon`")
    _ = try shown(shell, "show", at: 1, until: "`show ?` lists the panels")
    _ = try shown(shell, "what-if", at: 1, until: "try `what-if sky=1`")
    _ = try shown(shell, "why moon", at: 1, until: "found 'moon'")
    try shell.wait(forCursorLine: "step 1/3>")
  }

  @Test func `what was typed ahead reaches the stepper and then the shell`() throws {
    let shell = try start()
    shell.send("q\r:step step(chain, data)\rn\rq\r1 + 41\r")
    try shell.wait(for: "step 1 of 3")
    try shell.wait(forCursorLine: "[4]>")
    #expect(shell.answer(to: "1 + 41") == ["42"])
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
    let question = "all(proba(result(ans), data) == proba(fit(chain, data), data))"
    try shell.type([question], from: 3)
    // No run from the top gives the stepper as it was left.
    #expect(shell.answer(to: question) == ["true", "stale now: 3 (:rerun stale)"])
    try shell.type(":undo 2", at: "[4]>", until: "taken back: :step step(chain, data)")
  }

  @Test func `what is no stepper is refused with the way to make one`() throws {
    let shell = try LineEditorTests.start()
    try shell.type(":step 3", at: "[1]>", until: "needs a stepper, found the number 3")
    try shell.type(":step", at: "[1]>", until: "write :step step(model, data)")
  }

  // MARK: - As a debugger

  @Test func `into a link, through its iterations, and out again`() throws {
    let shell = try start()
    let outer = try shown(shell, "n", at: 0, until: "step 1 of 3")
    try shell.type("into", at: "step 1/3>", until: "CHAIN train › link sky › start")
    try shell.wait(until: "the prompt of the level") { $0.cursorLine.hasPrefix("inner step 0/") }
    shell.send("n\r")
    try shell.wait(for: "link sky › iteration 1")
    shell.send("c\r")
    try shell.wait(for: "converged")
    shell.send("n\r")
    try shell.wait(for: "this level is over; out returns to link sky")
    shell.clearScreen()
    shell.send("out\r")
    try shell.wait(forCursorLine: "step 1/3>")
    #expect(shell.answer(to: "out") == outer)
  }

  @Test func `breaks, watched figures and differences`() throws {
    let shell = try start()
    _ = try shown(shell, "break link sea", at: 0, until: "c stops at link sea")
    _ = try shown(shell, "watch loss", at: 0, until: "watch loss  not at this stage")
    _ = try shown(shell, "c", at: 0, until: "stopped at break link sea")
    _ = try shown(shell, "diff", at: 2, until: "label")
    _ = try shown(shell, "n", at: 2, until: "before")
    _ = try shown(shell, "watch los", at: 3, until: "did you mean `loss`?")
    try shell.wait(forCursorLine: "step 3/3>")
  }

  @Test func `set changes a coefficient, and back takes the change away`() throws {
    let shell = try start()
    let before = try shown(shell, "n", at: 0, until: "step 1 of 3")
    _ = try shown(shell, "set x0 = 7", at: 1, until: "+7.000*")
    #expect(try shown(shell, "b", at: 1, until: "step 1 of 3") == before)
    _ = try shown(shell, "set moon=1", at: 1, until: "found 'moon'")
    _ = try shown(shell, "set ?", at: 1, until: "set bias=0")
  }

  @Test func `a screen is saved as a page, unless nothing may be written`() throws {
    let folder = TemporaryFolder()
    let shell = try start()
    _ = try shown(shell, "save \(folder.path)/a.html", at: 0, until: "saved")
    _ = try shown(shell, "save \(folder.path)/a.svg", at: 0, until: "saved")
    _ = try shown(shell, "save \(folder.path)/a.bmp", at: 0, until: "must end in .html")
    #expect(folder.names(in: "") == ["a.html", "a.svg"])
    let closed = try LineEditorTests.start(["--read-only"])
    try closed.type([Self.data, "chain = classifier_chain(logistic())"])
    try closed.type(":step step(chain, data)", at: "[3]>", until: "step 0/3>")
    try closed.type("save \(folder.path)/b.txt", at: "step 0/3>", until: "--read-only")
    #expect(folder.names(in: "") == ["a.html", "a.svg"])
  }

  @Test func `redraw paints a screen over the one before`() throws {
    let shell = try start()
    _ = try shown(shell, "redraw on", at: 0, until: "step 0 of 3")
    shell.send("n\r")
    try shell.wait(for: "step 1 of 3")
    try shell.wait(forCursorLine: "step 1/3>")
    #expect(shell.screen.lines.first?.hasPrefix("CHAIN train | link 1 of 3") == true)
    shell.send("redraw off\r")
    try shell.wait(for: "appended")
    shell.send("n\r")
    try shell.wait(forCursorLine: "step 2/3>")
    #expect(shell.screen.lines.first?.hasPrefix("CHAIN train | link 1 of 3") == true)
  }

  @Test func `a window of another size gets screens of its width`() throws {
    let shell = try start()
    shell.resize(rows: 60, columns: 60)
    _ = try shown(shell, "n", at: 0, until: "step 1 of 3")
    #expect(shell.answer(to: "n").allSatisfy { $0.count <= 60 })
    #expect(shell.answer(to: "n").first?.hasSuffix("step 1 of 3") == true)
  }

  @Test func `Ctrl-C in a long stage leaves the stepper before it`() throws {
    let shell = try LineEditorTests.start()
    let names = (0..<10).map { "\"l\($0)\"" }.joined(separator: ", ")
    try shell.type([
      "data = make_labels(rows=4000, features=60, labels=[\(names)], seed=3)",
      "sets = label_powerset(logistic(tol=1e-12))",
    ])
    try shell.type(":step step(sets, data)", at: "[3]>", until: "step 0/4>")
    try shell.type("to 3", at: "step 0/4>", until: "step 3 of 4")
    try shell.wait(forCursorLine: "step 3/4>")
    shell.send("n\r")
    shell.pause(seconds: 0.2)
    shell.send(LineEditorTests.interrupt)
    try shell.wait(for: "interrupted")
    try shell.wait(forCursorLine: "step 3/4>")
    shell.send("b\r")
    try shell.wait(forCursorLine: "step 2/4>")
  }

  @Test func `Tab completes commands and what they take`() throws {
    let shell = try start()
    _ = try shown(shell, "n", at: 0, until: "step 1 of 3")
    shell.send("wha\t")
    try shell.wait(forCursorLine: "step 1/3> what-if")
    shell.send(" bi\t")
    try shell.wait(forCursorLine: "step 1/3> what-if bias=")
  }

  // MARK: - Asking first

  @Test func `with guess on a stage is asked about before it is shown`() throws {
    let shell = try start()
    _ = try shown(shell, "guess on", at: 0, until: "n asks before it shows a stage")
    _ = try shown(shell, "n", at: 0, until: "guess the sign of the coefficient of x0 for sky: +, -")
    try shell.wait(forCursorLine: "step 0/3 guess>")
    shell.send("maybe\r")
    try shell.wait(for: "`maybe`")
    try shell.wait(forCursorLine: "step 0/3 guess>")
    shell.send("+\r")
    try shell.wait(for: "you said +")
    try shell.wait(for: "guesses: ")
    _ = try shown(shell, "n", at: 1, until: "coefficient of sky for sea")
    shell.send("\r")
    try shell.wait(for: "step 2 of 3")
    _ = try shown(shell, "guess", at: 2, until: "of 1; guess off ends the questions")
    _ = try shown(shell, "guess off", at: 2, until: "without asking")
    _ = try shown(shell, "n", at: 2, until: "step 3 of 3")
    try shell.wait(forCursorLine: "step 3/3>")
  }

  @Test func `expressions see the figures of the stage and leave no variable behind`() throws {
    let shell = try start()
    _ = try shown(shell, "n", at: 0, until: "step 1 of 3")
    _ = try shown(shell, "= len(coefficients) + len(data)", at: 1, until: "62")
    _ = try shown(shell, "p label", at: 1, until: "sky")
    _ = try shown(shell, "loss > 1e9", at: 1, until: "false")
    _ = try shown(shell, "p moon", at: 1, until: "there is no name moon")
    _ = try shown(shell, "los", at: 1, until: "did you mean `loss`")
    try shell.type("q", at: "step 1/3>", until: "ans is the stepper")
    try shell.type("coefficients", at: "[3]>", until: "there is no name coefficients")
  }

  @Test func `a beginning of a command is enough where only one begins so`() throws {
    let shell = try start()
    _ = try shown(shell, "ne", at: 0, until: "step 1 of 3")
    _ = try shown(shell, "wa loss, penalty", at: 1, until: "watch penalty")
    _ = try shown(shell, "watch off loss", at: 1, until: "watch penalty")
    _ = try shown(shell, "re", at: 1, until: "did you mean `redraw`, `restart`?")
    _ = try shown(shell, "br loss<0", at: 1, until: "c stops at loss<0")
    _ = try shown(shell, "break off loss<1", at: 1, until: "there is no break `loss<1`")
    _ = try shown(shell, "break off loss<0", at: 1, until: "no breaks")
    shell.send(LineEditorTests.up + LineEditorTests.up)
    try shell.wait(forCursorLine: "step 1/3> break off loss<1")
  }

  // MARK: - Long runs

  /// A stepper over the training of a small network for very many epochs.
  private func long(_ options: [String] = []) throws -> PseudoTerminal {
    let shell = try LineEditorTests.start(options, rows: 40)
    try shell.type([
      "rows = head_data(randn([256, 8]), {y: randn(256)})",
      "net = hard_sharing(8, [dense(16), tanh], heads={y: regression()})",
    ])
    try shell.type(
      ":step step(net, rows, epochs=1000000)", at: "[3]>", until: "step 0/1000000>")
    return shell
  }

  @Test func `Ctrl-C in c stops at the last stage that was completed and shows it`() throws {
    let shell = try long()
    shell.send("c\r")
    try shell.wait(for: "step ")
    shell.pause(seconds: 1)
    shell.clearScreen()
    shell.send(LineEditorTests.interrupt)
    try shell.wait(for: "interrupted")
    try shell.wait(for: "| n  b  c  to  into")
    try shell.wait(until: "a prompt") {
      $0.cursorLine.hasPrefix("step ") && $0.cursorLine.hasSuffix(">")
    }
    let step = shell.screen.cursorLine.dropFirst(5).prefix { $0.isNumber }
    #expect(Int(step).map { $0 > 0 } == true)
    #expect(shell.screen.text.contains("epoch \(step) of 1000000"))
    shell.send("b\r")
    try shell.wait(forCursorLine: "step \((Int(step) ?? 0) - 1)/1000000>")
  }

  @Test func `a window of another size is painted anew while screens are redrawn`() throws {
    let shell = try start()
    _ = try shown(shell, "redraw on", at: 0, until: "step 0 of 3")
    shell.send("n\r")
    try shell.wait(forCursorLine: "step 1/3>")
    shell.resize(rows: 60, columns: 60)
    try shell.wait(until: "the screen in 60 columns") {
      $0.lines.first.map { $0.hasSuffix("step 1 of 3") && $0.count <= 60 } == true
    }
    try shell.wait(forCursorLine: "step 1/3>")
    shell.send("n\r")
    try shell.wait(forCursorLine: "step 2/3>")
    #expect(shell.screen.lines.first?.hasPrefix("CHAIN train | link 2 of 3") == true)
    #expect(shell.screen.lines.count { $0.hasPrefix("CHAIN train") } == 1)
  }

  // MARK: - Elsewhere

  @Test func `a lesson opens a stepper and goes on where it was`() throws {
    let (folder, kept) = (TemporaryFolder(), TemporaryFolder())
    let lesson = """
      # A lesson

      ```tandem
      data = make_labels(rows=20, features=2, seed=3); chain = classifier_chain(logistic())
      ```

      More.

      ```tandem
      print("second")
      ```

      """
    folder.write(lesson, "lesson.md")
    let shell = try PseudoTerminal(
      LineEditorTests.program, ["tutorial", folder.path("lesson.md")], rows: 60,
      environment: kept.environment)
    try shell.wait(forCursorLine: "lesson 1/2>")
    shell.send("\r\r")
    try shell.wait(forCursorLine: "lesson 2/2>")
    try shell.type(":step step(chain, data)", at: "lesson 2/2>", until: "step 0/3>")
    try shell.type("n 2", at: "step 0/3>", until: "step 2 of 3")
    try shell.type("why", at: "step 2/3>", until: "log odds")
    try shell.type("q", at: "step 2/3>", until: "ans is the stepper as you left it")
    try shell.type("print(ans.step + 40)", at: "lesson 2/2>", until: "42")
    try shell.type(":step 3", at: "lesson 2/2>", until: "needs a stepper")
    shell.send("\r")
    try shell.wait(for: "second")
  }

  @Test func `a run is saved as one page that goes to a step and answers to keys`() throws {
    let folder = TemporaryFolder()
    let shell = try start()
    _ = try shown(shell, "save run \(folder.path)/run.html", at: 0, until: "saved")
    _ = try shown(shell, "save run \(folder.path)/run.txt every=2", at: 0, until: "saved")
    _ = try shown(shell, "save run \(folder.path)/run.svg", at: 0, until: ".html or .txt")
    _ = try shown(shell, "save run \(folder.path)/a.html every=no", at: 0, until: "from 1")
    #expect(folder.has("run.html") && folder.has("run.txt") && !folder.has("a.html"))
    #expect(folder.text("run.txt").contains("step 2 of 3"))
    guard let browser = Browser() else { return }
    for (fragment, keys, step) in [
      ("", [], "0"), ("step=2", [], "2"), ("step=99", [], "3"),
      ("", ["n", "ArrowRight", "b"], "1"),
      ("step=1", ["End", "n"], "3"), ("step=2", ["Home"], "0"),
    ] as [(String, [String], String)] {
      let page = try browser.document("run.html", in: folder, fragment: fragment, keys: keys)
      let shown = page.split(separator: "class=\"stage now\" data-step=\"").dropFirst()
      #expect(shown.map { String($0.prefix { $0.isNumber }) } == [step], "#\(fragment) \(keys)")
      #expect(page.contains("screen \((Int(step) ?? 0) + 1) of 4"))
    }
  }
}
