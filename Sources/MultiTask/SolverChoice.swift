internal import Diagnostics

/// The solver that suits a problem, at its start or at given weights.
///
/// - Throws: `unsupported` with the reason when the penalty's terms cannot be solved together.
func makeTaskSolver(
  _ problem: TaskProblem, _ model: MultiTaskModel, from start: TaskIterate?
) throws -> any TaskSolver {
  if AlternatingStructureSolver.suits(problem.penalty) {
    return try AlternatingStructureSolver(problem, model, from: start)
  }
  if problem.penalty.corners.isEmpty {
    switch problem.loss {
    case .squared: return try LinearSystemSolver(problem, model, from: start)
    case .logistic: return try NewtonSolver(problem, model, from: start)
    }
  }
  return try ProximalGradientSolver(problem, model, from: start)
}
