import Runtime
import Testing

/// What screens show where the width suffices, and what they say where it does not.
@Suite struct ScreenRoomTests {
  private func drawn(tasks: Int, width: Int = 80) throws -> [String] {
    let session = Session()
    session.interpreter.display.width = width
    let text = try session.run(
      "t = make_tasks(tasks=\(tasks), features=6, seed=1); "
        + "print(text(screen(advance(step(multitask(\"squared\", nuclear(0.3)), t), 4))))")
    return text.split(separator: "\n").map(String.init)
  }

  private func shownTasks(_ lines: [String]) throws -> Int {
    let heading = try #require(lines.first { $0.contains(" W 6×") }, "\(lines)")
    return heading.components(" task ")
  }

  @Test func `the weights of five tasks stand side by side on 80 columns`() throws {
    let lines = try drawn(tasks: 5)
    #expect(try shownTasks(lines) == 5)
    #expect(!lines.contains { $0.contains("tasks 1-") })
    #expect(lines.contains { $0.contains("similar") })
  }

  @Test(arguments: [(9, 80), (9, 60), (20, 80)])
  func `a line says how many tasks are shown where not all are`(tasks: Int, width: Int) throws {
    let lines = try drawn(tasks: tasks, width: width)
    let shown = try shownTasks(lines)
    #expect(shown < tasks)
    #expect(lines.contains { $0.contains("tasks 1-\(shown) of \(tasks)") }, "\(lines)")
  }

  @Test func `every way to decide is named at its label set in a tree of three labels`() throws {
    let screens = try Session().run(
      """
      d = make_labels(rows=60, graph="A -> B, A -> C, B -> C", seed=5)
      q = infer(fit(classifier_chain(logistic()), d), d)
      for row in range(0, 20) { print(text(screen(advance(q, 4 * row + 4)))) }
      """)
    var trees = 0
    for line in screens.split(separator: "\n") where line.contains("label-wise") {
      // In the tree, behind the joint probability.
      guard line.contains("─ ") else { continue }
      trees += 1
      #expect(line.hasSuffix("label-wise") && !line.contains("…"), "\(line)")
    }
    #expect(trees == 20)
  }
}

extension String {
  /// How often a piece occurs.
  fileprivate func components(_ piece: String) -> Int {
    var rest = self[...]
    var count = 0
    while let range = rest.firstRange(of: piece) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
