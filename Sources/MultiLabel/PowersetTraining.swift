internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import Optimization
package import Stepping
internal import Tensors

/// Training of a label powerset in four stages: read the label sets, count the classes, look at the
/// label space, train one multi-class model.
package struct PowersetTraining: Steppable {
  enum Stage: Int {
    case start, sets, classes, space, model
  }

  let powerset: LabelPowerset
  let data: Dataset
  let test: Dataset?
  private(set) var classes: PowersetClasses?
  private(set) var model: (any FittedClassifier)?
  private(set) var stage = Stage.start

  init(_ powerset: LabelPowerset, _ data: Dataset, test: Dataset? = nil) throws {
    try data.checkTraining()
    if let test {
      try InputChecks.labels(test.Y, rowCount: test.rowCount, names: test.labelNames)
      guard test.labelNames == data.labelNames else {
        throw Failure(.data, "expected a test set with the training set's labels, found others")
      }
    }
    self.powerset = powerset
    self.data = data
    self.test = test
  }

  package mutating func advance() throws -> Bool {
    guard let next = Stage(rawValue: stage.rawValue + 1) else { return false }
    if next == .sets { classes = PowersetClasses(data.Y) }
    if next == .model, let classes {
      model = try powerset.base.fitClasses(data.X, codes: classes.codes, classes: classes.count)
    }
    stage = next
    return true
  }

  package var position: StepPosition {
    StepPosition(done: stage.rawValue, total: Stage.model.rawValue)
  }

  package var nextStage: String? {
    switch stage {
    case .start: "read each row's labels as one code"
    case .sets: "count the rows of each class"
    case .classes: "compare with the label space"
    case .space: "train one \(classes?.count ?? 0)-class model"
    case .model: nil
    }
  }

  package var output: FittedPowerset? {
    guard let classes, let model else { return nil }
    return FittedPowerset(
      summary: powerset.summary, labelNames: data.labelNames, featureNames: data.featureNames,
      classes: classes, model: model)
  }

  package func matches(_ target: String) -> Bool {
    switch stage {
    case .start: false
    case .sets: target == "sets"
    case .classes: target == "classes"
    case .space: target == "space"
    case .model: target == "model"
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
    if let model {
      state.append(("objective", .number(model.report.objective)))
      state.append(("iterations", .number(Double(model.report.iterations))))
    }
    return state
  }
}
