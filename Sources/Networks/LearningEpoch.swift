/// What learns in one epoch: the ways back that reach it, and the parameters that move.
struct LearningEpoch: Sendable {
  /// The way back from all heads.
  let joint: BackwardProgram
  /// By task: the way back from its head alone.
  let alone: [BackwardProgram]
  /// The parameters that move; `nil` when all do.
  let ranges: [Range<Int>]?
  /// By operation: whether its statistics rest; empty when none do.
  let resting: [Bool]

  init(_ graph: Graph, _ plan: FreezePlan, _ epoch: Int) {
    let learning = plan.learning(in: epoch)
    let heads = graph.heads.indices
    joint = BackwardProgram(graph, heads: Array(heads), learning: learning)
    alone = heads.map { BackwardProgram(graph, heads: [$0], learning: learning) }
    ranges = plan.ranges(in: epoch)
    resting = plan.resting(in: epoch)
  }
}
