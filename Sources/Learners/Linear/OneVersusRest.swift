package import Optimization
package import Tensors

/// A learner that answers yes or no, and tells several classes apart by asking for each in turn.
package protocol OneVersusRestLearner: Learner {}

extension OneVersusRestLearner {
  /// Two classes are the ordinary yes-or-no model, one class is a constant; otherwise every class
  /// against the rest, the questions of all tasks in one batch.
  package func fitClasses(
    _ X: DesignMatrix, _ tasks: [ClassTask]
  ) throws -> [any FittedClassifier] {
    try InputChecks.features(X)
    try InputChecks.samples(X.rowCount)
    for task in tasks { try task.check(rowCount: X.rowCount) }
    let questions = try tasks.map { try $0.classCount <= 2 ? [$0.binary] : $0.questions() }
    let answers = try fitBinary(X, questions.flatMap { $0 })
    var place = 0
    return zip(tasks, questions).map { task, questions in
      let models = Array(answers[place..<place + questions.count])
      place += questions.count
      if task.classCount <= 2 {
        return BinaryClassifier(models[0], classCount: max(task.classCount, 1))
      }
      return OneVersusRest(models, featureCount: X.columnCount)
    }
  }
}

extension ClassTask {
  /// Each class against the rest: targets `(1 − ε) [k = code] + ε/K`.
  fileprivate func questions() throws -> [BinaryTask] {
    try (0..<classCount).map { k in
      try Interrupt.check()
      return BinaryTask(
        name: "class \(k) of \(name)",
        targets: codes.map {
          ($0 == k ? 1 - smoothing : 0) + smoothing / Double(classCount)
        })
    }
  }
}

/// Yes-or-no models of several classes, whose probabilities are scaled to sum to 1.
package struct OneVersusRest: FittedClassifier {
  /// One a class.
  package let models: [any FittedBinary]
  package let featureCount: Int

  init(_ models: [any FittedBinary], featureCount: Int) {
    self.models = models
    self.featureCount = featureCount
  }

  package var classCount: Int { models.count }

  /// Sums over the classes; the gradient and the iterations of the class with most of them.
  package var report: SolverReport {
    let reports = models.map(\.report)
    let method = reports.first { $0.method != .constant }?.method ?? .constant
    return SolverReport(
      method: method, iterations: reports.map(\.iterations).max() ?? 0,
      loss: reports.reduce(0) { $0 + $1.loss }, penalty: reports.reduce(0) { $0 + $1.penalty },
      gradient: reports.map(\.gradient).max() ?? 0,
      converged: reports.allSatisfy(\.converged))
  }

  package var linear: [LinearScore]? {
    let scores = models.compactMap(\.linear)
    return scores.count == models.count ? scores : nil
  }

  /// A note that classes share is given once.
  package var notes: [String] {
    var places: [String: [Int]] = [:]
    for (k, model) in models.enumerated() {
      for note in model.notes { places[note, default: []].append(k) }
    }
    return places.sorted { $0.value.lexicographicallyPrecedes($1.value) }.map { note, classes in
      "\(classes.count == 1 ? "class \(classes[0])" : "\(classes.count) classes"): \(note)"
    }
  }

  /// Each class's probability over their sum; equal shares in a row without any.
  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    var table = try ownProbabilities(X)
    let width = classCount
    table.withMutableElements { p in
      for start in stride(from: 0, to: p.count, by: width) {
        var sum = 0.0
        for k in start..<start + width { sum += p[k] }
        for k in start..<start + width { p[k] = sum > 0 ? p[k] / sum : 1 / Double(width) }
      }
    }
    return table
  }

  /// n×K, what each model says by itself.
  private func ownProbabilities(_ X: DesignMatrix) throws -> Tensor {
    let width = classCount
    if var table = try inputScores(models, X, featureCount: featureCount) {
      let constants = models.map(\.constant)
      table.withMutableElements { z in
        for i in z.indices { z[i] = constants[i % width] ?? sigmoid(z[i]) }
      }
      return table
    }
    let columns = try models.map { try $0.probabilities(X) }
    return Tensor((0..<X.rowCount).flatMap { i in columns.map { $0[i] } }, Shape(X.rowCount, width))
  }
}
