internal import Diagnostics

/// The settings of the front matter.
package struct DocumentHeader: Sendable, Equatable {
  /// What a document is for.
  package enum Kind: String, Sendable, CaseIterable { case notebook, tutorial, session }

  /// The number of the format.
  package var format = Document.format
  package var title = ""
  package var kind = Kind.notebook
  /// Where random numbers start in every run.
  package var seed: UInt64 = 0
  /// The relative tolerance of floats, unless a cell has its own.
  package var tolerance = 0.0
  /// Whether `:solution` refuses, for graded work.
  package var hidesSolutions = false

  /// Whether it is replayed in an empty folder, which is removed afterwards.
  package var usesTemporaryFolder = false

  package init() {}

  /// The settings of a document, whatever stands below them; `nil` when they cannot be read.
  package init?(of text: String) {
    var parser = DocumentParser(text: text, name: "")
    guard (try? parser.parseHeader()) != nil else { return nil }
    self = parser.header
  }

  static let keys = ["tandem", "title", "kind", "seed", "tol", "solutions", "folder"]

  /// Takes one setting; `false` for a key that is not known.
  ///
  /// - Throws: a failure when the value of a known key is wrong.
  mutating func set(_ key: String, _ value: String) throws(Failure) -> Bool {
    switch key {
    case "tandem": format = try DocumentHeader.format(value)
    case "title": title = value
    case "kind":
      guard let known = Kind(rawValue: value) else {
        throw DocumentMessages.wrongSetting(key, "notebook, tutorial or session", value)
      }
      kind = known
    case "seed":
      guard let number = UInt64(value) else {
        throw DocumentMessages.wrongSetting(key, "a whole number from 0", value)
      }
      seed = number
    case "tol": tolerance = try CellAttributes.tolerance(value)
    case "solutions":
      guard value == "hidden" || value == "shown" else {
        throw DocumentMessages.wrongSetting(key, "hidden or shown", value)
      }
      hidesSolutions = value == "hidden"
    case "folder":
      guard value == "temporary" || value == "current" else {
        throw DocumentMessages.wrongSetting(key, "temporary or current", value)
      }
      usesTemporaryFolder = value == "temporary"
    default: return false
    }
    return true
  }

  private static func format(_ value: String) throws(Failure) -> Int {
    guard !value.isEmpty, value.utf8.allSatisfy({ (48...57).contains($0) }), value != "0" else {
      throw DocumentMessages.wrongSetting("tandem", "the number of the format", value)
    }
    guard let number = Int(value), number <= Document.format else {
      throw Failure(
        .unsupported,
        "the document has format \(value), and this version reads up to \(Document.format)",
        notes: ["a newer Tandem reads it"])
    }
    return number
  }

  /// A setting's line as key and value; quotes around the value and a comment fall away.
  static func split(_ line: String) -> (key: String, value: String)? {
    guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let key = trimmed(line[..<colon])
    var value = trimmed(line[line.utf8.index(after: colon)...])
    for quote in ["\"", "'"]
    where value.utf8.count >= 2 && value.hasPrefix(quote) && value.hasSuffix(quote) {
      value = String(value.dropFirst().dropLast())
      return key.isEmpty ? nil : (key, value)
    }
    if let comment = value.firstRange(of: " #") { value = trimmed(value[..<comment.lowerBound]) }
    return key.isEmpty ? nil : (key, value)
  }
}

/// The text without white space at both ends.
func trimmed(_ text: some StringProtocol) -> String {
  let scalars = String(text).unicodeScalars
  guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
    let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
  else { return "" }
  return String(scalars[first...last])
}
