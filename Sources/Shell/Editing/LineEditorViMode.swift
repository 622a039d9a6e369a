internal import CEditLine

/// Which of vi's two modes the editor is in, when `.editrc` chose the keys of vi.
enum LineEditorViMode {
  case insert
  case command

  /// What stands before the prompt.
  var mark: String { self == .insert ? "[ins] " : "[nav] " }
}

/// When libedit may be asked for its mode.
///
/// It is asked by a key that means something else in each of its two key maps. A command that is
/// itself waiting for a key, such as `f`, would take that for its own.
struct LineEditorViProbe {
  private enum Block {
    case none
    case oneKey
    case untilEnter
  }

  private var block = Block.none
  private var isDone = false

  /// Takes note of a key that was typed.
  mutating func see(_ key: Unicode.Scalar, in mode: LineEditorViMode) {
    isDone = false
    switch block {
    case .oneKey: block = .none
    case .untilEnter: if ["\r", "\n", "\u{1B}"].contains(key) { block = .none }
    case .none:
      if key == "\u{16}" || mode == .command && ["f", "F", "t", "T", "@"].contains(key) {
        block = .oneKey
      } else if mode == .command, key == ":" {
        block = .untilEnter
      }
    }
  }

  /// Whether to ask now; `true` once for each key.
  mutating func isDue() -> Bool {
    guard block == .none, !isDone else { return false }
    isDone = true
    return true
  }
}

extension LineEditor {
  /// Answers the question for the mode.
  func noticeMode(_ mode: LineEditorViMode) -> Outcome {
    guard viMode != mode else { return .keepGoing }
    viMode = mode
    showPrompt(shownPrompt)
    return .refresh
  }
}
