/// Which cells did not read what the cells above would give them now.
///
/// Every run has a number of its own. A cell remembers which run gave it each name it read; it is
/// stale when the last cell above that gives this name has run again since, is another one, or is
/// stale itself. So when no cell is stale, running all of them from the top reads the same values.
package struct Staleness: Sendable {
  /// Why a cell is stale.
  package struct Reason: Sendable, Equatable {
    /// What it read.
    package let name: String
    /// The cell above that gives the name; `nil` when none does.
    package let provider: Int?
  }

  /// The reasons by the number of the cell.
  package private(set) var reasons: [Int: Reason] = [:]
  /// The stale cells in the order in which they stand.
  package private(set) var cells: [Int] = []
  /// For each cell the run above it that drew random numbers last.
  private(set) var randomAbove: [Int: Provision] = [:]

  /// A run that gives a name, and the cell it is one of.
  struct Provision: Equatable {
    /// 0 for a cell that has yet to run.
    let run: Int
    let cell: Int
  }

  package init(_ state: NotebookState) {
    var present: [String: Provision] = [:]
    for cell in state.cells {
      randomAbove[cell.number] = present[CellNames.random]
      guard !cell.isSkipped else { continue }
      if let run = cell.run, let reason = reason(run, present) {
        reasons[cell.number] = reason
        cells.append(cell.number)
      }
      // A stale cell may do otherwise than it did.
      let possible = reasons[cell.number] == nil ? [] : cell.run?.mayAssign ?? []
      for name in cell.assigned.union(possible) {
        present[name] = Provision(run: cell.run?.id ?? 0, cell: cell.number)
      }
    }
  }

  private func reason(_ run: CellRun, _ present: [String: Provision]) -> Reason? {
    for (name, seen) in run.seen.sorted(by: { $0.key < $1.key }) {
      guard name == CellNames.everyOutput else {
        if let reason = reason(name, seen, present[name]) { return reason }
        continue
      }
      for output in present.keys.sorted() where output.hasPrefix("out[") {
        if let reason = reason(output, run.seen[output] ?? 0, present[output]) { return reason }
      }
    }
    return nil
  }

  private func reason(_ name: String, _ seen: Int, _ provision: Provision?) -> Reason? {
    guard let provision else { return seen == 0 ? nil : Reason(name: name, provider: nil) }
    let isCurrent = provision.run == seen && seen != 0 && reasons[provision.cell] == nil
    return isCurrent ? nil : Reason(name: name, provider: provision.cell)
  }
}
