internal import Diagnostics
internal import Runtime
internal import Tensors

extension CellRunner {
  /// Runs a cell of a session and notes in its state what it did and through which names it depends
  /// on others.
  ///
  /// - Parameters:
  ///   - number: a cell of the state.
  ///   - source: the program, which becomes the cell's.
  ///   - state: takes the run.
  ///   - isOrdered: whether the random numbers go on from the cell above, as in a run from the top.
  ///   - clock: tells seconds.
  package func run(
    _ number: Int, _ source: String, in state: inout NotebookState, isOrdered: Bool = false,
    clock: () -> Double
  ) {
    if isOrdered { interpreter.random = state.takeRandomNumbers(above: number) }
    let names = CellNames(source, in: surroundings)
    let doubtful = names.possiblyAssigned.subtracting(names.assigned)
    let before = Dictionary(uniqueKeysWithValues: doubtful.map { ($0, interpreter.value(of: $0)) })
    let random = interpreter.random
    let start = clock()
    let outcome = run(
      SourceText(name: "cell \(number)", text: source), number: number, pipesAnswer: true)
    var read = names.read
    var assigned: Set<String> = []
    if outcome.error == nil {
      assigned = names.assigned.union([CellNames.output(number)])
      if outcome.lastShown != nil { assigned.insert("ans") }
      let same = doubtful.filter { isSame(before[$0] ?? nil, interpreter.value(of: $0)) }
      assigned.formUnion(doubtful.subtracting(same))
      // Whether it gave them anew cannot be told, so it passes on what it found.
      let kept = same.filter { interpreter.value(of: $0) != nil }
      read.formUnion(kept)
      assigned.formUnion(kept)
      if names.restartsRandom || interpreter.random != random { assigned.insert(CellNames.random) }
      if !names.restartsRandom, interpreter.random != random { read.insert(CellNames.random) }
    }
    let shown: Set = ["ans", CellNames.output(number), CellNames.random]
    let run = CellRun(
      id: state.nextRun, outcome: outcome.forNotebook, seconds: clock() - start,
      seen: state.seen(read),
      assigned: assigned,
      mayAssign: outcome.error == nil
        ? names.possiblyAssigned : names.possiblyAssigned.union(shown),
      random: interpreter.random)
    state.record(run, of: number, source: source)
  }

  private var surroundings: CellSurroundings {
    CellSurroundings(
      functionNames: { [interpreter] in interpreter.value(of: $0)?.globalNames ?? [] },
      importedText: { [interpreter] path in
        let isWhole = path.hasPrefix("/") || interpreter.folder.isEmpty
        let full = isWhole ? path : "\(interpreter.folder)/\(path)"
        return try? FileAccess.read(try interpreter.files.readable(full))
      })
  }

  private func isSame(_ a: Value?, _ b: Value?) -> Bool {
    switch (a, b) {
    case (nil, nil): true
    case (let a?, let b?): a.isEqual(to: b)
    default: false
    }
  }
}

extension NotebookState {
  /// The random numbers as the cells above leave them in a run from the top, which they are now.
  fileprivate mutating func takeRandomNumbers(above number: Int) -> RandomGenerator {
    let provision = Staleness(self).randomAbove[number]
    writers[CellNames.random] = provision?.run
    return provision.flatMap { cell($0.cell)?.run?.random } ?? RandomGenerator(seed: header.seed)
  }

  /// The runs that gave names their present values.
  fileprivate func seen(_ names: Set<String>) -> [String: Int] {
    var seen: [String: Int] = [:]
    for name in names { seen[name] = writers[name] ?? 0 }
    // What a cell without a value has in `out` depends on how far the list goes.
    let lacksOutput = names.contains { $0.hasPrefix("out[") && writers[$0] == nil }
    if lacksOutput {
      seen[CellNames.everyOutput] = 0
      for (name, run) in writers where name.hasPrefix("out[") { seen[name] = run }
    }
    return seen
  }
}
