extension PseudoTerminal {
  /// Types lines, each once the prompt `[N]> ` (from `number` on) stands there.
  func type(_ lines: [String], from number: Int = 1) throws {
    for (index, line) in lines.enumerated() {
      try wait(forCursorLine: "[\(number + index)]>")
      send(line + "\r")
    }
    try wait(forCursorLine: "[\(number + lines.count)]>")
  }

  /// Types a line that runs no cell, and waits until a text and then the prompt have come.
  func type(_ line: String, at prompt: String, until text: String) throws {
    try wait(forCursorLine: prompt)
    clearScreen()
    send(line + "\r")
    try wait(until: "“\(text)” above \(prompt)") {
      $0.text.contains(text) && $0.cursorLine.hasSuffix(">")
    }
  }

  /// The same for a text that may be folded anywhere between its words.
  func type(_ line: String, at prompt: String, untilSaying text: String) throws {
    try wait(forCursorLine: prompt)
    clearScreen()
    send(line + "\r")
    try wait(until: "“\(text)” above \(prompt)") {
      $0.unfolded.contains(text) && $0.cursorLine.hasSuffix(">")
    }
  }

  /// Empties the screen and leaves the prompt, as Ctrl-L does.
  func clearScreen() {
    send("\u{C}")
    pause(seconds: 0.05)
  }

  /// The rows below the last one that starts with a prompt and holds text, without the next prompt.
  func answer(to line: String) -> [String] {
    let lines = screen.lines
    guard let start = lines.lastIndex(where: { $0.hasSuffix("> " + line) }) else { return [] }
    return Array(lines[(start + 1)...].dropLast())
  }
}

extension VirtualScreen {
  /// The text with one blank wherever a line ends or blanks stand.
  var unfolded: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
