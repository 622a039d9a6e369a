internal import Charts
internal import Diagnostics
internal import Runtime
internal import StandardLibrary
internal import Stepping
internal import Tensors

/// A stepper under a person's hands: shows a screen, reads a command, goes on.
final class StepperShell {
  private(set) var stepper: Stepper
  /// Asked before every drawing, since a window may have changed its size.
  private let display: () -> DisplayOptions
  private let files: FileAccess
  private let editor: LineEditor
  private let report: (any Error) -> Void
  /// Whether a screen is painted over the one before.
  private var repaints = false

  /// What the editor's completion looks at: the stepper as it stands now.
  private final class Holder {
    var stepper: Stepper

    init(_ stepper: Stepper) { self.stepper = stepper }
  }

  private let holder: Holder

  init(
    _ stepper: Stepper, files: FileAccess, usesColor: Bool,
    display: @escaping () -> DisplayOptions, report: @escaping (any Error) -> Void
  ) {
    self.stepper = stepper
    self.display = display
    self.files = files
    self.report = report
    let holder = Holder(stepper)
    self.holder = holder
    editor = LineEditor(
      configuration: .init(usesColor: usesColor),
      delegate: LineEditorDelegate(complete: { text, cursor in
        StepperCompletion(stepper: holder.stepper).complete(text, cursor)
      }),
      history: History(path: nil))
  }

  /// Runs until the person quits; the stepper is then where it was left.
  func run() {
    show(.screen(stepper.screen))
    while true {
      holder.stepper = stepper
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
    return level
      + (position.total.map { "step \(position.done)/\($0)> " } ?? "step \(position.done)> ")
  }

  /// Performs a command; `false` when it was to quit.
  ///
  /// A command that fails, and one that is interrupted, leaves the stepper at the last stage that
  /// was completed.
  private func perform(_ line: String) -> Bool {
    do {
      let reply = try stepper.perform(try StepperCommand(line))
      switch reply {
      case .quit: return false
      case .save(let screen, let path): try save(screen, path)
      case .redraw(let isOn): try redraw(isOn)
      case .screen, .text, .panel: show(reply)
      }
    } catch {
      report(error)
    }
    return true
  }

  private func show(_ reply: StepperReply) {
    let text = reply.drawn(DrawingOptions(display()))
    if repaints, case .screen = reply { Terminal.write("\u{1B}[H\u{1B}[2J") }
    Terminal.write(text.hasSuffix("\n") ? text : text + "\n")
  }

  private func save(_ screen: Screen, _ path: String) throws {
    let text = try ScreenFile.text(screen, for: path)
    try FileAccess.write(text, to: try files.writable(path))
    Terminal.write("saved \(path)\n")
  }

  private func redraw(_ isOn: Bool) throws {
    guard !isOn || !Terminal.isDumb else {
      throw Failure(.unsupported, "redraw needs a terminal that can move its cursor")
    }
    repaints = isOn
    if isOn { show(.screen(stepper.screen)) } else { Terminal.write("screens are appended\n") }
  }
}

/// What could stand at the cursor of a stepper's prompt.
struct StepperCompletion {
  let stepper: Stepper

  func complete(_ text: String, _ cursor: Int) -> Completion? {
    let before = String(decoding: Array(text.utf8).prefix(cursor), as: UTF8.self)
    guard let blank = before.firstIndex(of: " ") else {
      return matching(
        before, in: StepperCommand.words.map { .init($0.usage, description: $0.meaning) }, cursor)
    }
    let stem = String(before[before.index(after: blank)...])
    return matching(stem, in: arguments(of: before[..<blank]).map { .init($0) }, cursor)
  }

  private func arguments(of command: Substring) -> [String] {
    let topics = stepper.current.topics
    switch command {
    case "why": return topics.why
    case "show": return topics.show
    case "what-if": return topics.whatIf.map(name)
    case "set": return topics.settings.map(name)
    case "watch", "break": return stepper.state.map(\.name) + ["off"]
    case "redraw": return ["on", "off"]
    case "to": return ["end", "start"]
    default: return []
    }
  }

  /// What stands before the value of `sky=1`, with the sign.
  private func name(_ change: String) -> String {
    change.lastIndex(of: "=").map { String(change[...$0]) } ?? change
  }

  private func matching(
    _ stem: String, in candidates: [Completion.Candidate], _ cursor: Int
  ) -> Completion? {
    let found = candidates.filter { $0.text.hasPrefix(stem) }
    guard !found.isEmpty else { return nil }
    return Completion(range: (cursor - stem.utf8.count)..<cursor, candidates: found)
  }
}

extension InteractiveShell {
  /// Opens the stepper that an expression makes; afterwards `ans` is where it was left.
  func step(_ code: String) throws {
    guard !code.isEmpty else {
      throw Failure(
        .argument, ":step needs a stepper", notes: ["write :step step(model, data)"])
    }
    let value = try session.interpreter.evaluate(SourceText(name: ":step", text: code))
    guard case .object(let box) = value, let object = box.object as? StepperObject else {
      throw Failure(
        .type, ":step needs a stepper, found \(value.described)",
        notes: ["write :step step(model, data)"])
    }
    let shell = StepperShell(
      object.stepper, files: session.interpreter.files, usesColor: usesColor,
      display: { [unowned self] in
        self.session.interpreter.display.width = self.arguments.width ?? Terminal.outputWidth
        return self.session.interpreter.display
      },
      report: { [unowned self] in self.report(Diagnostic($0)) })
    shell.run()
    session.interpreter.assign("ans", .object(ObjectBox(StepperObject(shell.stepper))))
    write("ans is the stepper as you left it\n")
  }
}
