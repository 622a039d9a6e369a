internal import Datasets

/// Operations of a graph that follow each other in one place: the trunk, the experts, a head.
struct DiagramBlock {
  /// One line: a layer with what follows it, how many numbers a row it makes, its parameters.
  struct Row {
    var label: String
    /// Functions behind the layer, which change no shape.
    var followers: [String] = []
    var shape = ""
    /// Of all groups together; `nil` where a line has none.
    var parameters: Int?
  }

  var title: String
  /// The stack of layers that it shows, such as `trunk`; `nil` when it is something else.
  var stack: String?
  var rows: [Row] = []
  /// Stacks that stand side by side.
  var groups: Int
  /// Whether its groups are the tasks, each with parameters of its own or none.
  var isPerTask = false
  /// Whether groups have the same parameters.
  var isTied = false
  /// The task whose head it is or leads to, when it belongs to one alone.
  var task: Int?
  /// The blocks that it reads.
  var inputs: [Int]
  /// The value at its end.
  var value: Int
  /// The longest way to it from a block that reads nothing.
  var level = 0
}

/// The blocks of a graph, in its order; the first one is the inputs.
struct DiagramBlocks {
  private(set) var blocks: [DiagramBlock]
  private let graph: Graph
  /// The block in which each value is made.
  private var blockOfValue: [Int]
  /// How many operations read each value.
  private let readers: [Int]

  init(_ graph: Graph) {
    self.graph = graph
    blockOfValue = [Int](repeating: 0, count: graph.values.count)
    var readers = [Int](repeating: 0, count: graph.values.count)
    for operation in graph.operations {
      for slice in operation.inputs { readers[slice.value] += 1 }
    }
    self.readers = readers
    let input = graph.values[graph.input]
    blocks = [
      DiagramBlock(
        title: "inputs", rows: [.init(label: "a row of X", shape: input.shape.sizes)], groups: 1,
        inputs: [], value: graph.input)
    ]
    for operation in graph.operations { add(operation) }
    for (task, output) in graph.heads.enumerated() { addLoss(output, task) }
    for b in blocks.indices { finish(b) }
  }

  // MARK: - Operations

  private mutating func add(_ operation: GraphOperation) {
    let name = DiagramName(operation.name)
    let sources = unique(operation.inputs.map { blockOfValue[$0.value] })
    let block: Int
    if let last = sources.first, continues(operation, name, last, sources) {
      block = last
      blocks[block].stack = blocks[block].stack ?? name.stack
      if blocks[block].title != "trunk", let stack = name.stack { blocks[block].title = stack }
    } else {
      block = blocks.count
      blocks.append(
        DiagramBlock(
          title: name.stack ?? name.label, stack: name.stack,
          groups: graph.values[operation.output].groups, inputs: sources, value: operation.output))
    }
    blockOfValue[operation.output] = block
    blocks[block].value = operation.output
    blocks[block].inputs += sources.filter { $0 != block && !blocks[block].inputs.contains($0) }
    addRow(operation, name, to: block)
  }

  /// Whether an operation goes on in the block of its first input.
  private func continues(
    _ operation: GraphOperation, _ name: DiagramName, _ last: Int, _ sources: [Int]
  ) -> Bool {
    let block = blocks[last]
    guard last != 0, !name.isHead, operation.inputs[0].value == block.value,
      readers[block.value] == 1, graph.values[operation.output].groups == block.groups,
      sources.count == 1 || sources.dropFirst().allSatisfy(isSource)
    else { return false }
    if name.label.hasPrefix(block.title) { return true }
    if sources.count > 1 { return block.stack == "trunk" || block.stack == nil }
    guard let stack = name.stack, let own = block.stack else {
      return !graph.heads.contains { $0.scores == operation.output }
    }
    return stack == own
  }

  /// Whether a block reads nothing, as the embeddings of tasks.
  private func isSource(_ block: Int) -> Bool { block != 0 && blocks[block].inputs.isEmpty }

  private mutating func addRow(_ operation: GraphOperation, _ name: DiagramName, to block: Int) {
    let count = operation.parameters.reduce(0) { $0 + graph.parameters[$1].count }
    let shape = graph.values[operation.output].shape.sizes
    if count == 0, let last = blocks[block].rows.last, last.shape == shape, name.isPlain {
      blocks[block].rows[blocks[block].rows.count - 1].followers.append(name.label)
      return
    }
    var label = name.label
    if label.hasPrefix(blocks[block].title + " ") {
      label = String(label.dropFirst(blocks[block].title.count + 1))
    }
    blocks[block].rows.append(
      .init(label: label, shape: shape, parameters: count > 0 ? count : nil))
  }

  // MARK: - Heads

  /// Says what a block's scores mean.
  private mutating func addLoss(_ output: HeadOutput, _ task: Int) {
    let block = blockOfValue[output.scores]
    let kind = output.head.kind
    if blocks[block].title == "head \(output.head.name)", !blocks[block].rows.isEmpty {
      blocks[block].rows[0].label = kind.name
    } else {
      blocks[block].rows.append(.init(label: "\(output.head.name): \(kind.name)"))
    }
    blocks[block].rows.append(.init(label: kind.lossName))
    blocks[block].task = task
  }

  /// Works out whose a block is and where it stands.
  private mutating func finish(_ b: Int) {
    blocks[b].level = 1 + (blocks[b].inputs.map { blocks[$0].level }.max() ?? -1)
    let owners = graph.operations.filter { blockOfValue[$0.output] == b }
      .flatMap { $0.parameters.map { graph.parameters[$0] } }
    let isByTask = blocks[b].groups == graph.heads.count && blocks[b].groups > 1
    blocks[b].isPerTask = isByTask && owners.allSatisfy { $0.owner == .eachTask }
    blocks[b].isTied =
      blocks[b].groups > 1 && !owners.isEmpty && owners.allSatisfy { $0.groupAxis == nil }
  }

  private func unique(_ list: [Int]) -> [Int] {
    list.enumerated().filter { list.firstIndex(of: $1) == $0 }.map(\.element)
  }
}

/// The name of an operation taken apart: `trunk 2 dense(8)` is the layer `dense(8)` of the stack
/// `trunk`.
struct DiagramName {
  let stack: String?
  let label: String

  init(_ name: String) {
    let words = name.split(separator: " ", omittingEmptySubsequences: false)
    if let place = words.firstIndex(where: { Int($0) != nil }), place > 0, place + 1 < words.count {
      stack = words[..<place].joined(separator: " ")
      label = DiagramName.shortened(words[(place + 1)...].joined(separator: " "))
    } else {
      stack = nil
      label = name
    }
  }

  var isHead: Bool { label.hasPrefix("head ") }

  /// Whether it stands behind the layer before it, on the same line.
  var isPlain: Bool { stack != nil && (!label.contains("(") || label.hasPrefix("dropout(")) }

  /// Without what is said of every convolution.
  private static func shortened(_ layer: String) -> String {
    layer.replacing(", padding=\"same\")", with: ")")
  }
}

extension HeadKind {
  /// What the loss is called.
  package var lossName: String {
    switch self {
    case .binary: "log loss"
    case .classes: "cross entropy"
    case .regression: "squared error"
    case .multilabel: "mean log loss"
    }
  }
}
