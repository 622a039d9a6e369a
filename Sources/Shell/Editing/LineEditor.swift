internal import CEditLine
internal import Glibc
internal import Tensors

/// Reads cells from a person at a terminal, with editing, history and completion.
///
/// Built on libedit's wide interface: libedit keeps the buffer, the key map and the picture of the
/// screen; this class supplies the keys (`nextKey`), the commands for everything that concerns
/// more than one line, and the colours. `Signals.install()` must have been called before.
/// On a terminal that cannot move its cursor, lines are read plainly.
package final class LineEditor {
  /// What a shell decides once.
  package struct Configuration {
    /// Whether prompts and text are coloured.
    package var usesColor: Bool
    /// Whether `.editrc` is read.
    package var readsUserSettings: Bool
    /// Whether other programs may be started, such as the person's own editor.
    package var allowsPrograms: Bool

    package init(
      usesColor: Bool = Terminal.allowsColor(), readsUserSettings: Bool = true,
      allowsPrograms: Bool = true
    ) {
      self.allowsPrograms = allowsPrograms
      self.usesColor = usesColor
      self.readsUserSettings = readsUserSettings
    }
  }

  let configuration: Configuration
  var delegate: LineEditorDelegate
  let history: History

  /// libedit's handle; `nil` on a terminal that is read plainly.
  private(set) var handle: OpaquePointer?
  /// libedit's own copy of the history, for the commands of its vi mode.
  private var historyHandle: OpaquePointer?

  /// Escape sequences that are recognised here and not by libedit, without the Escape.
  private(set) var sequences: [String: wchar_t] = [:]

  // MARK: State of the cell being read

  /// What was typed and not read yet; editors that take turns at a terminal share it.
  let typeAhead: TypeAhead
  /// Keys to deliver before any that is typed.
  var pendingKeys: [wchar_t] = []
  var recall: LineEditorRecall
  var search: LineEditorSearch?
  /// What was searched for last.
  var lastPattern = ""
  var undo = LineEditorUndo()
  /// The mode when `.editrc` chose the keys of vi.
  var viMode: LineEditorViMode?
  var viProbe = LineEditorViProbe()
  /// Whether the terminal came to its end: nobody can have left the shell by a key.
  var isTerminalGone = false
  /// The text whose completions were listed last, and the page of them that is shown.
  var listed: (text: LineEditorText, page: Int)?
  var isCancelled = false
  /// Set by a signal, cleared by the command it asks for: the key that stands for it may get lost
  /// in the middle of another sequence and is then sent again.
  var wantsCancel = false
  var wantsRedraw = false
  /// Whether another program may have written to the terminal.
  var isScreenLost = false
  var didNormalise = false
  /// Removes the hint that is on the screen.
  var hintErasure: String?
  /// Whether the text on the screen may carry colours.
  var isPainted = false
  /// Whether the screen shows a part of a text that is taller, drawn over libedit's picture.
  var isOverlaid = false
  /// What was deleted last by a killing command.
  var killed = ""
  /// Spaces behind each line break in libedit's buffer.
  private(set) var margin = 0
  private var prompt = ""
  private var promptBuffer: UnsafeMutablePointer<wchar_t>?

  package init(
    configuration: Configuration = Configuration(), delegate: LineEditorDelegate, history: History,
    typeAhead: TypeAhead = TypeAhead()
  ) {
    self.typeAhead = typeAhead
    self.configuration = configuration
    self.delegate = delegate
    self.history = history
    recall = LineEditorRecall(history: history)
    Terminal.prepareLocale()
    if !Terminal.isDumb { openEditor() }
  }

  deinit {
    if let handle { el_end(handle) }
    if let historyHandle { history_wend(historyHandle) }
    promptBuffer?.deallocate()
  }

  /// Reads one cell.
  ///
  /// - Parameter prompt: One line of plain text that ends in a blank, such as `[3]> `.
  /// - Returns: The cell, which is in the history by then, or why there is none.
  package func readCell(prompt: String) -> LineEditorInput {
    editline_flush()
    guard let handle else {
      Interrupt.clear()
      return readPlainCell(prompt: prompt)
    }
    begin(prompt: prompt)
    Signals.beginReading()
    // From here Ctrl-C means the line. A request that came too late for its computation is forgotten
    // now, never after the cell was read: there it would be one meant for what runs next.
    Interrupt.clear()
    editline_prepare_terminal(handle, 1)  // before the prompt shows, or early keys are echoed
    Terminal.write(LineEditorPaste.enable)
    defer {
      Terminal.write(LineEditorPaste.disable)
      Signals.endReading()
    }
    var count: Int32 = 0
    let line = el_wgets(handle, &count)
    if isCancelled { return .interrupted }
    guard let line, count > 0 else {
      Terminal.write("\n")
      return .endOfInput
    }
    var scalars = Self.scalars(line, Int(count))
    if scalars.last == "\n" { scalars.removeLast() }
    let text = LineEditorText(margined: scalars, cursor: 0, margin: margin).string
    remember(text)
    return .cell(text)
  }

  /// Puts a text into the next cell to be read, as if it had been pasted.
  ///
  /// On a terminal that is read plainly there is nothing to put it into: it is shown.
  /// The first place of `blank` in it is deleted, and the cursor stands there.
  func prefill(_ text: String, blank: String = "") {
    guard handle != nil else {
      Terminal.write(text + "\n")
      return
    }
    let text = LineEditorPaste.cleaned(text)
    var keys = LineEditorPaste.start + text + LineEditorPaste.end
    if !blank.isEmpty, let place = text.firstRange(of: blank) {
      let behind = text[place.upperBound...].unicodeScalars.count
      keys += String(repeating: "\u{1B}[D", count: behind)
      keys += String(repeating: "\u{7F}", count: blank.unicodeScalars.count)
    }
    typeAhead.decoder.append(ArraySlice(keys.utf8))
  }

  private func begin(prompt: String) {
    isCancelled = false
    wantsCancel = false
    wantsRedraw = false
    isScreenLost = false
    isOverlaid = false
    hintErasure = nil
    search = nil
    listed = nil
    undo = LineEditorUndo()
    if viMode != nil { viMode = .insert }
    history.takeInOthers()
    recall = LineEditorRecall(history: history)
    showPrompt(prompt)
    if margin != promptWidth {
      margin = promptWidth
      fillHistoryHandle()
    }
  }

  private func remember(_ text: String) {
    guard history.append(text), let historyHandle else { return }
    editline_history_enter(historyHandle, Self.wide(margined(text)))
  }

  // MARK: - Prompt

  /// The prompt shown at present.
  var shownPrompt: String { prompt }

  /// The width of the prompt shown at present.
  var promptWidth: Int { Terminal.width(of: mark + prompt) }

  /// What stands before the prompt.
  private var mark: String { search == nil ? viMode?.mark ?? "" : "" }

  /// Changes the prompt; it shows at the next refresh.
  func showPrompt(_ text: String) {
    prompt = text
    let shown = promptParts.map { $0.isCode ? "\u{1}\($0.text)\u{1}" : $0.text }.joined()
    promptBuffer?.deallocate()
    promptBuffer = Self.immortal(shown)
  }

  /// The prompt with its colours, as it is written to the terminal.
  var promptInColour: String { promptParts.map(\.text).joined() }

  /// The prompt's text and the escape sequences in it; these may not come last, libedit forgets
  /// them there.
  private var promptParts: [(text: String, isCode: Bool)] {
    guard configuration.usesColor, prompt.last == " " else { return [(mark + prompt, false)] }
    return [
      (mark, false), ("\u{1B}[1;32m", true), (String(prompt.dropLast()), false),
      ("\u{1B}[0m", true), (" ", false),
    ]
  }

  // MARK: - Text

  /// libedit's buffer with its margins, and the cursor in it.
  var buffer: (scalars: [Unicode.Scalar], cursor: Int) {
    guard let handle, let line = el_wline(handle)?.pointee, let start = line.buffer else {
      return ([], 0)
    }
    let scalars = Self.scalars(start, line.lastchar - start)
    return (scalars, min(scalars.count, max(0, line.cursor - start)))
  }

  /// The text being edited; setting it takes effect on the screen at the next refresh.
  var text: LineEditorText {
    get {
      let (scalars, cursor) = buffer
      return LineEditorText(margined: scalars, cursor: cursor, margin: margin)
    }
    set {
      guard let handle else { return }
      let (scalars, cursor) = newValue.margined(margin)
      let old = Int32(clamping: buffer.scalars.count)
      el_cursor(handle, old)
      el_deletestr(handle, old)
      if !scalars.isEmpty { el_winsertstr(handle, Self.wide(scalars)) }
      el_cursor(handle, Int32(clamping: cursor - scalars.count))
    }
  }

  private func margined(_ text: String) -> [Unicode.Scalar] {
    LineEditorText(text).margined(margin).scalars
  }

  // MARK: - Setting up libedit

  private func openEditor() {
    // libedit's only messages complain about a terminal it does not know.
    guard let errors = fopen("/dev/null", "w"), let handle = editline_open("tandem", errors) else {
      return
    }
    guard editline_capability(handle, "up").map({ $0.pointee != 0 }) == true else {
      el_end(handle)
      return
    }
    self.handle = handle
    editline_set_client(handle, Unmanaged.passUnretained(self).toOpaque())
    editline_set_prompt(handle, { LineEditor.of($0)?.promptBuffer }, 1)
    editline_set_editor(handle, Self.wide("emacs"))
    editline_set_signal(handle, 0)
    editline_free_flow_keys(handle)
    editline_set_reader(handle, { LineEditor.of($0)?.readKey(into: $1) ?? 0 })
    historyHandle = history_winit()
    if let historyHandle {
      editline_history_limit(historyHandle, Int32(clamping: History.entryLimit))
      editline_use_history(handle, historyHandle)
    }
    let installed = LineEditorCommand.install(
      in: handle, readsUserSettings: configuration.readsUserSettings)
    sequences = installed.sequences
    viMode = installed.isVi ? .insert : nil
  }

  private func fillHistoryHandle() {
    guard let historyHandle else { return }
    editline_history_clear(historyHandle)
    for entry in history.entries {
      editline_history_enter(historyHandle, Self.wide(margined(entry)))
    }
  }

  /// The editor a libedit callback is about.
  static func of(_ handle: OpaquePointer?) -> LineEditor? {
    guard let handle, let client = editline_client(handle) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(client).takeUnretainedValue()
  }

  // MARK: - Wide strings

  static func wide(_ scalars: some Sequence<Unicode.Scalar>) -> [wchar_t] {
    scalars.map { wchar_t(bitPattern: $0.value) } + [0]
  }

  static func wide(_ text: String) -> [wchar_t] { wide(text.unicodeScalars) }

  /// A wide string in memory of its own.
  static func immortal(_ text: String) -> UnsafeMutablePointer<wchar_t> {
    let characters = wide(text)
    let memory = UnsafeMutablePointer<wchar_t>.allocate(capacity: characters.count)
    memory.initialize(from: characters, count: characters.count)
    return memory
  }

  private static func scalars(_ start: UnsafePointer<wchar_t>, _ count: Int) -> [Unicode.Scalar] {
    (0..<max(0, count)).map { Unicode.Scalar(UInt32(bitPattern: start[$0])) ?? "\u{FFFD}" }
  }
}
