internal import CEditLine
internal import Glibc

/// A command the editor adds to libedit's own, with the keys it is bound to.
struct LineEditorCommand {
  typealias Function = @convention(c) (OpaquePointer?, wint_t) -> UInt8

  let name: String
  let help: String
  let keys: [String]
  /// Bound after `.editrc` was read: without them the editor does not work.
  let isEssential: Bool
  let run: Function

  private init(
    _ name: String, _ help: String, _ keys: [String], essential: Bool = false,
    run: @escaping Function
  ) {
    self.name = "tandem-" + name
    self.help = help
    self.keys = keys
    self.run = run
    isEssential = essential
  }

  /// What libedit does after a command.
  enum Outcome: UInt8 {
    case nothing = 0  // CC_NORM
    case endOfInput = 2  // CC_EOF
    case keepGoing = 3  // CC_ARGHACK
    case refresh = 4  // CC_REFRESH
    case beep = 6  // CC_ERROR
  }

  /// Every command with its keys, in the notation of `bind` in editrc(5).
  static let all: [LineEditorCommand] = [
    .init("enter", "run the cell, or begin a new line", ["^M", "^J"], essential: true) { el, _ in
      perform(el) { $0.enter() }
    },
    .init("newline", "begin a new line", ["\\e^M", "\\e^J"]) { el, _ in
      perform(el) { $0.beginLine() }
    },
    .init("complete", "complete the name at the cursor", ["^I"], essential: true) { el, _ in
      perform(el) { $0.complete() }
    },
    .init("up", "line above, else history", ["\\e[A", "\\eOA"], essential: true) { el, _ in
      perform(el) { $0.moveUp() }
    },
    .init("down", "line below, else history", ["\\e[B", "\\eOB"], essential: true) { el, _ in
      perform(el) { $0.moveDown() }
    },
    .init("previous", "entry before in the history", ["^P", "\\e[5~"]) { el, _ in
      perform(el) { $0.recallPrevious() }
    },
    .init("next", "next entry of the history", ["^N", "\\e[6~"]) { el, _ in
      perform(el) { $0.recallNext() }
    },
    .init("first", "start of the cell", ["\\e<", "\\e[1;5H"]) { el, _ in
      perform(el) { $0.move { _ in 0 } }
    },
    .init("last", "end of the cell", ["\\e>", "\\e[1;5F"]) { el, _ in
      perform(el) { $0.move { $0.scalars.count } }
    },
    .init("edit", "edit the cell in $VISUAL or $EDITOR", ["^X^E", "\\ee"]) { el, _ in
      perform(el) { $0.editOutside() }
    },
    .init("undo", "take the last change back", ["^_", "^X^U"]) { el, _ in
      perform(el) { $0.undoChange() }
    },
    .init("insert-mode", "tells that vi's insert mode is on", []) { el, _ in
      perform(el) { $0.noticeMode(.insert) }
    },
    .init("command-mode", "tells that vi's command mode is on", []) { el, _ in
      perform(el) { $0.noticeMode(.command) }
    },
    .init("search", "search the history", ["^R"]) { el, _ in perform(el) { $0.beginSearch() } },
    .init("paste", "insert pasted text", ["\\e[200~"], essential: true) { el, _ in
      perform(el) { $0.paste() }
    },
    .init("left", "one character left", ["^B", "\\e[D", "\\eOD"]) { el, _ in
      perform(el) { $0.move { $0.previous } }
    },
    .init("right", "one character right; at the end, go on as shown", ["^F", "\\e[C", "\\eOC"]) {
      el, _ in
      perform(el) { $0.moveOrTake { $0.cursor = $0.next } }
    },
    .init(
      "word-left", "one word left", ["\\eb", "\\e[1;5D", "\\e[1;3D", "\\e[5D", "\\eOd"]
    ) { el, _ in perform(el) { $0.move { $0.previousWord } } },
    .init(
      "word-right", "one word right", ["\\ef", "\\e[1;5C", "\\e[1;3C", "\\e[5C", "\\eOc"]
    ) { el, _ in perform(el) { $0.move { $0.nextWord } } },
    .init("home", "start of the line", ["^A", "\\e[H", "\\eOH", "\\e[1~", "\\e[7~"]) { el, _ in
      perform(el) { $0.edit { $0.moveToLineStart() } }
    },
    .init("end", "end of the line", ["^E", "\\e[F", "\\eOF", "\\e[4~", "\\e[8~"]) { el, _ in
      perform(el) { $0.moveOrTake { $0.moveToLineEnd() } }
    },
    .init("backspace", "delete a character to the left", ["^?", "^H"]) { el, _ in
      perform(el) { $0.edit { $0.deleteBackward() } }
    },
    .init("delete", "delete a character", ["\\e[3~"]) { el, _ in
      perform(el) { $0.edit { $0.delete(to: $0.next) } }
    },
    .init("delete-or-end", "delete a character; end of input on an empty line", ["^D"]) { el, _ in
      perform(el) { $0.deleteOrEnd() }
    },
    .init("kill-word-left", "cut a word to the left", ["^W", "\\e^?", "\\e^H"]) { el, _ in
      perform(el) { $0.kill { $0.previousWord } }
    },
    .init("kill-word-right", "cut a word to the right", ["\\ed", "\\e[3;5~"]) { el, _ in
      perform(el) { $0.kill { $0.nextWord } }
    },
    .init("kill-left", "cut to the start of the line", ["^U"]) { el, _ in
      perform(el) { $0.kill { $0.cursor == $0.lineStart ? $0.previous : $0.lineStart } }
    },
    .init("kill-right", "cut to the end of the line", ["^K"]) { el, _ in
      perform(el) { $0.kill { $0.cursor == $0.lineEnd ? $0.next : $0.lineEnd } }
    },
    .init("yank", "insert what was cut last", ["^Y"]) { el, _ in
      perform(el) { editor in editor.edit { $0.insert(editor.killed) } }
    },
    .init("close", "insert a closing bracket", ["}", "]", ")"]) { el, key in
      perform(el) { $0.edit { $0.insertClosing(Unicode.Scalar(key) ?? "}") } }
    },
    .init("cancel", "discard the cell", [key(.cancel)], essential: true) { el, _ in
      perform(el) { $0.cancel() }
    },
    .init("redraw", "draw again after a change of the window", [key(.redraw)], essential: true) {
      el, _ in perform(el) { $0.redraw() }
    },
    .init("normalise", "put margins in order", [key(.normalise)], essential: true) { el, _ in
      perform(el) { $0.edit { _ in } }
    },
    .init("show", "show what a search found", [key(.show)], essential: true) { _, _ in
      Outcome.refresh.rawValue
    },
    .init("clear", "clear the screen", ["^L"]) { el, _ in perform(el) { $0.clearScreen() } },
  ]

  /// Adds and binds all commands, the user's own settings between preferences and essentials.
  ///
  /// - Returns: Whether the keys are those of vi, and the sequences the reader must recognise itself,
  ///   with the keys to send for them. In vi mode Escape alone is a command, so no longer key may
  ///   begin with it.
  static func install(
    in handle: OpaquePointer, readsUserSettings: Bool
  ) -> (isVi: Bool, sequences: [String: wchar_t]) {
    for command in all {
      editline_add_command(
        handle, LineEditor.immortal(command.name), LineEditor.immortal(command.help), command.run)
    }
    if readsUserSettings { el_source(handle, nil) }
    let isVi = editline_is_vi(handle) != 0
    for command in all where !command.isEssential {
      command.bind(command.keys.filter { !(isVi && $0.hasPrefix("\\e")) }, in: handle, isVi: isVi)
    }
    if isVi { bindCommandMode(in: handle) }
    if readsUserSettings { UserBindings.apply(to: handle) }
    for command in all where command.isEssential {
      command.bind(command.keys.filter { !(isVi && $0.hasPrefix("\\e")) }, in: handle, isVi: isVi)
    }
    editline_bind(handle, LineEditor.wide(key(.accept)), LineEditor.wide("ed-newline"))
    editline_bind_alternate(handle, LineEditor.wide(key(.accept)), LineEditor.wide("ed-newline"))
    guard isVi else { return (false, [:]) }
    editline_bind(handle, LineEditor.wide(key(.mode)), LineEditor.wide("tandem-insert-mode"))
    editline_bind_alternate(
      handle, LineEditor.wide(key(.mode)), LineEditor.wide("tandem-command-mode"))
    return (true, bindSequences(in: handle))
  }

  /// The letters of vi's command mode for what libedit does not do for more than one line.
  private static func bindCommandMode(in handle: OpaquePointer) {
    let letters = ["j": "down", "k": "up", "/": "search", "?": "search", "v": "edit", "u": "undo"]
    for (letter, name) in letters {
      editline_bind_alternate(
        handle, LineEditor.wide(letter), LineEditor.wide("tandem-" + name))
    }
  }

  /// Binds the commands of the arrow keys and their like to private keys.
  private static func bindSequences(in handle: OpaquePointer) -> [String: wchar_t] {
    var keys: [String: wchar_t] = [:]
    var next: UInt32 = 0x80
    for command in all {
      let sequences = command.keys.filter { $0.hasPrefix("\\e[") || $0.hasPrefix("\\eO") }
      guard !sequences.isEmpty, let key = Unicode.Scalar(next) else { continue }
      for sequence in sequences { keys[String(sequence.dropFirst(2))] = wchar_t(key.value) }
      editline_bind(handle, LineEditor.wide([key]), LineEditor.wide(command.name))
      editline_bind_alternate(handle, LineEditor.wide([key]), LineEditor.wide(command.name))
      next += 1
    }
    return keys
  }

  /// Binds keys to the command, in vi mode in both of its maps; letters and what deletes to the left
  /// mean something else in its command mode.
  private func bind(_ keys: [String], in handle: OpaquePointer, isVi: Bool) {
    for key in keys {
      editline_bind(handle, LineEditor.wide(key), LineEditor.wide(name))
      let isControl = key.hasPrefix("^") && key != "^?" && key != "^H"
      if isEssential || isVi && isControl {
        editline_bind_alternate(handle, LineEditor.wide(key), LineEditor.wide(name))
      }
    }
  }

  private static func key(_ key: PrivateKey) -> String {
    Unicode.Scalar(UInt32(key.rawValue)).map { String(Character($0)) } ?? ""
  }

  private static func perform(_ el: OpaquePointer?, _ action: (LineEditor) -> Outcome) -> UInt8 {
    guard let editor = LineEditor.of(el) else { return Outcome.beep.rawValue }
    return action(editor).rawValue
  }
}
