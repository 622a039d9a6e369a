/// The way through the history while one cell is edited.
///
/// The cell itself and every entry that was changed on the way keep their changes until Enter.
struct LineEditorRecall {
  private let history: History
  /// Where we are; `entries.count` is the new cell.
  private(set) var position: Int
  private var drafts: [Int: String] = [:]
  /// What an entry begins with that the matching steps stop at.
  private(set) var prefix = ""

  /// Whether the new cell is shown, and no entry.
  var isAtNewCell: Bool { position == history.entries.count }

  init(history: History) {
    self.history = history
    position = history.entries.count
  }

  /// The entry before the present one; `nil` at the oldest.
  mutating func previous(leaving text: String) -> String? {
    position > 0 ? move(to: position - 1, leaving: text) : nil
  }

  /// The entry after the present one; `nil` at the new cell.
  mutating func next(leaving text: String) -> String? {
    position < history.entries.count ? move(to: position + 1, leaving: text) : nil
  }

  /// Sets out for the entries that begin with a text; for all of them when none does.
  mutating func begin(with text: String) {
    prefix = history.entries.contains { $0.hasPrefix(text) && $0 != text } ? text : ""
  }

  /// The nearest older entry that begins with the prefix and differs from the present text.
  mutating func previousMatching(leaving text: String) -> String? {
    let place = history.entries[..<min(position, history.entries.count)].lastIndex {
      $0.hasPrefix(prefix) && $0 != text
    }
    return place.map { move(to: $0, leaving: text) }
  }

  /// The nearest newer entry that begins with the prefix and differs from the present text, in the
  /// end the new cell.
  mutating func nextMatching(leaving text: String) -> String? {
    guard position < history.entries.count else { return nil }
    let place = history.entries[(position + 1)...].firstIndex {
      $0.hasPrefix(prefix) && $0 != text
    }
    return move(to: place ?? history.entries.count, leaving: text)
  }

  /// Goes to an entry found by a search.
  mutating func jump(to place: Int, leaving text: String) {
    if place != position { _ = move(to: place, leaving: text) }
  }

  private mutating func move(to place: Int, leaving text: String) -> String {
    drafts[position] = text
    position = place
    return drafts[place] ?? (place < history.entries.count ? history.entries[place] : "")
  }
}

/// An incremental search through the history.
struct LineEditorSearch {
  let entries: [String]
  /// What Ctrl-G brings back.
  let original: LineEditorText
  let prompt: String
  private(set) var pattern = ""
  /// The entry found; `nil` before anything was typed.
  private(set) var found: Int?
  private(set) var hasFailed = false

  /// What Ctrl-R looks for when nothing was typed.
  private let lastPattern: String

  init(entries: [String], original: LineEditorText, prompt: String, lastPattern: String = "") {
    self.lastPattern = lastPattern
    self.entries = entries
    self.original = original
    self.prompt = prompt
  }

  /// Looks further for a longer pattern, from the entry found so far.
  mutating func append(_ scalar: Unicode.Scalar) {
    pattern.unicodeScalars.append(scalar)
    search(from: found ?? entries.count - 1, step: -1)
  }

  /// Looks again from the newest entry for a shorter pattern.
  mutating func removeLast() {
    guard !pattern.isEmpty else { return }
    pattern.unicodeScalars.removeLast()
    found = nil
    hasFailed = false
    if !pattern.isEmpty { search(from: entries.count - 1, step: -1) }
  }

  /// Goes on to an older (−1) or newer (+1) entry.
  mutating func advance(_ step: Int) {
    if pattern.isEmpty { pattern = lastPattern }
    guard !pattern.isEmpty else { return }
    search(from: (found ?? entries.count) + step, step: step)
  }

  /// The text shown: the entry found, the cursor at the match.
  var text: LineEditorText {
    guard let found else { return original }
    let entry = Array(entries[found].unicodeScalars)
    return LineEditorText(
      entries[found], cursor: Self.offset(of: pattern, in: entry) ?? entry.count)
  }

  /// Where the pattern stands in the text shown.
  var match: Range<Int>? {
    let length = pattern.unicodeScalars.count
    guard let found, length > 0,
      let start = Self.offset(of: pattern, in: Array(entries[found].unicodeScalars))
    else { return nil }
    return start..<(start + length)
  }

  /// What stands in place of the prompt.
  var status: String { "(\(hasFailed ? "no match for" : "search")) \(pattern)▸ " }

  private mutating func search(from start: Int, step: Int) {
    var index = start
    let current = found.map { entries[$0] }
    while entries.indices.contains(index) {
      let isNew = index == start && found == start || entries[index] != current
      if isNew, Self.offset(of: pattern, in: Array(entries[index].unicodeScalars)) != nil {
        found = index
        hasFailed = false
        return
      }
      index += step
    }
    hasFailed = true
  }

  /// Whether an entry contains a pattern, as a search finds it.
  static func finds(_ pattern: String, in entry: String) -> Bool {
    offset(of: pattern, in: Array(entry.unicodeScalars)) != nil
  }

  private static func offset(of pattern: String, in entry: [Unicode.Scalar]) -> Int? {
    let wanted = Array(pattern.unicodeScalars)
    guard !wanted.isEmpty, entry.count >= wanted.count else { return nil }
    // Small letters mean capitals, too.
    let isExact = wanted.contains { $0.properties.isUppercase }
    let text = isExact ? entry : entry.map(small)
    return (0...(text.count - wanted.count)).first { text[$0...].starts(with: wanted) }
  }

  private static func small(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let mapping = scalar.properties.lowercaseMapping.unicodeScalars
    return mapping.count == 1 ? mapping.first ?? scalar : scalar
  }
}
