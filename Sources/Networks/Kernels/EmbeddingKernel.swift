internal import Diagnostics
internal import Tensors

/// What takes part in ``Conditioned``: the embeddings themselves, and the ways they enter a layer.
package enum ConditioningKernel: Sendable {
  case embedding(EmbeddingKernel)
  case concatenation(ConcatenationKernel)
  case modulation(ModulationKernel)
  case generated(GeneratedKernel)
  case attention(AttentionKernel)

  func scratchCount(rows: Int) -> Int {
    switch self {
    case .embedding, .concatenation: 0
    case .modulation(let kernel): kernel.scratchCount
    case .generated(let kernel): kernel.scratchCount
    case .attention(let kernel): kernel.scratchCount(rows: rows)
    }
  }

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) throws {
    switch self {
    case .embedding(let kernel): kernel.forward(pass, operation)
    case .concatenation(let kernel): kernel.forward(pass, operation)
    case .modulation(let kernel): try kernel.forward(pass, operation)
    case .generated(let kernel): try kernel.forward(pass, operation)
    case .attention(let kernel): try kernel.forward(pass, operation)
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) throws {
    switch self {
    case .embedding(let kernel): kernel.backward(pass, operation, step)
    case .concatenation(let kernel): kernel.backward(pass, operation, step)
    case .modulation(let kernel): try kernel.backward(pass, operation, step)
    case .generated(let kernel): try kernel.backward(pass, operation, step)
    case .attention(let kernel): try kernel.backward(pass, operation, step)
    }
  }
}

/// z_t for every task, the same on every row.
///
/// Who reads it leaves the gradient, which is one for the whole batch, in the first row; the other
/// rows of the gradient are not used.
package struct EmbeddingKernel: Sendable {
  /// T×k, row-major; empty when they are learned.
  let given: [Double]
  /// T·k.
  let count: Int

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let z = pass.values[operation.output]
    if given.isEmpty {
      z.update(from: pass.parameter(operation, 0), count: count)
    } else {
      for i in 0..<count { z[i] = S(given[i]) }
    }
    for row in stride(from: 1, to: pass.rows, by: 1) {
      (z + row * count).update(from: z, count: count)
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    guard given.isEmpty, step.parameters[0] != .skip else { return }
    let (g, slopes) = (pass.gradients[operation.output], pass.parameterGradient(operation, 0))
    let keeps: S = step.parameters[0].keeps ? 1 : 0
    for i in 0..<count { slopes[i] = keeps == 0 ? g[i] : slopes[i] + g[i] }
  }
}

/// The value that an embedding enters, and how many tasks read it.
struct ConditionedInput: Sendable {
  let tasks: Int
  /// 1 where nothing has told the tasks apart yet, else `tasks`.
  let groups: Int
  /// Channels of an image, or columns.
  let channels: Int
  /// Numbers of a channel: height × width, or 1.
  let places: Int
  /// k.
  let embedding: Int

  /// The numbers of a group.
  var count: Int { channels * places }

  /// Where the group that a task reads begins, on a row.
  @inline(__always)
  func start(row: Int, task: Int) -> Int {
    (row * groups + (groups == 1 ? 0 : task)) * count
  }

  /// Whether the gradient for this task is added to what is there: tasks that read one group all are,
  /// but the first.
  @inline(__always)
  func keeps(_ mode: GradientMode, task: Int) -> Bool {
    mode.keeps || (groups == 1 && task > 0)
  }
}

extension GraphBuilder {
  /// The value that holds the embedding of every task, a group a task.
  ///
  /// - Throws: `argument` or `shape` when it has no width or not a row a task.
  mutating func embedding(_ embedding: Conditioned.Embedding, tasks: Int) throws -> Int {
    let width = embedding.width
    var parameters: [Int] = []
    var given: [Double] = []
    switch embedding {
    case .learned:
      guard width > 0 else {
        throw Failure(
          .argument, "conditioned: expected an embedding of at least one number, found \(width)")
      }
      parameters = [
        parameter(
          "embedding", [tasks, width], groupAxis: 0, start: .uniform(3.0.squareRoot()),
          owner: .eachTask)
      ]
    case .given(let values):
      guard values.rank == 2, values.rowCount == tasks, width > 0 else {
        throw Failure(
          .shape,
          "conditioned: expected an embedding with a row for each of \(tasks) heads, "
            + "found a tensor of \(values.shape)",
          notes: ["eye(\(tasks)) gives every task a column of its own"])
      }
      given = values.elements
      guard given.allSatisfy(\.isFinite) else {
        throw Failure(.value, "conditioned: expected finite numbers in embedding")
      }
    }
    return operation(
      "embedding", .conditioning(.embedding(EmbeddingKernel(given: given, count: tasks * width))),
      inputs: [], groups: tasks, shape: [width], parameters: parameters)
  }

  /// How an embedding meets a value.
  func conditionedInput(_ value: Int, _ z: Int) -> ConditionedInput {
    let (source, tasks) = (self.value(value), self.value(z))
    return ConditionedInput(
      tasks: tasks.groups, groups: source.groups, channels: source.shape[0],
      places: source.shape.dropFirst().reduce(1, *), embedding: tasks.count)
  }
}
