internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import Optimization
package import Stepping
internal import Tensors

/// Training of a label powerset in stages: read the label sets, count the classes, prune rare ones
/// where that was asked for, look at the label space, train one multi-class model.
package struct PowersetTraining: Steppable {
  enum Stage: String {
    case start, sets, classes, pruned, space, model
  }

  private(set) var powerset: LabelPowerset
  let data: Dataset
  let test: Dataset?
  /// The label sets as the data have them.
  private(set) var all: PowersetClasses?
  /// What pruning did.
  private(set) var pruned: PrunedSets?
  private(set) var model: (any FittedClassifier)?
  private(set) var done = 0
  /// The model that was trained already, when the run shows a part of another one.
  private let given: (any FittedClassifier)?

  init(
    _ powerset: LabelPowerset, _ data: Dataset, test: Dataset? = nil,
    given: (any FittedClassifier)? = nil
  ) throws {
    try data.checkTraining()
    if powerset.scope == .all, data.labelCount > PowersetScope.mostLabels {
      throw PowersetTraining.tooMany(data.labelCount)
    }
    if let test {
      try InputChecks.labels(test.Y, rowCount: test.rowCount, names: test.labelNames)
      guard test.labelNames == data.labelNames else {
        throw Failure(.data, "expected a test set with the training set's labels, found others")
      }
    }
    self.powerset = powerset
    self.data = data
    self.test = test
    self.given = given
  }

  private static func tooMany(_ labels: Int) -> Failure {
    let classes = labels < 63 ? "2^\(labels) = \(1 << labels)" : "2^\(labels)"
    return Failure(
      .limit,
      "expected at most \(PowersetScope.mostLabels) labels for classes=\"all\", found \(labels): "
        + "\(classes) classes",
      notes: [
        "classes=\"observed\" takes the label sets that occur",
        "rakel(base, k=3) takes few labels at a time",
      ])
  }

  /// The stages in order.
  private var stages: [Stage] {
    [.start, .sets, .classes] + (powerset.prune > 1 ? [.pruned] : []) + [.space, .model]
  }

  var stage: Stage { stages[done] }

  /// The classes as they are at this stage.
  var classes: PowersetClasses? { pruned?.classes ?? all }

  /// Numbers of the classes that a model is trained to tell apart.
  private func known(_ classes: PowersetClasses) -> [Int] {
    powerset.base.learnsUnseenClasses
      ? Array(classes.sets.indices) : classes.sets.indices.filter { !classes.rows[$0].isEmpty }
  }

  package var hasEvenStages: Bool { false }

  package mutating func advance() throws -> Bool {
    guard done + 1 < stages.count else { return false }
    switch stages[done + 1] {
    case .sets: all = PowersetClasses(data.Y, scope: powerset.scope)
    case .pruned:
      if let all {
        pruned = try PrunedSets(all, least: powerset.prune, scope: powerset.scope)
      }
    case .model: if let classes { model = try given ?? trained(classes) }
    case .start, .classes, .space: break
    }
    done += 1
    return true
  }

  private func trained(_ classes: PowersetClasses) throws -> any FittedClassifier {
    let known = known(classes)
    let place = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    return try powerset.base.fitClasses(
      classes.keepsRows && classes.examples.count == data.rowCount
        ? data.X : data.X.rows(classes.examples),
      codes: classes.codes.map { place[$0] ?? 0 }, classes: known.count)
  }

  package var position: StepPosition { StepPosition(done: done, total: stages.count - 1) }

  package var nextStage: String? {
    guard done + 1 < stages.count else { return nil }
    switch stages[done + 1] {
    case .start: return nil
    case .sets: return "read each row's labels as one code"
    case .classes: return "count the rows of each class"
    case .pruned: return "drop label sets seen fewer than \(powerset.prune) times"
    case .space: return "compare with the label space"
    case .model: return "train one \(classes.map { known($0).count } ?? 0)-class model"
    }
  }

  package var output: FittedPowerset? {
    guard let classes, let model else { return nil }
    return FittedPowerset(
      summary: powerset.summary, labelNames: data.labelNames, featureNames: data.featureNames,
      classes: classes, pruned: pruned, known: known(classes), model: model)
  }

  /// `set prune=p`, while no label set has been dropped yet.
  package func setting(_ name: String, to value: String) throws -> PowersetTraining {
    guard name == "prune" else {
      throw Failure(
        .name, "this run has no setting `\(name)`", notes: ["its only setting is prune"])
    }
    guard let prune = Int(value), prune >= 0 else {
      throw Failure(.value, "expected prune to be a whole number from 0, found \(value)")
    }
    guard pruned == nil, done < 3 else {
      throw Failure(
        .value, "prune is set before label sets are dropped, found the run at '\(stage.rawValue)'",
        notes: ["go back with `to classes` and set it there"])
    }
    var changed = self
    changed.powerset = try LabelPowerset(powerset.base, classes: powerset.scope, prune: prune)
    return changed
  }

  package func matches(_ target: String) -> Bool { stage != .start && target == stage.rawValue }

  package var stageNames: [String] { stages.dropFirst().map(\.rawValue) }

  package var question: Question? {
    guard done + 1 < stages.count else { return nil }
    switch stages[done + 1] {
    case .sets:
      let labels = data.labelNames.indices.filter { data.Y[0, $0] == 1 }.map { data.labelNames[$0] }
      return Question(
        "the code of row 0", figure: "codes[0]", .count,
        hint: "its labels: \(labels.isEmpty ? "none" : labels.joined(separator: ", ")); label c "
          + "counts 2^c")
    case .classes: return Question("the number of label sets that occur", figure: "classes", .count)
    case .pruned: return Question("the number of sets dropped", figure: "dropped_sets", .count)
    case .space: return Question("the number of sets seen once", figure: "seen_once", .count)
    case .start, .model: return nil
    }
  }

  package var state: [(name: String, value: StateValue)] {
    guard let classes else { return [("rows", .number(Double(data.rowCount)))] }
    var state: [(name: String, value: StateValue)] = [
      ("codes", .tensor(Tensor(classes.codes.map { Double(classes.sets[$0].code ?? $0) }))),
      ("classes", .number(Double(classes.count))),
      ("counts", .tensor(Tensor(classes.rows.map { Double($0.count) }))),
      (
        "label_sets",
        .tensor(
          Tensor(classes.sets.flatMap(\.entries), Shape(classes.count, classes.labelCount)))
      ),
      ("seen_once", .number(Double(classes.seenOnce))),
      ("coverage", .number(classes.coverage)),
    ]
    if let pruned {
      state.append(("dropped_sets", .number(Double(pruned.dropped.count))))
      state.append(("dropped_rows", .number(Double(pruned.droppedRows))))
      state.append(("reintroduced", .number(Double(pruned.reintroduced))))
      state.append(("lost_rows", .number(Double(pruned.lostRows))))
      state.append(("examples", .tensor(Tensor(classes.examples.map(Double.init)))))
    }
    if let model {
      state.append(("objective", .number(model.report.objective)))
      state.append(("iterations", .number(Double(model.report.iterations))))
    }
    return state
  }
}
