internal import Charts
internal import Diagnostics
internal import Runtime
internal import StandardLibrary
internal import Stepping
internal import Tensors

/// A stepper under a person's hands: shows a screen, reads a command, goes on.
final class StepperShell {
  /// What the terminal and the language do for a stepper.
  struct Surroundings {
    let interpreter: Interpreter
    let usesColor: Bool
    let typeAhead: TypeAhead
    /// Asked before every drawing, since a window may have changed its size.
    let width: () -> Int
    let report: (Diagnostic) -> Void
    /// Takes the stepper as it was left.
    let answer: (Value) -> Void
  }

  private let surroundings: Surroundings
  private let editor: LineEditor
  private let holder: Holder

  /// What the editor's closures look at: the stepper as it stands now, and how it is shown.
  private final class Holder {
    var stepper: Stepper
    /// What a window of another size shows anew; `nil` while screens are appended.
    var painted: Screen?

    init(_ stepper: Stepper) { self.stepper = stepper }
  }

  init(_ stepper: Stepper, _ surroundings: Surroundings) {
    self.surroundings = surroundings
    let holder = Holder(stepper)
    self.holder = holder
    editor = LineEditor(
      configuration: .init(usesColor: surroundings.usesColor),
      delegate: LineEditorDelegate(complete: { text, cursor in
        StepperCompletion(stepper: holder.stepper).complete(text, cursor)
      }),
      history: History(path: nil), typeAhead: surroundings.typeAhead)
    editor.delegate.background = { [unowned self] in
      self.holder.painted.map { self.painting($0) }
    }
  }

  /// The stepper as it stands.
  private(set) var stepper: Stepper {
    get { holder.stepper }
    set { holder.stepper = newValue }
  }

  /// Runs until the person quits; the stepper is then where it was left.
  func run() {
    show(.screen(stepper.screen))
    while true {
      switch editor.readCell(prompt: prompt) {
      case .endOfInput: return
      case .interrupted: continue
      case .cell(let line):
        guard perform(line) else { return }
      }
    }
  }

  private var prompt: String {
    let position = stepper.position
    let level = String(repeating: "inner ", count: stepper.depth)
    let place = position.total.map { "\(position.done)/\($0)" } ?? "\(position.done)"
    return "\(level)step \(place)\(stepper.asking == nil ? "" : " guess")> "
  }

  /// Performs a line; `false` when it was to quit.
  ///
  /// A command that fails, and one that is interrupted, leaves the stepper at the last stage that
  /// was completed.
  private func perform(_ line: String) -> Bool {
    do {
      let reply = try stepper.perform(line: line)
      switch reply {
      case .quit: return false
      case .save(let screen, let path): try save(ScreenFile.text(screen, for: path), path)
      case .saveRun(let path, let every): try save(ScreenFile.text(stepper, every, path), path)
      case .evaluate(let code): try evaluate(code)
      case .redraw(let isOn): try redraw(isOn)
      case .screen, .text, .panel: show(reply)
      }
    } catch {
      report(Diagnostic(error))
    }
    return true
  }

  /// Says what went wrong; after Ctrl-C also where the stepper now stands.
  private func report(_ error: Diagnostic) {
    surroundings.report(error)
    guard error.kind == .interrupted else { return }
    Interrupt.clear()
    show(.screen(stepper.screen))
  }

  private func evaluate(_ code: String) throws {
    let interpreter = surroundings.interpreter
    let value = try StepperObject(stepper).value(of: code, interpreter)
    interpreter.display.width = surroundings.width()
    Terminal.write(value.display(interpreter.display) + "\n")
  }

  private func save(_ text: String, _ path: String) throws {
    try FileAccess.write(text, to: try surroundings.interpreter.files.writable(path))
    Terminal.write("saved \(path)\n")
  }

  // MARK: - Showing

  private var options: DrawingOptions {
    surroundings.interpreter.display.width = surroundings.width()
    return DrawingOptions(surroundings.interpreter.display)
  }

  private func show(_ reply: StepperReply) {
    if holder.painted != nil, case .screen(let screen) = reply {
      holder.painted = screen
      Terminal.write(painting(screen))
    } else {
      let text = reply.drawn(options)
      Terminal.write(text.hasSuffix("\n") ? text : text + "\n")
    }
  }

  /// A screen over the one before: each line takes the place of one, and what stood below is cleared,
  /// so that the window is never empty in between.
  ///
  /// A line is cleared before it is written: behind a full one the cursor still stands on its last cell.
  private func painting(_ screen: Screen) -> String {
    let lines = StepperReply.screen(screen).drawn(options).split(
      separator: "\n", omittingEmptySubsequences: false)
    return "\u{1B}[H" + lines.map { "\u{1B}[K\($0)\n" }.joined() + "\u{1B}[J"
  }

  private func redraw(_ isOn: Bool) throws {
    guard !isOn || !Terminal.isDumb else {
      throw Failure(.unsupported, "redraw needs a terminal that can move its cursor")
    }
    holder.painted = isOn ? stepper.screen : nil
    if isOn { show(.screen(stepper.screen)) } else { Terminal.write("screens are appended\n") }
  }
}

extension StepperShell {
  /// Opens the stepper that an expression makes; afterwards `ans` is where it was left.
  static func open(_ code: String, _ surroundings: Surroundings) throws {
    guard !code.isEmpty else {
      throw Failure(
        .argument, ":step needs a stepper", notes: ["write :step step(model, data)"])
    }
    let interpreter = surroundings.interpreter
    let value = try interpreter.evaluate(SourceText(name: ":step", text: code))
    guard case .object(let box) = value, let object = box.object as? StepperObject else {
      throw Failure(
        .type, ":step needs a stepper, found \(value.described)",
        notes: ["write :step step(model, data)"])
    }
    let shell = StepperShell(object.stepper, surroundings)
    shell.run()
    surroundings.answer(.object(ObjectBox(StepperObject(shell.stepper))))
    Terminal.write("ans is the stepper as you left it\n")
  }
}
