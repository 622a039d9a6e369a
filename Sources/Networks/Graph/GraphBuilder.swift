internal import Datasets
package import Diagnostics
internal import Tensors

/// Writes a graph layer by layer, checking every shape.
package struct GraphBuilder {
  package private(set) var graph = Graph()

  /// Begins with the inputs of a row.
  init(inputShape: [Int]) throws {
    graph.values.append(
      GraphValue(name: "inputs", groups: 1, shape: inputShape, dependsOnParameters: false))
  }

  /// The inputs.
  package var input: Int { graph.input }

  package func value(_ value: Int) -> GraphValue { graph.values[value] }

  /// All columns of a value.
  package func whole(_ value: Int) -> ValueSlice {
    ValueSlice(value: value, offset: 0, count: graph.values[value].width)
  }

  // MARK: - Parts

  /// Adds a parameter and tells its number.
  package mutating func parameter(
    _ name: String, _ shape: [Int], groupAxis: Int? = nil, start: ParameterStart,
    owner: ParameterOwner
  ) -> Int {
    graph.parameters.append(
      GraphParameter(
        name: name, shape: shape, groupAxis: groupAxis, start: start, owner: owner,
        offset: graph.parameterCount))
    return graph.parameters.count - 1
  }

  /// Adds a statistic and tells its number.
  package mutating func statistic(_ name: String, count: Int, start: Double) -> Int {
    graph.statistics.append(
      GraphStatistic(name: name, count: count, start: start, offset: graph.statisticCount))
    return graph.statistics.count - 1
  }

  /// Adds a penalty on parameters.
  package mutating func penalty(_ penalty: any ParameterPenalty) {
    graph.penalties.append(penalty)
  }

  /// Follows a value over training.
  package mutating func watch(_ value: Int, as meaning: WatchedValue.Meaning) {
    graph.watched.append(WatchedValue(value: value, meaning: meaning))
  }

  /// Follows a parameter over training.
  package mutating func watch(parameter: Int, as name: String) {
    graph.watchedParameters.append(WatchedParameter(parameter: parameter, name: name))
  }

  /// Adds an operation and the value it makes; tells the value.
  package mutating func operation(
    _ name: String, _ kernel: Kernel, inputs: [ValueSlice], groups: Int, shape: [Int],
    parameters: [Int] = [], statistics: [Int] = []
  ) -> Int {
    let depends =
      !parameters.isEmpty || inputs.contains { graph.values[$0.value].dependsOnParameters }
    let output = graph.values.count
    graph.values.append(
      GraphValue(name: name, groups: groups, shape: shape, dependsOnParameters: depends))
    graph.operations.append(
      GraphOperation(
        name: name, kernel: kernel, inputs: inputs, output: output, parameters: parameters,
        statistics: statistics))
    return output
  }

  // MARK: - Layers

  /// Adds layers one after the other; tells the value at their end.
  ///
  /// `name` is that of the stack (`trunk`, `expert`), for parameters and errors. `groups` is how many
  /// stacks of the same layers stand side by side, each with parameters of its own; an input of one
  /// group is where all of them begin. With `isTied`, all groups of the input go through the same
  /// parameters instead. Throws `shape` naming stack and layer: `trunk, layer 2, dense(4): …`.
  package mutating func layers(
    _ layers: [Layer], of input: Int, name: String, owner: ParameterOwner, groups: Int = 1,
    isTied: Bool = false
  ) throws -> Int {
    var value = input
    var position = 0
    while position < layers.count {
      let place = LayerPlace(
        stack: name, position: position + 1, layer: layers[position], owner: owner,
        groups: groups, isTied: isTied)
      if let block = try convolution(layers[position...], at: place, of: value) {
        value = block.value
        position += block.count
      } else {
        value = try layer(at: place, of: value)
        position += 1
      }
      guard max(graph.parameterCount, graph.values[value].width) < 1 << 40 else {
        throw place.failure("it would need more numbers than a network can have")
      }
    }
    return value
  }

  /// Adds one layer.
  package mutating func layer(at place: LayerPlace, of value: Int) throws -> Int {
    switch place.layer {
    case .dense(let count):
      return try dense(count, at: place, of: value)
    case .activation(let operation):
      return try activation(operation, at: place, of: value)
    case .flatten:
      return flatten(at: place, of: value)
    case .convolution:
      return try convolution([place.layer], at: place, of: value)?.value ?? value
    case .maxPool(let size):
      return try maxPool(size, at: place, of: value)
    case .dropout(let probability):
      return try dropout(probability, at: place, of: value)
    case .batchNorm:
      return batchNorm(at: place, of: value)
    }
  }

  // MARK: - Heads

  /// Adds the last layer of every head: scores = x W + b.
  ///
  /// Heads read the group of their task when the value has a group a task, else all of it.
  package mutating func heads(_ heads: [Head], of value: Int) throws {
    let source = graph.values[value]
    let isOwn = source.groups == heads.count && heads.count > 1
    for (task, head) in heads.enumerated() {
      let slice =
        isOwn
        ? ValueSlice(value: value, offset: task * source.count, count: source.count)
        : whole(value)
      try self.head(head, task: task, of: slice)
    }
  }

  /// Adds the last layer of one head, which reads the given columns.
  package mutating func head(_ head: Head, task: Int, of slice: ValueSlice) throws {
    let scores = dense(
      head.kind.scoreCount, of: slice, name: "head \(head.name)", owner: .task(task))
    output(head, scores: scores)
  }

  /// Declares where the scores of the next head are.
  package mutating func output(
    _ head: Head, scores: Int, link: HeadOutput.Link = .score
  ) {
    graph.heads.append(HeadOutput(head: head, scores: scores, link: link))
  }

  /// The graph, once every head has its scores.
  func finished(heads: [Head]) throws -> Graph {
    for head in heads where head.kind.scoreCount < 1 {
      throw Failure(
        .argument,
        "expected head '\(head.name)' to have at least one score, found \(head.kind.name)")
    }
    precondition(graph.heads.map(\.head) == heads, "every head has scores, in order")
    try NetworkMemory.check(
      count: NetworkMemory.product(5, graph.parameterCount),
      "a network of \(graph.parameterCount) parameters")
    return graph
  }
}

/// Where a layer stands in a network.
package struct LayerPlace {
  package let stack: String
  /// From 1.
  package let position: Int
  package let layer: Layer
  package let owner: ParameterOwner
  package let groups: Int
  package let isTied: Bool

  /// `trunk 1`.
  package var name: String { "\(stack) \(position)" }
  /// `trunk 1 dense(64)`.
  package var title: String { "\(name) \(layer.name)" }

  /// An error about this layer.
  package func failure(_ message: String, notes: [String] = []) -> Failure {
    Failure(.shape, "\(stack), layer \(position), \(layer.name): \(message)", notes: notes)
  }
}
