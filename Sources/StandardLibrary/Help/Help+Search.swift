internal import Diagnostics
internal import Runtime

extension Help {
  /// A function in which words were found, and how.
  private struct Hit {
    let builtin: Builtin
    /// The more, the likelier it is meant.
    let score: Double
    /// Where the telling word stands, when not in the name or the summary.
    let place: String?
  }

  /// How much a word says where it stands, the most telling places first.
  private enum Weight {
    static let (choice, option, meaning, name) = (12.0, 11.0, 10.0, 9.0)
    static let (summary, described, details) = (5.0, 2.0, 1.0)
    /// A phrase that is a function's own.
    static let phrase = 20.0
  }

  /// At most so many are listed.
  private static let hitLimit = 16

  /// The functions that mention words or mean them, the likeliest first; empty when none does.
  static func search(_ phrase: String) -> [Line] {
    let hits = hits(phrase)
    guard !hits.isEmpty else { return [] }
    let more = hits.count > hitLimit ? [Line("  and \(hits.count - hitLimit) more")] : []
    return [Line("\(phrase) is found in")]
      + hits.prefix(hitLimit).map { entry("?" + $0.builtin.name, $0.place ?? $0.builtin.summary) }
      + more
  }

  /// The functions that a person who types this may mean, the likeliest first.
  ///
  /// A function of that name comes first, then those that the page of such a term names, then what the
  /// search finds.
  package static func functions(meantBy phrase: String) -> [String] {
    let words = words(phrase)
    let terms = Glossary.terms.filter { term in
      ([term.name] + term.spellings).contains { self.words($0) == words }
    }
    let names =
      StandardLibrary.builtins.map(\.name).filter { self.words($0) == words }
      + terms.flatMap(\.topics) + hits(phrase).map(\.builtin.name)
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private static func hits(_ phrase: String) -> [Hit] {
    let words = telling(words(phrase))
    guard !words.isEmpty else { return [] }
    // In what looks like code every word must be there.
    let isCode = phrase.contains { !($0.isLetter || $0.isNumber || " _-?.,'".contains($0)) }
    let least = isCode ? words.count : (words.count + 1) / 2
    return StandardLibrary.builtins.compactMap { hit(words, in: $0, atLeast: least) }
      .sorted { ($1.score, $0.builtin.name) < ($0.score, $1.builtin.name) }
  }

  private static func hit(_ words: [String], in builtin: Builtin, atLeast least: Int) -> Hit? {
    let meanings = HelpMeanings.of(builtin.name)
    let name = self.words(builtin.name)
    let summary = Set(self.words(builtin.summary))
    let details = Set(self.words(builtin.details))
    var (score, best, place, found) = (0.0, 0.0, String?.none, 0)
    for word in words {
      var weight = 0.0
      var here: String?
      if name.contains(word) {
        weight = Weight.name
      } else if meanings.words.contains(word) {
        weight = Weight.meaning
      } else if summary.contains(word) {
        weight = Weight.summary
      } else if details.contains(word) {
        weight = Weight.details
      }
      if let option = optionHit(word, in: builtin, isAlone: words.count == 1),
        option.weight > weight
      {
        (weight, here) = option
      }
      if weight > 0 { found += 1 }
      if weight > best { (best, place) = (weight, here) }
      score += weight
    }
    guard found >= least else { return nil }
    if meanings.phrases.contains(words) || name == words { score += Weight.phrase }
    // Words that are missing count against it, and so do those of a name that nobody asked for.
    let share = Double(found) / Double(words.count)
    return Hit(
      builtin: builtin, score: score * share * share - 0.01 * Double(name.count), place: place)
  }

  /// The option in whose name, values or description a word stands.
  private static func optionHit(
    _ word: String, in builtin: Builtin, isAlone: Bool
  ) -> (weight: Double, place: String?)? {
    for parameter in builtin.parameters {
      if parameter.choices.contains(where: { words($0).contains(word) }) {
        return (
          isAlone ? Weight.choice : Weight.summary, "\(parameter.name)=\"\(word)\" among its values"
        )
      }
      if words(parameter.name).contains(word) {
        // In a phrase an option is less than the thing itself.
        return (
          isAlone ? Weight.option : Weight.summary, "\(parameter.name)=: \(parameter.summary)"
        )
      }
    }
    for parameter in builtin.parameters
    where words(parameter.summary + " " + parameter.typeName).contains(word) {
      return (Weight.described, "\(parameter.name)=: \(parameter.summary)")
    }
    return nil
  }

  /// The words of a text in small letters and without the s of a plural.
  static func words(_ text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.map { word in
      word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss")
        ? String(word.dropLast()) : String(word)
    }
  }

  /// Words without those that say nothing, unless nothing is left.
  static func telling(_ words: [String]) -> [String] {
    let rest = words.filter { !silentWords.contains($0) }
    return rest.isEmpty ? words : rest
  }

  private static let silentWords: Set<String> = [
    "a", "an", "the", "of", "in", "on", "to", "for", "with", "and", "or", "from", "by", "my", "how",
    "do", "i", "is", "it", "what", "can", "make", "use", "get", "me", "all", "two", "one", "into",
  ]
}
