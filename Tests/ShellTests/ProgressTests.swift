import Glibc
import Testing

/// Whatever takes long says how far it is, on standard error alone.
@Suite(.serialized) struct ProgressTests {
  private let folder = TemporaryFolder()

  /// Work that takes longer than 0.3 s, and what its progress is called.
  private static let work = [
    ("fit(random_forest(trees=400), randn(600, 12), randint(0, 2, 600));", "grow trees "),
    ("cross_validate(chain_ensemble(logistic(), m=30), data, folds=5);", "validate"),
    ("fit(chain_ensemble(logistic(), m=200), data);", "train"),
    ("fit(rakel(random_forest(trees=300), k=3, m=50), data);", "%"),
    (
      "lambda_path(multitask(penalty=nuclear(1)), make_tasks(tasks=20, rows=150, features=60), "
        + "count=60);",
      "path"
    ),
    ("fit(ml_knn(), make_labels(rows=6000, features=60));", "find neighbours "),
  ]

  @Test(arguments: work)
  func `long work tells its name and its share`(_ code: String, _ title: String) throws {
    let data = "data = make_labels(rows=600, features=20, labels=8)\n"
    let run = try ProgramRun.tandem("--progress", "-e", data + code)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.isEmpty)
    // A machine so fast that the work takes no third of a second has nothing to tell.
    guard run.seconds > 0.8 else { return }
    #expect(run.errors.contains(title) && run.errors.contains("% "), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count <= 30, "\(run.errors)")
  }

  @Test func `a run within a run is named behind the outermost one`() throws {
    let code = "cross_validate(chain_ensemble(logistic(), m=60), make_labels(rows=600, labels=8));"
    let run = try ProgramRun.tandem("--progress", "-e", code)
    guard run.seconds > 0.8 else { return }
    #expect(run.errors.contains("validate: train "), "\(run.errors)")
    // The share never falls.
    let shares = run.errors.split(separator: "\n").compactMap { line in
      line.split(separator: " ").first { $0.hasSuffix("%") }.flatMap { Int($0.dropLast()) }
    }
    #expect(!shares.isEmpty && shares == shares.sorted(), "\(shares)")
  }

  @Test func `a document that is checked tells its cells`() throws {
    let cell =
      "```tandem\nt = time(); while time() - t < 0.2 { fit(logistic(), randn(50, 3), randint(0, "
      + "2, 50)) }\n```\n"
    folder.write(String(repeating: cell, count: 6), "long.md")
    let run = try ProgramRun.tandem("check", "--progress", "long.md", in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors.contains("long.md") && run.errors.contains("% "), "\(run.errors)")
    #expect(!run.output.contains("%"))
  }

  @Test func `on a terminal the bar goes to standard error, and what is piped stays clean`() throws
  {
    let code = "fit(chain_ensemble(logistic(), m=2000), make_labels(rows=400, labels=6)); print(1)"
    let shell = try PseudoTerminal(
      "/bin/sh",
      ["-c", "\(LineEditorTests.program) -e '\(code)' > '\(folder.path)/out'; echo over"],
      environment: [:])
    try shell.wait(for: "over")
    #expect(folder.text("out") == "1\n")
    #expect(!shell.screen.text.contains("▕"))
    #expect(shell.output.contains("▕") && shell.output.contains("train"))
  }

  // MARK: - What a cell cost

  @Test func `a long cell says its time and memory`() throws {
    let state = TemporaryFolder()
    let shell = try LineEditorTests.start(rows: 30, environment: state.environment)
    try shell.type(["x = zeros(4000, 4000) + 1; t = time(); while time() - t < 1.1 { }"])
    try shell.wait(forCursorLine: "[2]>")
    try shell.wait(for: "peak ")
    let line = try #require(shell.screen.lines.first { $0.hasPrefix("(") })
    #expect(line.contains(" s, +12") && line.contains(" MB, peak "), "\(line)")
    try shell.type(["1 + 1"], from: 2)
    try shell.wait(forCursorLine: "[3]>")
    #expect(shell.screen.lines.count { $0.hasPrefix("(") } == 1)
  }

  @Test func `cells that train networks again and again do not fill the memory`() throws {
    let state = TemporaryFolder()
    let shell = try LineEditorTests.start(rows: 30, environment: state.environment)
    try shell.type([
      "X = randn(2000, 40); y = X[:, 0]",
      "net = hard_sharing(inputs=40, trunk=[dense(128), relu, dense(64), relu], heads={a: "
        + "regression()})",
    ])
    let resident =
      "number(split(trim(filter(lines(read_text(\"/proc/self/status\")), l -> starts_with(l, "
      + "\"VmRSS\"))[0]), \" \")[-2])"
    var sizes: [Double] = []
    for cell in 0..<14 {
      try shell.type(["fit(net, X, {a: y}, epochs=2, batch=500);"], from: 3 + 2 * cell)
      try shell.type(["\"kb={\(resident)}\""], from: 4 + 2 * cell)
      try shell.wait(forCursorLine: "[\(5 + 2 * cell)]>")
      let line = shell.screen.lines.last { $0.hasPrefix("kb=") }
      sizes.append(Double(line?.dropFirst(3) ?? "") ?? 0)
    }
    // After the first cells have made what is kept.
    let growth = (sizes[13] - sizes[5]) / 8
    #expect(growth < 300, "KB a cell: \(growth), \(sizes)")
  }
}
