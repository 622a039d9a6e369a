package import Charts
internal import Diagnostics
package import Stepping

/// A screen as the text of a file, in the format that the file's name asks for.
package enum ScreenFile {
  /// A page for `.html`, a picture for `.svg`, plain text of 80 columns for `.txt`.
  ///
  /// Throws for any other ending.
  package static func text(_ screen: Screen, for path: String) throws -> String {
    if path.hasSuffix(".html") { return html(screen) }
    if path.hasSuffix(".svg") { return svg(screen) }
    if path.hasSuffix(".txt") { return Charts.text(screen) + "\n" }
    throw Failure(
      .argument, "save: path must end in .html, .svg or .txt, found \"\(path)\"")
  }

  /// All screens of a run, every so many stages: a page to step through for `.html`, plain text for
  /// `.txt`.
  ///
  /// Throws for any other ending, and what the run throws on its way to the end.
  package static func text(_ stepper: Stepper, _ every: Int?, _ path: String) throws -> String {
    if path.hasSuffix(".html") { return try stepper.series(every: every).page }
    if path.hasSuffix(".txt") { return try stepper.series(every: every).plainText }
    throw Failure(
      .argument, "save: a run is written to .html or .txt, found \"\(path)\"",
      notes: ["screen(s) is one screen, which may be an .svg as well"])
  }
}
