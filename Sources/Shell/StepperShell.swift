internal import Charts
internal import Diagnostics
internal import Runtime
internal import StandardLibrary
internal import Stepping
internal import Tensors

/// A stepper under a person's hands: shows a screen, reads a command, goes on.
final class StepperShell {
  private(set) var stepper: Stepper
  private let display: DisplayOptions
  private let editor: LineEditor
  private let report: (any Error) -> Void

  init(
    _ stepper: Stepper, display: DisplayOptions, usesColor: Bool,
    report: @escaping (any Error) -> Void
  ) {
    self.stepper = stepper
    self.display = display
    self.report = report
    editor = LineEditor(
      configuration: .init(usesColor: usesColor), delegate: StepperShell.delegate,
      history: History(path: nil))
  }

  private static var delegate: LineEditorDelegate {
    let words = StepperCommand.summary.compactMap { entry in
      entry.usage.split(separator: " ").first.map {
        Completion.Candidate(String($0), description: entry.meaning)
      }
    }
    return LineEditorDelegate(complete: { text, cursor in
      let found = words.filter { $0.text.hasPrefix(text) }
      return found.isEmpty ? nil : Completion(range: 0..<cursor, candidates: found)
    })
  }

  /// Runs until the person quits; the stepper is then where it was left.
  func run() {
    Terminal.write(drawn(.screen(stepper.screen)))
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
    return position.total.map { "step \(position.done)/\($0)> " } ?? "step \(position.done)> "
  }

  /// Performs a command; `false` when it was to quit.
  private func perform(_ line: String) -> Bool {
    do {
      let reply = try stepper.perform(try StepperCommand(line))
      if case .quit = reply { return false }
      Terminal.write(drawn(reply))
    } catch {
      report(error)
    }
    return true
  }

  private func drawn(_ reply: StepperReply) -> String {
    let text = reply.drawn(DrawingOptions(display))
    return text.hasSuffix("\n") ? text : text + "\n"
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
      object.stepper, display: session.interpreter.display, usesColor: usesColor,
      report: { [unowned self] in self.report(Diagnostic($0)) })
    shell.run()
    session.interpreter.assign("ans", .object(ObjectBox(StepperObject(shell.stepper))))
    write("ans is the stepper as you left it\n")
  }
}
