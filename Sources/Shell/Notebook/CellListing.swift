internal import Charts
internal import Diagnostics
internal import Notebook

/// The lines of `:cells`.
struct CellListing {
  /// A line about a cell or a note.
  struct Line {
    let text: String
    let isNote: Bool
  }

  private(set) var lines: [Line] = []
  /// What the marks mean that occur.
  private(set) var legend: [String] = []

  init(_ state: NotebookState, width: Int) {
    let staleness = Staleness(state)
    var marks: Set<Mark> = []
    let labels = state.entries.compactMap { $0.id?.description.count }.max() ?? 0
    for entry in state.entries {
      guard let id = entry.id else { continue }
      let padding = String(repeating: " ", count: labels - id.description.count)
      if let note = entry.note {
        let text = "  \(padding)\(id) " + NotebookCell.summary(of: note.text)
        lines.append(Line(text: truncated(text, to: width), isNote: true))
      } else if let cell = entry.cell {
        let mark = Mark(cell, staleness)
        marks.insert(mark)
        let text = "\(mark.rawValue) \(padding)\(id) \(cell.summary)"
        let line = Self.line(text, cell.run.map { Clock.text($0.seconds) } ?? "", width)
        lines.append(Line(text: line, isNote: false))
      }
    }
    legend = Mark.allCases.filter(marks.contains).compactMap(\.meaning)
  }

  /// A text with a time at the right margin.
  private static func line(_ text: String, _ time: String, _ width: Int) -> String {
    let limit = min(width, 100)
    guard !time.isEmpty, limit > time.count + 20 else { return truncated(text, to: width) }
    let cut = truncated(text, to: limit - time.count - 2)
    let gap = max(1, limit - Terminal.width(of: cut) - Terminal.width(of: time))
    return cut + String(repeating: " ", count: gap) + time
  }

  /// Why a cell is stale, as half a sentence.
  static func described(_ reason: Staleness.Reason) -> String {
    guard let provider = reason.provider else { return "no cell above gives \(reason.name)" }
    return "from the top, \(reason.name) would come from [\(provider)] as it is now"
  }

  /// What stands before a cell.
  enum Mark: String, CaseIterable {
    case fine = " "
    case stale = "*"
    case failed = "!"
    case waiting = "-"

    init(_ cell: NotebookCell, _ staleness: Staleness) {
      if cell.run == nil {
        self = .waiting
      } else if staleness.reasons[cell.number] != nil {
        self = .stale
      } else {
        self = cell.error == nil ? .fine : .failed
      }
    }

    var meaning: String? {
      switch self {
      case .fine: nil
      case .stale: "* stale: what it reads has changed (:rerun stale)"
      case .failed: "! failed"
      case .waiting: "- not run yet (:run)"
      }
    }
  }
}
