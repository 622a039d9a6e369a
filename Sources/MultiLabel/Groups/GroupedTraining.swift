internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import Optimization
package import Stepping
internal import Tensors

/// Training of a grouped powerset, one group a stage.
///
/// All groups are trained by the first stage, in batches; the later ones reveal them.
package struct GroupedTraining: Steppable {
  let powerset: GroupedPowerset
  let data: Dataset
  /// Label positions of each group.
  let groups: [[Int]]
  private(set) var trained: [LabelGroup] = []
  private(set) var done = 0

  /// Numbers that the scores of one batch hold at most, unless a single group has more.
  private static let batchSize = 1 << 22

  init(_ powerset: GroupedPowerset, _ data: Dataset) throws {
    try data.checkTraining()
    self.powerset = powerset
    self.data = data
    groups = try powerset.grouping.groups(size: powerset.size, labels: data.labelNames)
  }

  package var hasEvenStages: Bool { false }

  package mutating func advance() throws -> Bool {
    guard done < groups.count else { return false }
    if trained.isEmpty { trained = try train() }
    done += 1
    return true
  }

  /// Every group's model, as many groups in one batch as their scores leave room for.
  private func train() throws -> [LabelGroup] {
    let classes = try groups.map { group in
      try Interrupt.check()
      return PowersetClasses(labels(of: group))
    }
    var models: [any FittedClassifier] = []
    let progress = Progress.begin(of: groups.count, "fit groups")
    defer { progress.end(isComplete: models.count == groups.count) }
    while models.count < groups.count {
      let first = models.count
      var (end, size) = (first, 0)
      repeat {
        size += classes[end].count * data.rowCount
        end += 1
      } while end < groups.count
        && size + classes[end].count * data.rowCount <= GroupedTraining.batchSize
      progress.report(first, underWay: end - first)
      models += try powerset.base.fitClasses(
        data.X,
        (first..<end).map { g in
          ClassTask(
            name: "group g\(g + 1)", codes: classes[g].codes, classCount: classes[g].count)
        })
    }
    return groups.indices.map { g in
      LabelGroup(labels: groups[g], classes: classes[g], model: models[g])
    }
  }

  /// The n×|g| labels of a group.
  private func labels(of group: [Int]) -> Tensor {
    let (n, C) = (data.rowCount, data.labelCount)
    return data.Y.withElements { y in
      Tensor((0..<n).flatMap { i in group.map { y[i * C + $0] } }, Shape(n, group.count))
    }
  }

  package var position: StepPosition { StepPosition(done: done, total: groups.count) }

  package var nextStage: String? {
    done < groups.count ? "group g\(done + 1): \(names(groups[done], room: 40))" : nil
  }

  /// The group of the current stage.
  var current: LabelGroup? { done > 0 ? trained[done - 1] : nil }

  package var output: FittedGroups? {
    guard done == groups.count else { return nil }
    return FittedGroups(
      summary: powerset.summary, labelNames: data.labelNames, featureNames: data.featureNames,
      groups: trained, voting: powerset.voting)
  }

  /// `g2`, `group 2` or `group g2` is the stage of that group.
  package func matches(_ target: String) -> Bool {
    done > 0 && ["g\(done)", "group \(done)", "group g\(done)"].contains(target)
  }

  package var stageNames: [String] { numberedStages("group", 1..<groups.count + 1) }

  package var question: Question? {
    guard done < groups.count else { return nil }
    let size = groups[done].count
    return Question(
      "the number of label sets of \(names(groups[done], room: 40)) that occur", figure: "classes",
      .count, hint: size < 31 ? "at most \(1 << size)" : "")
  }

  /// The training of the current group's powerset, which arrives at the model trained already.
  package func inner() throws -> (any Steppable)? {
    guard let current else { return nil }
    var part = data
    part.Y = labels(of: current.labels)
    part.labelNames = current.labels.map { data.labelNames[$0] }
    return try PowersetTraining(
      LabelPowerset(powerset.base), part, given: current.model)
  }

  package var state: [(name: String, value: StateValue)] {
    guard let current else {
      return [("groups", .list(groups.map { .tensor(Tensor($0.map(Double.init))) }))]
    }
    let classes = current.classes
    return [
      ("group", .number(Double(done - 1))),
      ("labels", .list(current.labels.map { .text(data.labelNames[$0]) })),
      ("positions", .tensor(Tensor(current.labels.map(Double.init)))),
      (
        "label_sets",
        .tensor(
          Tensor(classes.sets.flatMap(\.entries), Shape(classes.count, classes.labelCount)))
      ),
      ("classes", .number(Double(classes.count))),
      ("counts", .tensor(Tensor(classes.rows.map { Double($0.count) }))),
      ("objective", .number(current.model.report.objective)),
      ("iterations", .number(Double(current.model.report.iterations))),
    ]
  }
}
