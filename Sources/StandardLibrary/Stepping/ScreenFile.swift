package import Charts
internal import Diagnostics

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
}
