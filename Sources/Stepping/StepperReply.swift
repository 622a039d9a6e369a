package import Charts

/// What a stepper answers to a command.
package enum StepperReply: Sendable {
  case screen(Screen)
  case text([StyledText])
  case panel(Panel)
  case quit

  /// The answer as text; empty for `quit`.
  package func drawn(_ options: DrawingOptions = DrawingOptions()) -> String {
    switch self {
    case .screen(let screen): Charts.text(screen, options)
    case .text(let lines): Charts.text(.lines(lines), options)
    case .panel(let panel): Charts.text(panel, options)
    case .quit: ""
    }
  }
}

extension Stepper {
  /// Does what a command says; the shell and scripts both go through here.
  ///
  /// Throws what the algorithm throws and the `Failure` of an unknown topic or stage; the stepper
  /// then stays where it is, or at the last stage that succeeded.
  package mutating func perform(_ command: StepperCommand) throws -> StepperReply {
    switch command {
    case .next(let count):
      return try advance(count) ? .screen(screen) : .text([atEnd])
    case .back(let count):
      return try back(count) ? .screen(screen) : .text(["this is the start; n goes on"])
    case .runOn:
      return try finish() ? .screen(screen) : .text([atEnd])
    case .toStep(let target):
      return .screen(try reached(target))
    case .toTarget(let target):
      try to(named: target)
      return .screen(screen)
    case .why(let topic): return .text(try why(topic))
    case .whatIf(let change, let value): return .screen(try whatIf(change, value))
    case .show(let topic): return .panel(try show(topic))
    case .restart:
      try restart()
      return .screen(screen)
    case .help: return .panel(.table(Self.help))
    case .quit: return .quit
    }
  }

  private var atEnd: StyledText { "the run is over; b goes back, restart begins again, q leaves" }

  private mutating func reached(_ target: Int) throws -> Screen {
    let isReached = try to(target)
    var result = screen
    if !isReached { result.why.append("the run ends after step \(step), before step \(target)") }
    return result
  }

  private static var help: Table {
    Table(
      columns: [.init("command"), .init("does")],
      rows: StepperCommand.summary.map {
        [StyledText($0.usage, .emphasis), StyledText($0.meaning)]
      })
  }
}
