internal import Files

/// The line that begins a section of a program made from a document: `# %%`, a kind in brackets,
/// the attributes of the cell, and JSON for what is unusual.
struct ProgramSection: Equatable {
  static let opening = "# %%"

  enum Kind: String, CaseIterable {
    case header, markdown, output, error, seed
    /// A cell that the program runs; it has no bracket.
    case cell = ""
    /// A cell that stands as a comment.
    case off
  }

  var kind: Kind
  var attributes = ""
  var notes: JSONValue?

  init(_ kind: Kind, attributes: String = "", notes: JSONValue? = nil) {
    self.kind = kind
    self.attributes = attributes
    self.notes = notes
  }

  /// Reads a line without its newline; `nil` for any other line.
  init?(line: String) {
    guard line.hasPrefix(ProgramSection.opening) else { return nil }
    var rest = trimmed(line.dropFirst(ProgramSection.opening.count))
    kind = .cell
    for known in Kind.allCases where known != .cell && rest.hasPrefix("[\(known.rawValue)]") {
      kind = known
      rest = trimmed(rest.dropFirst(known.rawValue.count + 2))
    }
    if let start = rest.firstRange(of: "{\""),
      let notes = JSONValue(json: String(rest[start.lowerBound...]))
    {
      self.notes = notes
      rest = trimmed(rest[..<start.lowerBound])
    }
    attributes = notes?["attributes"]?.string ?? rest
  }

  /// The line without its newline.
  func line() -> String {
    var words = [ProgramSection.opening]
    if kind != .cell { words.append("[\(kind.rawValue)]") }
    var notes = notes?.members ?? []
    if attributes.contains("{") || attributes.hasPrefix("[") {
      notes.insert(.init("attributes", .string(attributes)), at: 0)
    } else if !attributes.isEmpty {
      words.append(attributes)
    }
    if !notes.isEmpty { words.append(JSONValue.object(notes).text(.compact)) }
    return words.joined(separator: " ")
  }
}
