internal import Charts
internal import Datasets
internal import Tensors

extension MultiTaskTraining {
  /// What the current stage did, as the regulariser sees it: singular values for the nuclear norm, row
  /// norms for L2,1, distances for coherence, and so on; on up to `limit` rows.
  func stagePanel(_ stage: StageComparison, term: Int?, limit: Int = 5) -> Panel {
    guard let term, problem.penalty.terms.indices.contains(term) else {
      return taskNormPanel(stage, nil, limit)
    }
    switch problem.penalty.terms[term] {
    case .nuclear: return spectrumPanel(stage, problem.penalty.terms[term], limit)
    case .l21: return rowNormPanel(stage, problem.penalty.terms[term], limit)
    case .l1, .elasticNet: return entryPanel(stage, problem.penalty.terms[term], limit)
    case .coherence: return distancePanel(stage, limit)
    case .similarity(_, let S): return graphPanel(stage, S, limit)
    case .l2: return taskNormPanel(stage, problem.penalty.terms[term], limit)
    case .dirty: return dirtyPanel(stage, limit)
    case .aso(let first, let second, let rank, let form):
      let norm = SharedStructureNorm(first, second, rank: rank)
      return structurePanel(stage, norm, form, limit)
    }
  }

  /// What made the numbers after of those before, where soft-thresholding did; else what the columns
  /// are.
  func rule(_ stage: StageComparison, _ rows: [ShrinkTable.Row], _ threshold: Double?) -> String {
    guard stage.kind == .proximal else {
      if change != nil { return "the same weights" }
      return stage.kind == .coupling ? "alone: not tied yet" : "both iterations"
    }
    return isShrinkage(stage, rows, threshold) ? "relu(before-tau)" : "all terms' step"
  }

  /// Whether every number after is the one before with a threshold taken off, at least 0.
  func isShrinkage(
    _ stage: StageComparison, _ rows: [ShrinkTable.Row], _ threshold: Double?
  ) -> Bool {
    guard stage.kind == .proximal, let threshold else { return false }
    let scale = max(rows.map { abs($0.before) }.max() ?? 0, 1e-300)
    return rows.allSatisfy {
      abs(max(abs($0.before) - threshold, 0) - abs($0.after)) <= 1e-7 * scale
    }
  }

  /// A name of a task or feature, short enough for a table.
  func shortTask(_ t: Int) -> String { clipped(problem.data.tasks[t].name, 8) }
  func shortFeature(_ k: Int) -> String { clipped(problem.data.featureNames[k], 8) }

  /// `19 → 12`, or `19` where nothing changed.
  func count(_ before: Int, _ after: Int) -> String {
    before == after ? "\(after)" : "\(before) → \(after)"
  }
}
