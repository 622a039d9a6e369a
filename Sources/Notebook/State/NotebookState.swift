package import Tensors

/// A session as one value: its cells and notes in order, and what became of each cell.
///
/// A cell keeps its number wherever it moves, and the number of a deleted one is not given again, so
/// `out[3]` means one cell for good. Every change is a transition from one value to the next; undo
/// keeps the earlier value.
package struct NotebookState: Sendable {
  /// What stands in the notebook, in order.
  package enum Entry: Sendable {
    case cell(NotebookCell)
    case note(NotebookNote)
    /// A part of a document that is kept as it is, such as a cell of an exercise with its number.
    case passage(String, number: Int?)

    package var cell: NotebookCell? { if case .cell(let cell) = self { cell } else { nil } }
    package var note: NotebookNote? { if case .note(let note) = self { note } else { nil } }

    /// How commands name it; `nil` for what they cannot touch.
    package var id: EntryID? {
      switch self {
      case .cell(let cell): .cell(cell.number)
      case .note(let note): .note(note.number)
      case .passage: nil
      }
    }
  }

  /// The name of an entry: `3` for a cell, `n3` for a note.
  package enum EntryID: Hashable, Sendable, CustomStringConvertible {
    case cell(Int)
    case note(Int)

    package var description: String {
      switch self {
      case .cell(let number): "[\(number)]"
      case .note(let number): "n\(number)"
      }
    }
  }

  package internal(set) var entries: [Entry] = []
  /// The front matter with its lines `---`; `nil` for a session that was no document yet.
  package internal(set) var frontMatter: String?
  package internal(set) var header = DocumentHeader()
  /// The file that a bare `:save` writes.
  package var path: String?
  /// The number of the next cell.
  package internal(set) var nextCell = 1
  package internal(set) var nextNote = 1
  /// The runs that gave the variables their present values; names that are missing are as they
  /// were at the start.
  package internal(set) var writers: [String: Int] = [:]
  /// Runs are told apart by numbers that are not used twice.
  var nextRun = 1

  /// An empty session whose random numbers start at a seed.
  package init(seed: UInt64 = 0) {
    header.kind = .session
    header.seed = seed
  }

  // MARK: - Looking

  /// The cells in the order in which they stand.
  package var cells: [NotebookCell] { entries.compactMap(\.cell) }

  /// The cell with a number.
  package func cell(_ number: Int) -> NotebookCell? {
    index(of: .cell(number)).flatMap { entries[$0].cell }
  }

  /// The note with a number.
  package func note(_ number: Int) -> NotebookNote? {
    index(of: .note(number)).flatMap { entries[$0].note }
  }

  func index(of id: EntryID) -> Int? { entries.firstIndex { $0.id == id } }

  // MARK: - Transitions

  /// Adds a cell at the end that has not run; its number.
  @discardableResult
  package mutating func append(_ source: String) -> Int {
    entries.append(.cell(NotebookCell(number: nextCell, source: source)))
    nextCell += 1
    return nextCell - 1
  }

  /// Notes that a cell ran with this source, in place of what it was and did before.
  mutating func record(_ run: CellRun, of number: Int, source: String) {
    guard let index = index(of: .cell(number)), var cell = entries[index].cell else { return }
    cell.take(run, source: source, header: header)
    entries[index] = .cell(cell)
    for name in run.assigned { writers[name] = run.id }
    nextRun = max(nextRun, run.id + 1)
  }

  /// Notes that a name has a value which no cell gave it.
  package mutating func noteValueFromOutside(_ name: String) {
    writers[name] = nextRun
    nextRun += 1
  }

  /// Notes that the variables are as at the start.
  package mutating func forgetVariables() { writers = [:] }

  /// Takes entries out; what their cells did to the variables stays.
  package mutating func delete(_ ids: Set<EntryID>) {
    entries.removeAll { $0.id.map(ids.contains) ?? false }
  }

  /// Moves an entry above another one, or to the end.
  package mutating func move(_ id: EntryID, above other: EntryID?) {
    guard id != other, let from = index(of: id) else { return }
    let entry = entries.remove(at: from)
    entries.insert(entry, at: other.flatMap(index) ?? entries.count)
  }

  /// Moves an entry below another one.
  package mutating func move(_ id: EntryID, below other: EntryID) {
    guard id != other, let from = index(of: id) else { return }
    let entry = entries.remove(at: from)
    entries.insert(entry, at: index(of: other).map { $0 + 1 } ?? entries.count)
  }

  /// Adds a note above an entry, or at the end; its number.
  @discardableResult
  package mutating func addNote(_ text: String, above other: EntryID? = nil) -> Int {
    let note = NotebookNote(number: nextNote, typed: text)
    entries.insert(.note(note), at: other.flatMap(index) ?? entries.count)
    nextNote += 1
    return note.number
  }

  /// Replaces the text of a note.
  package mutating func setNote(_ number: Int, _ text: String) {
    guard let index = index(of: .note(number)) else { return }
    entries[index] = .note(NotebookNote(number: number, typed: text))
  }
}

/// Prose between cells.
package struct NotebookNote: Sendable, Equatable {
  package let number: Int
  /// The lines as they stand in the document, blank ones included.
  let raw: String

  /// The prose without the blank lines around it.
  package var text: String { trimmed(raw) }
}

/// A run of a cell.
package struct CellRun: Sendable {
  package let id: Int
  package let outcome: CellOutcome
  package let seconds: Double
  /// The runs whose values it read, by name; 0 where a name was as at the start.
  package let seen: [String: Int]
  /// The names it gave values.
  package let assigned: Set<String>
  /// The names it might give values in another run.
  package let mayAssign: Set<String>
  /// The random numbers as it left them.
  package let random: RandomGenerator

  package init(
    id: Int, outcome: CellOutcome, seconds: Double, seen: [String: Int], assigned: Set<String>,
    mayAssign: Set<String>, random: RandomGenerator
  ) {
    self.id = id
    self.outcome = outcome
    self.seconds = seconds
    self.seen = seen
    self.assigned = assigned
    self.mayAssign = mayAssign
    self.random = random
  }
}
