internal import Charts
internal import Diagnostics
internal import Learners
package import Stepping
package import Tensors

/// Inference of a chain on one row after another, four stages a row: greedy, beam, exact, label by
/// label.
package struct InferenceRun: Steppable {
  enum Stage: Int {
    case greedy = 1
    case beam, exact, summary
  }

  package let chain: FittedChain
  let X: DesignMatrix
  let truth: Tensor?
  /// Prefixes that the beam keeps.
  package private(set) var width: Int
  let firstRow: Int
  private var done = 0
  /// What was found on the current row.
  private(set) var found: RowInference?
  /// The exact answers of the rows so far, the beam's past 20 labels.
  private var answers: [[Double]] = []

  /// - Parameters:
  ///   - chain: a trained chain.
  ///   - X: n×d inputs.
  ///   - truth: n×C true labels, when they are known.
  ///   - width: prefixes that the beam keeps after each link.
  ///   - firstRow: the row to begin with.
  /// - Throws: when inputs or labels do not suit, and for a width or a row out of range.
  package init(
    _ chain: FittedChain, _ X: DesignMatrix, truth: Tensor? = nil, width: Int = 2,
    firstRow: Int = 0
  ) throws {
    try InputChecks.width(X, expected: chain.featureCount)
    if let truth {
      try InputChecks.labels(truth, rowCount: X.rowCount, names: chain.labelNames)
      guard truth.columnCount == chain.labelCount else {
        throw Failure(
          .shape, "expected \(chain.labelCount) true labels, found \(truth.columnCount)")
      }
    }
    guard firstRow >= 0, firstRow < max(1, X.rowCount) else {
      throw Failure(.index, "expected a row from 0 to \(X.rowCount - 1), found \(firstRow)")
    }
    _ = try BeamSearch(LinkConditionals(chain, X.rows([])), width: width)
    self.chain = chain
    self.X = X
    self.truth = truth
    self.width = width
    self.firstRow = firstRow
  }

  private var total: Int { 4 * max(0, X.rowCount - firstRow) }

  /// The current row and stage.
  var place: (row: Int, stage: Stage)? {
    guard done > 0, let stage = Stage(rawValue: (done - 1) % 4 + 1) else { return nil }
    return (firstRow + (done - 1) / 4, stage)
  }

  package mutating func advance() throws -> Bool {
    guard done < total, let stage = Stage(rawValue: done % 4 + 1) else { return false }
    let row = firstRow + done / 4
    var next = found
    if stage == .greedy { next = try RowInference(chain, X, row: row) }
    switch stage {
    case .greedy: try next?.decideGreedily()
    case .beam: try next?.searchBeam(width: width)
    case .exact: try next?.searchAll()
    case .summary: try next?.decideByLabel()
    }
    found = next
    if stage == .summary, let best = next?.best { answers.append(best.labels) }
    done += 1
    return true
  }

  package var position: StepPosition { StepPosition(done: done, total: total) }

  package var nextStage: String? {
    guard done < total else { return nil }
    switch Stage(rawValue: done % 4 + 1) {
    case .greedy: return "row \(firstRow + done / 4): greedy search"
    case .beam: return "beam of width \(width)"
    case .exact:
      return chain.labelCount <= FittedChain.exhaustiveLimit
        ? "all \(1 << chain.labelCount) label sets" : "no exact search: too many label sets"
    default: return "label by label, and all side by side"
    }
  }

  package var output: Tensor? {
    guard done == total else { return nil }
    return Tensor(Array(answers.joined()), Shape(answers.count, chain.labelCount))
  }

  /// `row 5` is the stage at which that row is complete; `greedy`, `beam`, `exact` and `summary`
  /// are stages of any row.
  package func matches(_ target: String) -> Bool {
    guard let place else { return false }
    switch place.stage {
    case .greedy: return target == "greedy"
    case .beam: return target == "beam"
    case .exact: return target == "exact"
    case .summary: return target == "summary" || target == "row \(place.row)"
    }
  }

  package var stageNames: [String] {
    numberedStages("row", firstRow..<X.rowCount) + ["greedy", "beam", "exact", "summary"]
  }

  package var question: Question? {
    guard done < total, let first = chain.order.first else { return nil }
    guard let found, let stage = place?.stage, stage != .summary, let last = found.methods.last
    else {
      return Question(
        "the label \(chain.labelNames[first]) in the greedy answer to row \(firstRow + done / 4)",
        figure: "answers[0, \(first)]", .choice(["0", "1"]))
    }
    let next = stage == .greedy ? "beam's" : stage == .beam ? "exact" : "label-wise"
    return Question(
      "P of the \(next) answer against the \(last.name) one",
      figure: "probabilities[\(found.methods.count)]", .trend(from: last.probability),
      hint: "\(last.name) \(fixed(last.probability))")
  }

  /// `set width 3`: the beam of the current and the following rows.
  package func setting(_ name: String, to value: String) throws -> InferenceRun {
    guard name == "width" else {
      throw Failure(
        .name, "expected the setting `width`, found `\(name)`", notes: ["`set width 3` keeps 3"])
    }
    guard let width = Int(value) else {
      throw Failure(.argument, "expected a whole number as the beam's width, found `\(value)`")
    }
    _ = try BeamSearch(LinkConditionals(chain, X.rows([])), width: width)
    var changed = self
    changed.width = width
    if found?.beam != nil { try changed.found?.searchBeam(width: width) }
    if place?.stage == .summary, let best = changed.found?.best {
      changed.answers[answers.count - 1] = best.labels
    }
    return changed
  }

  /// The links of the row's greedy prediction.
  package func inner() throws -> (any Steppable)? {
    guard let place else { return nil }
    let labels = try truth.map { try $0.indexed(by: [.positions([place.row])]) }
    return try ChainPrediction(chain, X.rows([place.row]), truth: labels)
  }

  package var state: [(name: String, value: StateValue)] {
    guard let found else { return [("rows", .number(Double(X.rowCount - firstRow)))] }
    let methods = found.methods
    var state: [(name: String, value: StateValue)] = [
      ("row", .number(Double(found.row))),
      ("methods", .list(methods.map { .text($0.name) })),
      (
        "answers",
        .tensor(Tensor(methods.flatMap(\.labels), Shape(methods.count, chain.labelCount)))
      ),
      ("probabilities", .tensor(Tensor(methods.map(\.probability)))),
      ("nodes", .tensor(Tensor(methods.map { Double($0.nodes) }))),
      ("expected_zero_one", .tensor(Tensor(methods.map { 1 - $0.probability }))),
    ]
    if !found.marginals.isEmpty {
      state.append(("marginals", .tensor(Tensor(found.marginals))))
      state.append(
        ("expected_hamming", .tensor(Tensor(methods.map { found.expectedHamming($0.labels) }))))
    }
    return state
  }
}
