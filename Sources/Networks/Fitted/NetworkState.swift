internal import Tensors

/// Everything that training changes, as one list of numbers: the parameters, what the optimizer keeps
/// beside them, the statistics.
///
/// A copy of it is a checkpoint.
package struct NetworkState<S: NetworkScalar>: Sendable {
  package let parameterCount: Int
  package let slotCount: Int
  package let statisticCount: Int
  /// Parameters, slots, statistics, in this order.
  package var numbers: [S]
  /// Steps done.
  package var steps = 0

  /// The start: every parameter draws from a stream of its own, so that a network with one more layer
  /// begins like the one without it.
  package init(_ graph: Graph, optimizer: Optimizer, seed: Int) {
    parameterCount = graph.parameterCount
    slotCount = optimizer.slotCount
    statisticCount = graph.statisticCount
    numbers = [S](repeating: 0, count: (1 + slotCount) * parameterCount + statisticCount)
    for (stream, parameter) in graph.parameters.enumerated() {
      var generator = RandomGenerator(
        seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(stream) + 16)
      for i in 0..<parameter.count {
        numbers[parameter.offset + i] =
          switch parameter.start {
          case .uniform(let bound): S((2 * generator.uniform() - 1) * bound)
          case .constant(let value): S(value)
          case .values(let values): S(values[i])
          }
      }
    }
    for statistic in graph.statistics {
      for i in 0..<statistic.count {
        numbers[statisticsOffset + statistic.offset + i] = S(statistic.start)
      }
    }
  }

  package var statisticsOffset: Int { (1 + slotCount) * parameterCount }

  /// What predictions need: parameters and statistics.
  package var parameters: [S] { Array(numbers[..<parameterCount]) }
  package var statistics: [S] { Array(numbers[statisticsOffset...]) }
}
