import Datasets
import Tensors
import Testing

@Suite("Generated convex problems")
struct ConvexProblemsTests {
  /// Sums of inputs and targets, how many labels are 1 more often than 0, and single entries, as the
  /// reference generator (NumPy 2) reports them.
  @Test(arguments: [
    (ConvexProblem.small, 902.555076206218, -372.8273715185327, -72.0, 0.19369787665310362),
    (.large, -922.5451195430063, 2803.103241307961, 174, 0.27865202634723735),
    (.smallShared, 260.91839567046566, 17.849166760221614, -16, 0.393665840818524),
    (.largeShared, 4652.370577779052, 1190.2268207930424, 188, -1.0774333580787965),
  ])
  func `are those that the optima were found for`(
    problem: ConvexProblem, inputs: Double, targets: Double, labels: Double, second: Double
  ) throws {
    let sum = problem.designs.reduce(0) { $0 + $1.elements.reduce(0, +) }
    #expect(abs(sum - inputs) < 1e-6)
    #expect(abs(problem.targets.joined().reduce(0, +) - targets) < 1e-6)
    #expect(problem.designs[0][0, 1] == second)
    let signs = try problem.classification().tasks.map { 2 * $0.y.elements.reduce(0, +) }
    #expect(signs.reduce(-Double(problem.taskCount * problem.rowCount), +) == labels)
  }
}
