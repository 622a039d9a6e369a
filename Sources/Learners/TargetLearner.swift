internal import Diagnostics
package import Tensors

/// A learner that takes every question, of two classes or of several, as weights of its classes.
///
/// What all such learners have in common stands here: checks, constants, and two classes as a
/// yes-or-no model.
package protocol TargetLearner: Learner {
  /// Fits questions of at least two classes on an n×p design of finite numbers, n ≥ 1.
  func fit(_ X: DesignMatrix, _ targets: [ClassTargets]) throws -> [any ExplainedClassifier]
}

extension TargetLearner {
  package func fitBinary(_ X: DesignMatrix, _ tasks: [BinaryTask]) throws -> [any FittedBinary] {
    try InputChecks.features(X)
    try InputChecks.samples(X.rowCount)
    for task in tasks { try task.check(rowCount: X.rowCount) }
    let open = tasks.indices.filter { tasks[$0].constant == nil }
    let fitted = open.isEmpty ? [] : try fit(X, open.map { ClassTargets(tasks[$0]) })
    var models: [any FittedBinary] = tasks.map {
      ConstantModel($0.constant ?? 0, featureCount: $0.features?.count ?? X.columnCount)
    }
    for (place, model) in zip(open, fitted) { models[place] = TwoClassModel(model) }
    return models
  }

  package func fitClasses(
    _ X: DesignMatrix, _ tasks: [ClassTask]
  ) throws -> [any FittedClassifier] {
    try InputChecks.features(X)
    try InputChecks.samples(X.rowCount)
    for task in tasks { try task.check(rowCount: X.rowCount) }
    let constants = tasks.map { $0.classCount > 2 ? nil : $0.binary.constant }
    let open = tasks.indices.filter { constants[$0] == nil }
    let fitted = open.isEmpty ? [] : try fit(X, open.map { ClassTargets(tasks[$0]) })
    var models: [any FittedClassifier] = zip(tasks, constants).map { task, constant in
      BinaryClassifier(
        ConstantModel(constant ?? 0, featureCount: X.columnCount),
        classCount: max(task.classCount, 1))
    }
    for (place, model) in zip(open, fitted) { models[place] = model }
    return models
  }
}

extension ClassTargets {
  /// The inputs of this question alone.
  func inputs(of X: DesignMatrix) throws -> DesignMatrix {
    guard let features else { return X }
    return try X.columns(features)
  }

  /// Questions by the inputs they look at, in the order of their first one.
  static func byFeatures(_ targets: [ClassTargets]) -> [[Int]] {
    var groups: [[Int]] = []
    var places: [[Int]?: Int] = [:]
    for (index, target) in targets.enumerated() {
      if let place = places[target.features] {
        groups[place].append(index)
      } else {
        places[target.features] = groups.count
        groups.append([index])
      }
    }
    return groups
  }
}
