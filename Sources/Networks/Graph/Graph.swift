/// A quantity that a graph computes for each row: one or more groups of numbers in one shape.
///
/// Groups are what runs side by side: experts, the towers of tasks, the trunks of soft sharing. In
/// memory a row's groups stand one after the other.
package struct GraphValue: Sendable {
  package let name: String
  package let groups: Int
  /// `[w]`, or channels, height and width.
  package let shape: [Int]
  /// Whether a parameter had a part in it, so that a gradient must reach it.
  package let dependsOnParameters: Bool

  /// The numbers of one group.
  package var count: Int { shape.reduce(1, *) }
  /// The numbers of a row.
  package var width: Int { groups * count }
}

/// Some columns of a value, as an operation reads them.
package struct ValueSlice: Sendable {
  package let value: Int
  package let offset: Int
  package let count: Int
}

/// Whose a parameter is.
package enum ParameterOwner: Sendable, Hashable {
  /// All tasks learn it.
  case shared
  /// One task alone learns it.
  case task(Int)
  /// Its groups belong to the tasks, in order.
  case eachTask
}

/// What a parameter is before the first step.
package enum ParameterStart: Sendable {
  /// Uniform between −bound and bound.
  case uniform(Double)
  case constant(Double)
  case values([Double])
}

/// A tensor that training changes.
package struct GraphParameter: Sendable {
  /// Where it stands in the network: `trunk 1 weights`.
  package let name: String
  /// As it lies in memory, row-major.
  package let shape: [Int]
  /// The axis of `shape` that counts groups; `nil` when there is one group.
  package let groupAxis: Int?
  package let start: ParameterStart
  package let owner: ParameterOwner
  /// Where it begins among all parameters.
  package let offset: Int

  package var count: Int { shape.reduce(1, *) }
  package var range: Range<Int> { offset..<offset + count }
}

/// Numbers that training keeps beside the parameters without a gradient: the running means of a
/// batch normalisation.
package struct GraphStatistic: Sendable {
  package let name: String
  package let count: Int
  package let start: Double
  package let offset: Int
}

/// Something added to the loss that depends on parameters alone: the distance of soft sharing.
package protocol ParameterPenalty: Sendable {
  /// As a program would write it, for diagrams: `0.1 · squared distance of trunk 1 weights`.
  var name: String { get }
  /// How many numbers of scratch it needs; 0 unless said.
  var scratchCount: Int { get }
  /// Its value; its gradient is added to `gradients`. Both pointers reach all parameters.
  func addGradient<S: NetworkScalar>(
    _ parameters: UnsafePointer<S>, into gradients: UnsafeMutablePointer<S>,
    scratch: UnsafeMutablePointer<Double>
  ) throws -> Double
}

/// A step of a graph from values to a value.
package struct GraphOperation: Sendable {
  /// Where it stands in the network: `trunk 1 dense(64)`.
  package let name: String
  package let kernel: Kernel
  package let inputs: [ValueSlice]
  package let output: Int
  package let parameters: [Int]
  package let statistics: [Int]
}

/// Where the scores of a head are.
package struct HeadOutput: Sendable {
  package let head: Head
  /// The value that holds the scores, as wide as the head needs.
  package let scores: Int
  package let link: Link

  /// What a score is.
  package enum Link: Sendable {
    /// A number, or what a sigmoid or softmax makes a probability of.
    case score
    /// The logarithm of a probability.
    case logProbability
  }
}

/// A network written out: values, the operations between them in order, and the parameters.
package struct Graph: Sendable {
  package var values: [GraphValue] = []
  package var operations: [GraphOperation] = []
  package var parameters: [GraphParameter] = []
  package var statistics: [GraphStatistic] = []
  package var penalties: [any ParameterPenalty] = []
  package var heads: [HeadOutput] = []
  /// Values that screens and charts follow over training: gates, by what they are.
  package var watched: [WatchedValue] = []
  /// Parameters that they follow: α.
  package var watchedParameters: [WatchedParameter] = []

  /// The value that holds the inputs.
  package var input: Int { 0 }
  /// All trained numbers.
  package var parameterCount: Int { parameters.last.map { $0.offset + $0.count } ?? 0 }
  /// All kept statistics.
  package var statisticCount: Int { statistics.last.map { $0.offset + $0.count } ?? 0 }
}

/// A value whose mean over rows is told after every epoch.
package struct WatchedValue: Sendable {
  package enum Meaning: Sendable {
    /// The weights of experts, a group a gate: all tasks' one gate, or one a task.
    case gates
  }

  package let value: Int
  package let meaning: Meaning
}

/// A parameter that is told after every epoch.
package struct WatchedParameter: Sendable {
  package let parameter: Int
  /// `stitch 1`.
  package let name: String
}
