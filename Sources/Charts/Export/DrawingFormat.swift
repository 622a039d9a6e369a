/// What a drawing is written as, by the end of the file's name.
package enum DrawingFormat: String, Sendable, CaseIterable {
  /// A picture.
  case svg
  /// A page: picture, data and text in one file.
  case html
  /// Plain text.
  case txt
  /// The data alone.
  case csv

  /// The format that a path asks for; `nil` for any other ending.
  package init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[dot...].dropFirst().lowercased())
  }

  /// `.svg, .html, .txt or .csv`.
  package static var list: String {
    let endings = allCases.map { ".\($0.rawValue)" }
    return endings.dropLast().joined(separator: ", ") + " or " + (endings.last ?? "")
  }
}
