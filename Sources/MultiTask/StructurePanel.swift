internal import Charts
internal import Tensors

/// The numbers of an alternating-structure term.
struct Structure {
  let own: Double
  let ridge: Double
  let rank: Int
  let form: PenaltyTerm.StructureForm

  init(_ own: Double, _ ridge: Double, _ rank: Int, _ form: PenaltyTerm.StructureForm) {
    self.own = own
    self.ridge = ridge
    self.rank = rank
    self.form = form
  }

  /// η = ρ₂/ρ₁.
  var ratio: Double { ridge / own }

  /// The eigenvalues γ of the best M in the directions of W's singular vectors: they minimise
  /// Σ σ²/(η + γ) with Σ γ = k and 0 ≤ γ ≤ 1, so γ = σ/c − η held within 0…1 with one c for all.
  ///
  /// All are 1 where there are no more singular values than k.
  func shares(_ values: [Double]) -> [Double] {
    guard values.count > rank, let top = values.max(), top > 0 else {
      return values.map { $0 > 0 || values.count <= rank ? 1 : 0 }
    }
    func gamma(_ c: Double) -> [Double] { values.map { min(max($0 * c - ratio, 0), 1) } }
    let wanted = Double(min(rank, values.count { $0 > 0 }))
    let least = values.filter { $0 > 0 }.min() ?? top
    var (low, high) = (0.0, (1 + ratio) / least)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if gamma(middle).reduce(0, +) < wanted { low = middle } else { high = middle }
    }
    return gamma(high)
  }
}

extension MultiTaskTraining {
  /// The singular values of W on both sides of the stage, with the share γ that the structure has of
  /// each direction.
  func structurePanel(_ stage: StageComparison, _ structure: Structure, _ limit: Int) -> Panel {
    let rows = spectrumRows(stage)
    let after = rows.map(\.after)
    let shares =
      structure.form == .convex
      ? structure.shares(after) : after.indices.map { $0 < structure.rank ? 1 : 0 }
    let labelled = zip(rows, shares).map { row, share in
      ShrinkTable.Row(
        label:
          "\(row.label) \(structure.form == .convex ? fixed(share, 2) : share > 0 ? "in" : "own")",
        before: row.before, after: row.after)
    }
    let convex = structure.form == .convex
    let table = ShrinkTable(
      heading: convex ? "no, gamma, sing. value" : "no, in Theta?, s. value", titles: stage.titles,
      rows: labelled, limit: limit)
    let line =
      convex
      ? "gamma 1: a direction all tasks share, 0: own; sum k = \(structure.rank)"
      : "Theta: the first \(counted(min(structure.rank, rows.count), "direction")), cheap for all tasks"
    return table.panel(StyledText(line, .dim))
  }
}
