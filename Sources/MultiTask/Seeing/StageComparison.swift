internal import Stepping
internal import Tensors

/// What an iteration made of what: the weights on both sides of the current stage.
struct StageComparison {
  /// What stands in front of the weights that are compared.
  enum Kind {
    /// The point that the gradient step reached, and what the proximal operator made of it.
    case proximal
    /// The tasks' solutions alone, and the coupled one.
    case coupling
    /// The weights of the iteration before, and of this one.
    case iterations
  }

  let kind: Kind
  let before: [TaskWeights]
  let after: [TaskWeights]
  /// What the columns of both are called.
  let titles: (before: String, after: String)

  /// The sums of the parts.
  var sumBefore: WeightFigures { Self.sum(before) }
  var sumAfter: WeightFigures { Self.sum(after) }

  private static func sum(_ parts: [TaskWeights]) -> WeightFigures {
    guard let first = parts.first else {
      return WeightFigures(TaskWeights(taskCount: 0, featureCount: 0))
    }
    return WeightFigures(parts.dropFirst().reduce(first, +))
  }
}

extension MultiTaskTraining {
  /// Both sides of the current stage; `nil` at the start.
  var comparison: StageComparison? {
    guard let previous, position.done > 0 || change != nil else { return nil }
    let now = iterate
    guard change == nil else {
      return StageComparison(
        kind: .iterations, before: now.parts, after: now.parts, titles: ("before", "now"))
    }
    if let before = now.before, before.count == now.parts.count {
      if isProximal {
        return StageComparison(
          kind: .proximal, before: before, after: now.parts, titles: ("before", "after"))
      }
      if isDirect, now.iteration == 2 {
        return StageComparison(
          kind: .coupling, before: before, after: now.parts, titles: ("alone", "coupled"))
      }
    }
    let isSplitAlike = previous.parts.count == now.parts.count
    return StageComparison(
      kind: .iterations, before: isSplitAlike ? previous.parts : [previous.W],
      after: isSplitAlike ? now.parts : [now.W],
      titles: (iterationName(position.done - 1), iterationName(position.done)))
  }

  /// `start`, `iter 3`.
  func iterationName(_ k: Int) -> String { k == 0 ? "start" : "iter \(k)" }

  /// Whether the terms with corners move copies of W of their own, as no gradient step does.
  var isSplit: Bool { solver is SplittingSolver }

  /// Whether the last iteration ended with a proximal step.
  var isProximal: Bool {
    iterate.step > 0 && !problem.penalty.corners.isEmpty && iterate.structure == nil
  }

  /// η λ of a term, by which the proximal operator shrinks; `nil` for a term without corners, or where
  /// several terms with corners share the step.
  func threshold(_ term: PenaltyTerm) -> Double? {
    guard isProximal, problem.penalty.corners.count == 1 else { return nil }
    switch term {
    case .nuclear(let strength), .l21(let strength), .l1(let strength):
      return strength > 0 ? iterate.step * strength : nil
    case .elasticNet(let strength, let ratio):
      return strength * ratio > 0 ? iterate.step * strength * ratio : nil
    case .coherence, .similarity, .l2, .dirty, .aso: return nil
    }
  }

  /// The number of the term whose panel the screen shows: the first with corners, or else the first.
  var shownTerm: Int? {
    let terms = problem.penalty.terms
    let cornered = terms.firstIndex { term in
      switch term {
      case .coherence, .similarity, .l2: false
      case .elasticNet(let strength, let ratio): strength * ratio > 0
      case .nuclear(let strength), .l21(let strength), .l1(let strength): strength > 0
      case .dirty, .aso: true
      }
    }
    return cornered ?? (terms.isEmpty ? nil : 0)
  }
}
