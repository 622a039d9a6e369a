internal import Charts
internal import Datasets
internal import Tensors

extension MultiTaskTraining {
  /// W with a shade for each weight's size, the distance of every task to the mean below, the tasks
  /// that are alike at the side.
  ///
  /// Of many features those with the largest norms are shown, of many tasks the first.
  func weightPanel(features: Int = 6, tasks: Int = 5, sides: Bool = true) -> Panel {
    let figures = WeightFigures(iterate.W)
    let shownTasks = Array(0..<min(tasks, figures.W.taskCount))
    let rows = chosenFeatures(figures.W, features)
    let largest = figures.W.values.reduce(0) { max($0, abs($1)) }
    let places = DecimalPlaces([largest], significant: 3)
    var columns: [Table.Column] = [
      .init(StyledText("W \(figures.W.featureCount)×\(figures.W.taskCount)"))
    ]
    for t in shownTasks {
      columns.append(.init(StyledText(shortTask(t)), .right, leftOut: t < 2 ? nil : t))
    }
    var table = Table(columns: columns)
    table.parts = Table.Parts("tasks", 1..<1 + shownTasks.count, of: figures.W.taskCount)
    for k in rows {
      table.rows.append(
        [StyledText(shortFeature(k))]
          + shownTasks.map { cell(figures.W[k, $0], largest, places) })
    }
    let distances = figures.W.distancesToMean
    let distancePlaces = DecimalPlaces(distances, significant: 3)
    table.rows.append(
      [StyledText("‖w-mean‖", .dim)]
        + shownTasks.map { StyledText(distancePlaces.text(distances[$0]) + " ", .dim) })
    if sides { addSide(to: &table, figures, largest, places) }
    return .table(table)
  }

  private func cell(_ value: Double, _ largest: Double, _ places: DecimalPlaces) -> StyledText {
    guard value != 0 else { return StyledText("0 ", .dim) }
    return StyledText(places.signedText(value))
      + .shade(abs(value), in: 0...max(largest, 1e-300), .balance(value / max(largest, 1e-300)))
  }

  /// The features with the largest norms, in column order.
  private func chosenFeatures(_ W: TaskWeights, _ limit: Int) -> [Int] {
    guard W.featureCount > limit else { return Array(0..<W.featureCount) }
    let norms = W.rowNorms
    return norms.indices.sorted { (norms[$1], $0) < (norms[$0], $1) }.prefix(limit).sorted()
  }

  /// Puts the scale of the shades and the tasks that are alike into a column on the right, which goes
  /// where the width does not suffice.
  private func addSide(
    to table: inout Table, _ figures: WeightFigures, _ largest: Double, _ places: DecimalPlaces
  ) {
    let lines = similarLines(figures, limit: 3, opposed: 2, length: 8)
    let scale = "0 ░▒▓█ ±\(places.text(largest))"
    let width = (lines + [scale]).map { cellWidth($0) }.max() ?? 0
    // To the right, so that the lines are never cut: a task is left out instead.
    table.columns.append(.init(StyledText(padded(scale, to: width)), .right, leftOut: 1))
    while table.rows.count < lines.count {
      table.rows.append(Array(repeating: "", count: table.columns.count - 1))
    }
    for (i, line) in lines.enumerated() {
      table.rows[i].append(StyledText(padded(line, to: width)))
    }
  }

  /// The pairs of tasks whose weights point the same way, and those that are opposed; where none are
  /// near enough, the nearest pair.
  func similarLines(
    _ figures: WeightFigures, limit: Int, opposed: Int, length: Int
  ) -> [String] {
    let pairs = figures.pairs()
    func name(_ t: Int) -> String { clipped(problem.data.tasks[t].name, length) }
    func line(_ pair: WeightFigures.Pair, _ sign: String) -> String {
      "  \(name(pair.i)) \(sign) \(name(pair.j)) \(fixed(pair.cosine, 2))"
    }
    let alike = pairs.filter { $0.cosine > 0.75 }
    let against = pairs.reversed().filter { $0.cosine < -0.75 }
    var lines = [
      alike.isEmpty ? "similar, no cos > 0.75" : "similar, cos > 0.75" + more(alike.count, limit)
    ]
    lines += (alike.isEmpty ? pairs.prefix(1) : alike.prefix(limit)).map { line($0, "─") }
    guard !against.isEmpty else { return lines }
    lines.append("opposed, cos < -0.75" + more(against.count, opposed))
    return lines + against.prefix(opposed).map { line($0, "╌") }
  }

  private func more(_ count: Int, _ limit: Int) -> String {
    count > limit ? " (\(count))" : ""
  }
}
