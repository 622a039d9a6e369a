internal import Diagnostics
internal import StandardLibrary

/// The error that `:why` explains.
struct LastError {
  private(set) var error: Diagnostic?
  private var isMentioned = false

  /// What is said below the first error of a session, once.
  static let hint = "  (:why explains an error and shows how it is done right)\n"

  /// Keeps an error.
  ///
  /// - Returns: what a person is told below it.
  mutating func keep(_ error: Diagnostic) -> String {
    self.error = error
    // Whoever presses Ctrl-C knows why.
    guard !isMentioned, error.kind != .interrupted || error.mistake != nil else { return "" }
    isMentioned = true
    return Self.hint
  }

  /// The explanation, laid out.
  func text(width: Int) -> String {
    guard let error else { return "there was no error yet\n" }
    return TextFolding.folded(Explanation.page(on: error), width: width)
  }
}

extension Diagnostic {
  /// The error of a session, where `out` holds what cells showed.
  var inSession: Diagnostic {
    guard mistake == .outOfRange, let mark = marks.first,
      mark.source[mark.range].hasPrefix("out[")
    else { return self }
    var error = self
    error.mistake = .missingOutput
    error.notes = [":cells lists the cells; one that failed or showed nothing has no output"]
    return error
  }
}
