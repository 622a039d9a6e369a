import Testing

/// Long trainings watched, stopped and picked up again at the prompt.
@Suite(.serialized) struct TrainingProgressTests {
  private let folder = TemporaryFolder()

  private static let network = [
    "X = randn(500, 5)",
    "net = hard_sharing(inputs=5, trunk=[dense(32), tanh], heads={a: regression()})",
  ]

  @Test func `Ctrl-C ends a training after its last epoch, and resume goes on`() throws {
    let shell = try LineEditorTests.start(rows: 40, environment: folder.environment)
    try shell.type(Self.network)
    try shell.wait(forCursorLine: "[3]>")
    shell.send("f = fit(net, X, {a: X[:, 0]}, epochs=100000)\r")
    try shell.wait(for: "train ▕")
    try shell.wait(for: "eta ")
    shell.send(LineEditorTests.interrupt)
    try shell.wait(for: "resume() continues")
    try shell.wait(forCursorLine: "[4]>")
    #expect(shell.screen.text.contains("of 100000 epochs"))
    #expect(shell.screen.lines.allSatisfy { $0.count <= 80 })
    // The cell is undone, and what it came to is there to go on with.
    try shell.type(["f", "g = resume(epochs=1)"], from: 4)
    #expect(shell.screen.text.contains("there is no name f"))
    #expect(shell.screen.text.contains("resume: epochs must be at least"))
    shell.send("g = resume()\r")
    try shell.wait(until: "a bar once more") {
      $0.text.components(of: "train ▕") == 2
    }
    shell.send(LineEditorTests.interrupt)
    try shell.wait(forCursorLine: "[7]>")
  }

  @Test func `a quick training shows no bar, a finished bar is erased`() throws {
    let shell = try LineEditorTests.start(rows: 40, environment: folder.environment)
    try shell.type(Self.network)
    try shell.type(["f = fit(net, X, {a: X[:, 0]}, epochs=1)"], from: 3)
    #expect(!shell.output.contains("▕"))
    shell.send(
      "t = time(); n = 1; while time() - t < 1 { n = n * 2; fit(net, X, {a: X[:, 0]}, epochs=n).epochs }\r"
    )
    try shell.wait(forCursorLine: "[5]>")
    #expect(shell.output.contains("▕"))
    #expect(!shell.screen.text.contains("▕"))
  }

  @Test func `scripts tell of what takes longer than a second, on standard error alone`() throws {
    func loop(_ seconds: Double) -> String {
      "for i in 0:10 { t = time(); while time() - t < \(seconds) { } }; print(1)"
    }
    let short = try ProgramRun.tandem("-e", loop(0.03))
    #expect(short.output == "1\n" && (short.errors.isEmpty || short.seconds > 1))
    let long = try ProgramRun.tandem("-e", loop(0.25))
    #expect(long.output == "1\n" && long.errors.contains("for i ") && long.errors.contains("% "))
    #expect(!long.errors.contains("\u{1B}"))
  }

  @Test func `scripts tell their progress sooner when asked, and nothing else changes`() throws {
    let code =
      Self.network.joined(separator: "; ")
      + "; t = time(); n = 1; while time() - t < 1 { n = n * 2; f = fit(net, X, {a: X[:, 0]}, epochs=n) }; print(n > 0)"
    let told = try ProgramRun.tandem("--progress", "-e", code)
    #expect(told.output == "true\n")
    #expect(told.errors.contains("train ") && told.errors.contains("% "))
    #expect(!told.errors.contains("\u{1B}"))
  }
}

extension String {
  /// How often a part occurs.
  fileprivate func components(of part: String) -> Int {
    indices.count { self[$0...].hasPrefix(part) }
  }
}
