internal import CEditLine

/// One key, for screens that are stepped through rather than typed into.
package enum TerminalKey: Sendable, Equatable {
  case character(Unicode.Scalar)
  case enter, escape, tab, backspace, delete
  case up, down, left, right, home, end, pageUp, pageDown
  /// Ctrl-C.
  case interrupted
  /// The window has another size, or somebody else wrote to it: draw again.
  case resized
  /// Ctrl-D, or the terminal is gone.
  case endOfInput

  /// The key that sends one character.
  init(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\r", "\n": self = .enter
    case "\t": self = .tab
    case "\u{7F}", "\u{08}": self = .backspace
    case "\u{04}": self = .endOfInput
    case "\u{1B}": self = .escape
    default: self = .character(scalar)
    }
  }

  /// The key that sends Escape and this; `nil` for one without a name here.
  init?(sequence: String) {
    let names: [String: TerminalKey] = [
      "": .escape, "[A": .up, "OA": .up, "[B": .down, "OB": .down, "[C": .right, "OC": .right,
      "[D": .left, "OD": .left, "[H": .home, "OH": .home, "[1~": .home, "[7~": .home, "[F": .end,
      "OF": .end, "[4~": .end, "[8~": .end, "[3~": .delete, "[5~": .pageUp, "[6~": .pageDown,
    ]
    guard let key = names[sequence] else { return nil }
    self = key
  }
}

extension LineEditor {
  /// Runs a screen that is driven by single keys, none of which is shown.
  ///
  /// Between two keys Ctrl-C asks the computation under way to stop, as it does while a cell runs.
  /// On a terminal that is read plainly whole lines are read, of which the first character counts.
  ///
  /// - Parameter body: Draws, and calls its argument to wait for the next key.
  /// - Returns: What the body returns.
  package func withKeys<Result>(
    _ body: (_ nextKey: () -> TerminalKey) throws -> Result
  ) rethrows -> Result {
    if let handle { editline_prepare_terminal(handle, 1) }
    defer { if let handle { editline_prepare_terminal(handle, 0) } }
    return try body(readKey)
  }

  private func readKey() -> TerminalKey {
    editline_flush()
    wantsCancel = false
    wantsRedraw = false
    isScreenLost = false
    Signals.beginReading()
    defer { Signals.endReading() }
    guard handle != nil else { return readPlainKey() }
    while true {
      guard let scalar = nextScalar(whenIdle: {}) else { return missingKey }
      guard scalar == "\u{1B}" else { return TerminalKey(scalar) }
      if let key = TerminalKey(sequence: collectSequence()) { return key }
    }
  }

  private var missingKey: TerminalKey {
    wantsCancel ? .interrupted : wantsRedraw ? .resized : .endOfInput
  }

  private func readPlainKey() -> TerminalKey {
    guard let first = nextScalar(whenIdle: {}) else { return missingKey }
    var last = first
    while last != "\n", let scalar = nextScalar(whenIdle: {}) { last = scalar }
    return TerminalKey(first)
  }
}
