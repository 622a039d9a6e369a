internal import Datasets

/// What screens read of a run, in either precision.
extension PreciseRun {
  /// Steps that the optimizer has made.
  var optimizerSteps: Int {
    switch self {
    case .single(let run): run.state.steps
    case .double(let run): run.state.steps
    }
  }

  /// The rows that are learned, by their places in the data.
  var rows: [Int32] {
    switch self {
    case .single(let run): run.plan.rows
    case .double(let run): run.plan.rows
    }
  }

  var learnedRows: Int { rows.count }

  var weighting: WeightingState {
    switch self {
    case .single(let run): run.weighting
    case .double(let run): run.weighting
    }
  }

  /// Parameters, slots and statistics.
  var everything: [Double] {
    switch self {
    case .single(let run): run.state.numbers.map(Double.init)
    case .double(let run): run.state.numbers
    }
  }

  /// The inputs of a row; `nil` when there is no such row.
  func inputs(_ row: Int) -> [Double]? {
    switch self {
    case .single(let run): run.plan.data.inputs(row)
    case .double(let run): run.plan.data.inputs(row)
    }
  }

  /// The targets of a row for a head.
  func targets(_ row: Int, head: Int) -> [Double] {
    switch self {
    case .single(let run): run.plan.data.targets(row, head: head)
    case .double(let run): run.plan.data.targets(row, head: head)
    }
  }

  /// How many rows the data have, learned or held out.
  var rowCount: Int {
    switch self {
    case .single(let run): run.plan.data.rowCount
    case .double(let run): run.plan.data.rowCount
    }
  }

  /// The learned rows that have a target for a head.
  func targetRows(_ head: Int) -> Int {
    rows.count { !(targets(Int($0), head: head).first ?? .nan).isNaN }
  }

  /// The run under options that differ in optimizer, weighting and epochs alone.
  ///
  /// - Throws: `argument` when they do not go together.
  func changed(to options: NetworkOptions) throws -> PreciseRun {
    switch self {
    case .single(var run):
      run.change(to: try TrainingPlan(run.plan, options))
      return .single(run)
    case .double(var run):
      run.change(to: try TrainingPlan(run.plan, options))
      return .double(run)
    }
  }
}

extension NetworkData {
  fileprivate func inputs(_ row: Int) -> [Double]? {
    guard row >= 0, row < rowCount else { return nil }
    return inputs[row * inputCount..<(row + 1) * inputCount].map(Double.init)
  }

  fileprivate func targets(_ row: Int, head: Int) -> [Double] {
    guard row >= 0, row < rowCount, targets.indices.contains(head) else { return [] }
    let width = widths[head]
    return targets[head][row * width..<(row + 1) * width].map(Double.init)
  }
}
