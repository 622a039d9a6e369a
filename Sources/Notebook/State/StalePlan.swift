/// What has to run so that no cell is stale.
///
/// The stale cells, and above them those whose values have been replaced by cells that stand
/// elsewhere: a stale cell must find in the variables what the cells above it give.
package enum StalePlan: Sendable, Equatable {
  /// These cells, in this order, on the variables as they are.
  case cells([Int])
  /// All cells from fresh variables: a name that must have no value has one.
  case everything

  package init(_ state: NotebookState) {
    let stale = Staleness(state).cells
    var chosen = Set(stale)
    // Each round chooses one more cell or is the last.
    while let lack = StalePlan.lack(chosen, state) {
      guard case .cell(let number) = lack else {
        self = .everything
        return
      }
      chosen.insert(number)
    }
    self = .cells(state.cells.map(\.number).filter(chosen.contains))
  }

  /// What a chosen cell would not find.
  private enum Lack {
    /// The value that this cell gives.
    case cell(Int)
    /// A name without a value.
    case absence
  }

  private static func lack(_ chosen: Set<Int>, _ state: NotebookState) -> Lack? {
    // Runs to come are told apart by negative numbers.
    var live = state.writers
    var given: [String: (run: Int, cell: Int)] = [:]
    for cell in state.cells where !cell.isSkipped {
      let runs = chosen.contains(cell.number)
      if runs, let run = cell.run {
        for name in run.seen.keys.sorted() where name != CellNames.random {
          let wanted = given[name]
          guard wanted?.run == 0 || live[name] ?? 0 != wanted?.run ?? 0 else { continue }
          return wanted.map { .cell($0.cell) } ?? .absence
        }
      }
      for name in cell.assigned {
        let run = runs ? -cell.number : cell.run?.id ?? 0
        given[name] = (run, cell.number)
        if runs { live[name] = run }
      }
    }
    return nil
  }
}
