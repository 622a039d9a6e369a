package import Charts
internal import Diagnostics
internal import Stepping
internal import Tensors

extension MultiTaskTraining {
  package func setting(_ name: String, to value: String) throws -> MultiTaskTraining {
    guard isKnown(name) else { throw unknownSetting(name) }
    guard let number = Double(value), number.isFinite else {
      throw Failure(.value, "expected \(name) to be a number, found '\(value)'")
    }
    return try changed(name, number)
  }

  /// The run with a number of the penalty or the tolerance changed.
  private func changed(_ name: String, _ value: Double) throws -> MultiTaskTraining {
    guard isKnown(name) else { throw unknownSetting(name) }
    if name == "tol" {
      guard !isDirect else {
        throw Failure(
          .value, "tol plays no part here: \(solver.method) gives the optimum at once")
      }
      return try changing(tolerance: value)
    }
    return try changing(problem.penalty.changing(name, to: value))
  }

  private func isKnown(_ name: String) -> Bool {
    name == "tol" || problem.penalty.settings.contains { $0.names.contains(name) }
  }

  private func unknownSetting(_ name: String) -> Failure {
    let known = problem.penalty.settings.map { $0.names[0] } + (isDirect ? [] : ["tol"])
    if problem.penalty.settings.contains(where: { $0.symbol == name }) {
      return Failure(
        .name, "several terms of this penalty have a \(name): name the term too",
        notes: ["known: \(known.joined(separator: ", "))"])
    }
    return Failure(
      .name, "expected a number of this run to change, found '\(name)'",
      notes: [
        known.isEmpty
          ? "a model without a penalty has none" : "known: \(known.joined(separator: ", "))"
      ])
  }

  // MARK: - What if

  /// `what-if lambda=1`: both runs to their ends, side by side; `what-if tol=1e-4`: where the run would
  /// have stopped.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard isKnown(change) else { throw unknownSetting(change) }
    guard change != "tol" else { return try whatIfTolerance(value) }
    var (own, other) = (self, try changed(change, value))
    try own.finish()
    try other.finish()
    let old = problem.penalty.settings.first { $0.names.contains(change) }?.value ?? 0
    let titles = ("\(change) \(shortNumber(old))", "\(change) \(shortNumber(value))")
    let table = Self.outcomes(own, other, titles)
    let (from, to) = (own.iterate.loss, other.iterate.loss)
    let verdict =
      from == to
      ? "the data loss stays the same"
      : "the data loss \(to > from ? "rises" : "falls") by \(shortNumber(abs(to - from))), as the "
        + "penalty \(value > old ? "weighs more" : "weighs less")"
    return Screen(
      title: "\(runName) what-if | both runs to their ends, from \(crumb)", position: "",
      panels: [.table(table)],
      why: [StyledText(verdict), "the run itself is unchanged; set makes the change"],
      next: nextStage)
  }

  /// Two finished runs, figure by figure.
  private static func outcomes(
    _ own: MultiTaskTraining, _ other: MultiTaskTraining, _ titles: (String, String)
  ) -> Table {
    var table = Table(columns: [
      .init("at the end"), .init(StyledText(titles.0), .decimal),
      .init(StyledText(titles.1), .decimal),
    ])
    let runs = [own, other]
    func add(_ name: String, _ figure: (MultiTaskTraining) -> Double) {
      let values = runs.map(figure)
      let places = DecimalPlaces(values, significant: 6)
      let isWhole = values.allSatisfy { $0 == $0.rounded() }
      let texts = values.map { isWhole ? shortNumber($0, digits: 6) : places.text($0) }
      table.rows.append([
        StyledText(name), StyledText(texts[0]),
        StyledText(texts[1], values[0] == values[1] ? .plain : .changed),
      ])
    }
    add("data loss") { $0.iterate.loss }
    for (i, name) in own.problem.penalty.termNames.prefix(6).enumerated() {
      add(name) { $0.iterate.penalties.indices.contains(i) ? $0.iterate.penalties[i] : 0 }
    }
    add("objective") { $0.iterate.objective }
    add("rank of W") {
      Double(TaskWeights.rank(of: WeightFigures($0.iterate.W).singularValues))
    }
    add("features used") { Double(WeightFigures($0.iterate.W).usedFeatures) }
    add("weights not 0") { Double(WeightFigures($0.iterate.W).nonzeroEntries) }
    add("mean ‖w - mean‖") {
      let distances = $0.iterate.W.distancesToMean
      return distances.reduce(0, +) / Double(max(distances.count, 1))
    }
    add("mean ‖w‖") {
      let norms = $0.iterate.W.taskNorms
      return norms.reduce(0, +) / Double(max(norms.count, 1))
    }
    add("iterations") { Double($0.position.done) }
    return table
  }

  private func whatIfTolerance(_ value: Double) throws -> Screen {
    guard value > 0, value < 1 else {
      throw Failure(.value, "expected tol to lie between 0 and 1, found \(shortNumber(value))")
    }
    guard !isDirect else {
      throw Failure(.value, "tol plays no part here: \(solver.method) gives the optimum at once")
    }
    var run = self
    if value < model.tolerance { run = try changing(tolerance: value) }
    try run.finish()
    let end = run.history.count - 1
    let stop = run.history.firstIndex { $0.accuracy <= value } ?? end
    let last = run.history[end]
    let excess = run.history[stop].objective - last.objective
    var table = Table(columns: [
      .init("tol", .decimal), .init("iterations", .right), .init("objective", .decimal),
      .init(StyledText(solver.measure), .decimal, leftOut: 1),
    ])
    for (tolerance, k) in [(model.tolerance, end), (value, stop)] {
      table.rows.append([
        StyledText(shortNumber(tolerance)), StyledText("\(k)"),
        StyledText(shortNumber(run.history[k].objective, digits: 10)),
        StyledText(shortNumber(run.history[k].accuracy)),
      ])
    }
    return Screen(
      title: "\(runName) what-if | tol \(shortNumber(value))", position: "",
      panels: [.table(table)],
      why: [
        StyledText(
          stop < end
            ? "it would stop \(counted(end - stop, "iteration")) earlier, its objective higher by "
              + shortNumber(excess) : "it would stop where it stops now"),
        "the run itself is unchanged",
      ], next: nextStage)
  }
}
