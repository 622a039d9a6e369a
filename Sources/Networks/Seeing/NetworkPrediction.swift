internal import Datasets
internal import Diagnostics
package import Stepping
package import Tensors

/// What a network predicts for rows, a tensor a head.
package struct NetworkPredictions: Sendable {
  package let heads: [Head]
  package let values: [Tensor]
}

/// The prediction of a fitted network, a row a stage: gates, scores, probabilities, what they say.
package struct NetworkPrediction: Steppable {
  let model: FittedNetwork
  let X: Tensor
  let featureNames: [String]
  /// By head: targets; empty when they are not known.
  let truth: [Tensor]
  /// By head: n×scores, and what is predicted.
  let scores: [Tensor]
  let guesses: [Tensor]
  /// By gate: n×experts; empty for networks without.
  let gates: [(head: String?, shares: Tensor)]
  /// Rows done; the last of them is shown.
  private(set) var done = 0

  /// The prediction of n×d inputs before its first row; `truth` is what is true by head, n numbers or
  /// n×C, nothing when it is not known.
  ///
  /// - Throws: `shape` when the inputs have another width.
  package init(
    _ model: FittedNetwork, _ X: Tensor, truth: [Tensor] = [], featureNames: [String]? = nil
  ) throws {
    self.model = model
    self.X = X
    self.truth = truth.count == model.network.heads.count ? truth : []
    scores = try model.scores(X)
    guesses = try model.predictions(X)
    self.featureNames = featureNames ?? (0..<X.columnCount).map { "x\($0)" }
    let hasGates = model.network.graph.watched.contains { $0.meaning == .gates }
    gates = hasGates ? try model.gates(X) : []
  }

  package mutating func advance() throws -> Bool {
    guard done < X.rowCount else { return false }
    done += 1
    return true
  }

  package var position: StepPosition { StepPosition(done: done, total: X.rowCount) }
  package var nextStage: String? { done < X.rowCount ? "row \(done)" : nil }

  package var output: NetworkPredictions? {
    done == X.rowCount ? NetworkPredictions(heads: heads, values: guesses) : nil
  }

  package var runName: String {
    "\(model.network.architecture.builtin.uppercased().map { $0 == "_" ? " " : String($0) }.joined()) predict"
  }

  package var crumb: String { done == 0 ? "start" : "row \(row)" }
  package func matches(_ target: String) -> Bool { target == crumb }

  package var stageNames: [String] { numberedStages("row", 0..<X.rowCount) }

  /// What the first head says of the next row.
  package var question: Question? {
    guard done < X.rowCount, let head = heads.first else { return nil }
    let name = "\(head.name) of row \(done)"
    switch head.kind {
    case .regression: return Question(name, figure: head.name, .number)
    case .binary: return Question(name, figure: head.name, .choice(["0", "1"]))
    case .multilabel:
      return Question("the first label of \(name)", figure: "\(head.name)[0]", .choice(["0", "1"]))
    case .classes(let count):
      return Question(
        "the class of \(name)", figure: head.name, .choice((0..<count).map(String.init)))
    }
  }

  var heads: [Head] { model.network.heads }
  /// The row that is shown, from 0.
  var row: Int { max(done - 1, 0) }
  var inputs: [Double] { (0..<X.columnCount).map { X[row, $0] } }

  /// The scores of the shown row.
  func scores(_ h: Int, _ row: Int) -> [Double] {
    (0..<scores[h].columnCount).map { scores[h][row, $0] }
  }

  /// The numbers of a row of a tensor with one or more columns.
  func numbers(_ tensor: Tensor, _ row: Int) -> [Double] {
    guard tensor.rank > 1 else { return [tensor[flat: row]] }
    let width = tensor.columnCount
    return (0..<width).map { tensor[flat: row * width + $0] }
  }

  /// Whether a head is right about a row; `nil` for numbers and where the truth is not known.
  func isRight(_ h: Int, _ row: Int) -> Bool? {
    guard !truth.isEmpty, heads[h].kind != .regression else { return nil }
    let y = numbers(truth[h], row)
    guard let first = y.first, !first.isNaN else { return nil }
    let z = numbers(guesses[h], row)
    return heads[h].kind.isClasses ? TargetClass.of(y) == z[0] : y.map { $0 >= 0.5 ? 1 : 0 } == z
  }

  package var state: [(name: String, value: StateValue)] {
    guard done > 0 else { return [] }
    return [("row", .number(Double(row))), ("x", .tensor(Tensor(inputs)))]
      + heads.indices.map { h in (heads[h].name, .tensor(Tensor(numbers(guesses[h], row)))) }
      + heads.indices.map { h in
        ("scores[\(heads[h].name)]", .tensor(Tensor(scores(h, row))))
      }
      + gates.map { gate in
        ("gate[\(gate.head ?? "all")]", .tensor(Tensor(numbers(gate.shares, row))))
      }
  }
}
