internal import Charts
internal import Diagnostics
internal import MultiLabel
package import Runtime
package import Stepping
internal import Tensors

/// A run that is stepped through, as a value of the language; going on gives another value.
package struct StepperObject: LanguageObject, ValueConvertible {
  package static let typeName = "stepper"

  /// The run and where it stands.
  package let stepper: Stepper

  /// A stepper as a value.
  package init(_ stepper: Stepper) { self.stepper = stepper }

  package var typeName: String { StepperObject.typeName }

  package var summary: String {
    "<stepper \"\(stepper.screen.title)\", \(place)>"
  }

  /// `step 2 of 4`.
  var place: String {
    let position = stepper.position
    return "step \(position.done)" + (position.total.map { " of \($0)" } ?? "")
  }

  package var fieldNames: [String] { ["step", "next", "finished", "path", "level"] }

  package func field(_ name: String) throws -> Value? {
    switch name {
    case "step": return .number(Double(stepper.step))
    case "next": return stepper.nextStage.map { .text($0) } ?? Value.none
    case "finished": return .bool(stepper.isFinished)
    case "path": return .text(stepper.path)
    case "level": return .number(Double(stepper.depth))
    default: return nil
    }
  }

  package func display(_ options: DisplayOptions) -> String {
    Charts.text(stepper.screen, DrawingOptions(options))
  }

  package func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? StepperObject, other.stepper.step == stepper.step else {
      return false
    }
    return display(DisplayOptions()) == other.display(DisplayOptions())
  }
}

extension StepperObject: Drawing {
  func document(_ format: DrawingFormat) throws -> String {
    try ScreenObject(.screen(stepper.screen)).document(format)
  }
}

extension StepperObject {
  /// The figures of the current stage as values.
  var figures: [(String, Value)] { stepper.state.map { ($0.name, $0.value.value) } }

  /// What an expression gives in which the figures of the current stage are variables, and `s` the
  /// stepper; the variables of the session stay as they are.
  package func value(of code: String, _ interpreter: Interpreter) throws -> Value {
    // Names such as gate[A] are no variables.
    if let figure = figures.first(where: { $0.0 == code }) { return figure.1 }
    let before = interpreter.snapshot()
    defer { interpreter.restore(before) }
    interpreter.assign("s", .object(ObjectBox(self)))
    for (name, value) in figures where name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    {
      interpreter.assign(name, value)
    }
    return try interpreter.evaluate(SourceText(name: "stepper", text: code))
  }
}

extension StepperObject: Describable {
  var sentence: String { ScreenObject(.screen(stepper.screen)).sentence }
}

extension StateValue {
  /// The figure as a value of the language.
  var value: Value {
    switch self {
    case .number(let number): .number(number)
    case .text(let text): .text(text)
    case .tensor(let tensor): .reduced(tensor)
    case .list(let list): .flatList(list.map(\.value))
    }
  }
}
