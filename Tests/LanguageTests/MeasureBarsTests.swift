import Testing

/// Tables of measures and data sets of tasks as pictures.
@Suite struct MeasureBarsTests {
  private let validated = """
    d = make_labels(rows=60, seed=1); b = binary_relevance(logistic())
    c = cross_validate(b, d, folds=3, ranking=true)

    """

  @Test func `measures that are no shares stand on axes of their own`() throws {
    let drawn = try Session().run(validated + "print(plot(c).kind); print(text(plot(c)))")
    let lines = drawn.split(separator: "\n")
    #expect(lines.first == "small multiples")
    func line(_ words: String) throws -> Int {
      try #require(lines.firstIndex { $0.contains(words) }, "\(drawn)")
    }
    let own = try line("on a scale of their own")
    #expect(try line("between 0 and 1") < own)
    for share in ["hamming", "f1_macro", "zero_one"] { #expect(try line(" \(share) ") < own) }
    for other in [" predicted_cardinality ", " coverage "] { #expect(try line(other) > own) }
    // A measure that is 0 has no axis for itself.
    #expect(lines.filter { $0 == "on a scale of their own" }.count == 1)
    #expect(drawn.contains(" ± "))
  }

  @Test func `models that are compared stand side by side`() throws {
    let drawn = try Session().run(
      validated + "x = compare({br: b, chain: classifier_chain(logistic())}, d, folds=3); "
        + "print(text(plot(x)))")
    let lines = drawn.split(separator: "\n").map(String.init)
    let first = try #require(lines.firstIndex { $0.contains("hamming br") }, "\(drawn)")
    #expect(lines[first + 1].contains("chain") && lines[first + 1].contains("±"))
    let chosen = try Session().run(
      validated + "x = compare({br: b, chain: classifier_chain(logistic())}, d, folds=3, "
        + "measures=[\"hamming\"]); print(text(plot(x)))")
    #expect(chosen.contains("hamming") && !chosen.contains("f1_macro"))
  }

  @Test func `the targets of tasks are drawn as boxes, classes as stacks`() throws {
    let drawn = try Session().run(
      """
      t = make_tasks(tasks=3, rows=20, seed=1)
      print(plot(t).kind, plot(t).title, plot(t, "rows").kind)
      print(text(plot(t)))
      u = task_data([ones(4, 1), ones(3, 1)], [[0, 1, 1, 1], [0, 0, 1]])
      print(text(plot(u)))
      """)
    let lines = drawn.split(separator: "\n")
    #expect(lines.first == "box plot y of each task bar chart")
    for task in 0..<3 { #expect(drawn.contains("task \(task)  20 │")) }
    #expect(drawn.contains("y = 1") && drawn.contains("y = 0"))
    let task = try #require(lines.last { $0.contains("task 0 │") })
    #expect(
      task.hasSuffix(" 4")
        && task.filter { $0 == "█" }.count >= 3 * task.filter { $0 == "▒" }.count - 3)
  }

  @Test(arguments: [
    ("bar([1, 2], errors=[1])", "bar: errors must be a number or have one for each of 2 bars"),
    ("bar([1, 2], errors=\"a\")", "bar: errors must be a vector, found"),
  ])
  func `errors that do not fit are told`(source: String, expected: String) {
    #expect(throws: (any Error).self) { try Session().run(source) }
    do { _ = try Session().run(source) } catch {
      #expect("\(error)".contains(expected), "\(error)")
    }
  }

  @Test func `positions come in descending order, equal ones as they were`() throws {
    // numpy.argsort(-x, kind="stable") of NumPy 2.4.6: [2 0 3 1 4], rows [1 0], [0 1].
    let drawn = try Session().run(
      "print(argsort([3, 1, 7, 3, 1], reverse=true)); print(argsort([1, 2; 4, 4], reverse=true)); "
        + "print(argsort([\"b\", \"c\", \"a\"], reverse=true)); print(argsort([], reverse=true))")
    #expect(
      drawn.split(separator: "\n").joined(separator: " ").contains("[2, 0, 3, 1, 4]"), "\(drawn)")
    #expect(drawn.contains("[1, 0; 0, 1]") && drawn.contains("[1, 0, 2]"), "\(drawn)")
  }
}
