package import Charts

/// What a stepper answers to a command.
package enum StepperReply: Sendable {
  case screen(Screen)
  case text([StyledText])
  case panel(Panel)
  /// The screen is to be written to a file, by whoever may touch files.
  case save(Screen, path: String)
  /// The whole run is to be written to a file, every so many stages; `nil` for as many as suit a page.
  case saveRun(path: String, every: Int?)
  /// An expression over the figures of the stage, for whoever speaks the language.
  case evaluate(String)
  /// Screens are to be painted in place, or below each other.
  case redraw(Bool)
  case quit

  /// The answer as text; empty where there is nothing to show.
  package func drawn(_ options: DrawingOptions = DrawingOptions()) -> String {
    switch self {
    case .screen(let screen): Charts.text(screen, options)
    case .text(let lines): Charts.text(.lines(lines), options)
    case .panel(let panel): Charts.text(panel, options)
    case .save, .saveRun, .evaluate, .redraw, .quit: ""
    }
  }
}
