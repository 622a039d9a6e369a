internal import Datasets
internal import Diagnostics

/// The solver that suits a problem, at its start or at given weights.
///
/// - Parameters:
///   - problem: data, loss and penalty.
///   - model: tolerance and limits.
///   - start: the weights to begin at; zeros when there are none.
///   - prepared: the loss's products with the data, when an earlier solver has made them.
/// - Returns: the solver before its first iteration.
/// - Throws: `data` naming the task whose inputs do not suit; `unsupported` with the reason when the
///   penalty's terms cannot be solved together.
func makeTaskSolver(
  _ problem: TaskProblem, _ model: MultiTaskModel, from start: TaskIterate?,
  prepared: (any SmoothLoss)? = nil
) throws -> any TaskSolver {
  // The squared loss of a proximal search sees it from its Gram matrices.
  let isSeen =
    problem.loss == .squared && !problem.penalty.corners.isEmpty
    && !AlternatingStructureSolver.suits(problem.penalty)
  if !isSeen, prepared == nil { try problem.checkInputs() }
  if AlternatingStructureSolver.suits(problem.penalty) {
    return try AlternatingStructureSolver(problem, model, from: start)
  }
  let corners = try PenaltyCorners(problem.penalty)
  try corners.structure?.checkRank(
    taskCount: problem.data.taskCount, featureCount: problem.data.featureCount)
  if corners.isComposite {
    if isSeen, prepared == nil { try problem.checkInputs() }
    return try SplittingSolver(problem, model, from: start)
  }
  if problem.penalty.corners.isEmpty {
    switch problem.loss {
    case .squared: return try LinearSystemSolver(problem, model, from: start)
    case .logistic: return try NewtonSolver(problem, model, from: start)
    }
  }
  if let prepared {
    return try ProximalGradientSolver.prepared(problem, model, prepared, from: start)
  }
  return try ProximalGradientSolver(problem, model, from: start)
}
