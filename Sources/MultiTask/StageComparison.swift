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
    guard let previous, position.done > 0 else { return nil }
    let now = iterate
    let names = ("iter \(position.done - 1)", "iter \(position.done)")
    if let before = now.before, before.count == now.parts.count, change == nil {
      if !problem.penalty.corners.isEmpty, now.step > 0 {
        return StageComparison(
          kind: .proximal, before: before, after: now.parts, titles: ("before", "after"))
      }
      if solver.stop == .exact {
        return StageComparison(
          kind: .coupling, before: before, after: now.parts, titles: ("alone", "coupled"))
      }
    }
    guard previous.parts.count == now.parts.count else {
      return StageComparison(
        kind: .iterations, before: [previous.W], after: [now.W], titles: names)
    }
    return StageComparison(
      kind: .iterations, before: previous.parts, after: now.parts, titles: names)
  }

  /// η λ of a term, by which the proximal operator shrinks; `nil` for a term without corners, or where
  /// several terms with corners share the step.
  func threshold(_ term: PenaltyTerm) -> Double? {
    guard iterate.step > 0, problem.penalty.corners.count == 1 else { return nil }
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
