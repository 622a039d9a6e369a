/// The editor's keys in words, from the table of its commands.
enum KeyListing {
  /// What a person presses, and what it does; commands without a key a keyboard has are left out.
  static var rows: [(keys: String, meaning: String)] {
    LineEditorCommand.all.compactMap { command in
      var seen: Set<String> = []
      let names = command.keys.compactMap(name).filter { seen.insert($0).inserted }
      return names.isEmpty ? nil : (names.joined(separator: ", "), command.help)
    }
  }

  /// The name of a key in the notation of editrc(5).
  private static func name(_ key: String) -> String? {
    if let known = names[key] { return known }
    if key.hasPrefix("\\e"), key.count == 3 { return "Alt-" + key.dropFirst(2).uppercased() }
    guard key.hasPrefix("^"), key.count % 2 == 0 else { return nil }
    let letters = key.split(separator: "^").map { "Ctrl-\($0)" }
    return letters.joined(separator: " ")
  }

  private static let names = [
    "^M": "Enter", "^J": "Enter", "^I": "Tab", "^?": "Backspace", "^H": "Backspace",
    "\\e^M": "Alt-Enter", "\\e^J": "Alt-Enter", "\\e^?": "Alt-Backspace",
    "\\e^H": "Alt-Backspace", "\\e[A": "↑", "\\e[B": "↓", "\\e[C": "→", "\\e[D": "←",
    "\\e[1;5C": "Ctrl-→", "\\e[1;5D": "Ctrl-←", "\\e[H": "Home", "\\e[F": "End",
    "\\e[3~": "Delete", "\\e[3;5~": "Ctrl-Delete", "\\e[5~": "Page Up", "\\e[6~": "Page Down",
    "\\e[1;5H": "Ctrl-Home", "\\e[1;5F": "Ctrl-End",
  ]
}
