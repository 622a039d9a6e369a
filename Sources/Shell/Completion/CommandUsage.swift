/// How a command behind a colon is written, for completion and hints.
///
/// The usage is the whole grammar: words in capitals stand for something, others for themselves,
/// brackets surround what may be left out, `|` stands between alternatives.
struct CommandUsage: Sendable {
  let name: String
  let usage: String
  let summary: String

  init(name: String, usage: String = "", summary: String = "") {
    self.name = name
    self.usage = usage
    self.summary = summary
  }

  /// The words of the usage.
  var words: [String] {
    usage.split { "[]| ,=…".contains($0) }.map(String.init)
  }

  /// Whether a piece of program follows the name.
  var takesCode: Bool { words.contains("CODE") || words.contains("EXPR") }

  /// Whether the command means something without what its usage names.
  var standsAlone: Bool { usage.isEmpty || usage.hasPrefix("[") }
}

extension [CommandUsage] {
  /// The command that a name or an unambiguous beginning of one means; one whose whole name begins
  /// all the others is meant, too.
  func command(_ name: String) -> CommandUsage? {
    map(\.name).meant(by: name).flatMap { meant in first { $0.name == meant } }
  }
}

extension [String] {
  /// The name that a text means: the whole of it, or the beginning of one, be it that all others with
  /// this beginning go on from it.
  func meant(by text: String) -> String? {
    if contains(text) { return text }
    let fitting = filter { $0.hasPrefix(text) }
    guard let shortest = fitting.min(by: { $0.count < $1.count }) else { return nil }
    return fitting.allSatisfy { $0.hasPrefix(shortest) } ? shortest : nil
  }
}
