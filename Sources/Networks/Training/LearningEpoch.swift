/// What learns in one epoch: the ways back that reach it, and the parameters that move.
struct LearningEpoch: Sendable {
  /// The way back from all heads.
  let joint: BackwardProgram
  /// By task: the way back from its head alone.
  let alone: [BackwardProgram]
  /// The parameters that move; `nil` when all do from the start.
  let ranges: [MovingRange]?
  /// By operation: whether its statistics rest; empty when none do.
  let resting: [Bool]

  /// What learns in an epoch, the first being 0; `starts` has the steps done when each epoch began.
  init(_ graph: Graph, _ plan: FreezePlan, _ epoch: Int, starts: [Int]) {
    let learning = plan.learning(in: epoch)
    let heads = graph.heads.indices
    joint = BackwardProgram(graph, heads: Array(heads), learning: learning)
    alone = heads.map { BackwardProgram(graph, heads: [$0], learning: learning) }
    ranges = plan.ranges(in: epoch, starts: starts)
    resting = plan.resting(in: epoch)
  }
}
