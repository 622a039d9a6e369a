internal import Files

/// A line that begins a cell of a notebook inside prose: `<!-- cell -->`, where readers see nothing.
///
/// It can carry what Markdown has no place for as JSON: `<!-- cell {"cell_type":"raw"} -->`. Directly
/// above a fence it belongs to that cell.
struct CellMarker: Equatable {
  static let opening = "<!-- cell"

  let foreign: JSONValue?

  init(foreign: JSONValue?) { self.foreign = foreign }

  /// Reads a line without its newline; `nil` when it is none, or not written as `line` would.
  init?(line: String) {
    let bare = line.utf8.last == 13 ? String(line.unicodeScalars.dropLast()) : line
    guard bare.hasPrefix(CellMarker.opening), bare.hasSuffix(" -->") else { return nil }
    let inside = String(bare.dropFirst(CellMarker.opening.count).dropLast(4))
    if inside.isEmpty {
      foreign = nil
    } else {
      guard let value = JSONValue(json: inside), value.members?.isEmpty == false else {
        return nil
      }
      foreign = value
    }
    guard self.line.utf8.elementsEqual(bare.utf8) else { return nil }
  }

  /// The line without its newline; a comment must not hold its own end.
  var line: String {
    guard let foreign else { return CellMarker.opening + " -->" }
    let safe = foreign.text(.compact).unicodeScalars.map { $0 == ">" ? "\\u003E" : String($0) }
      .joined()
    return CellMarker.opening + " \(safe) -->"
  }
}
