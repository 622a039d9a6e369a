internal import Diagnostics
internal import Runtime

extension Help {
  /// A function in which a word was found, and how.
  private struct Hit {
    let builtin: Builtin
    /// 0 for the best.
    let rank: Int
    /// Where the word stands, when not in the name or the summary.
    let place: String?
  }

  /// At most so many are listed.
  private static let hitLimit = 16

  /// The functions that mention a word, the likeliest first; empty when none does.
  ///
  /// An option's value or name counts most, then the name of the function, the summary, and what is
  /// said of options and in the details.
  static func search(_ phrase: String) -> [Line] {
    let words = Self.words(phrase)
    guard !words.isEmpty else { return [] }
    let hits = StandardLibrary.builtins.compactMap { hit(words, in: $0) }
      .sorted { ($0.rank, $0.builtin.name) < ($1.rank, $1.builtin.name) }
    guard !hits.isEmpty else { return [] }
    let more = hits.count > hitLimit ? [Line("  and \(hits.count - hitLimit) more")] : []
    return [Line("\(phrase) is found in")]
      + hits.prefix(hitLimit).map { entry("?" + $0.builtin.name, $0.place ?? $0.builtin.summary) }
      + more
  }

  private static func hit(_ words: [String], in builtin: Builtin) -> Hit? {
    func mentions(_ text: String) -> Bool {
      let found = Set(Self.words(text))
      return words.allSatisfy(found.contains)
    }
    for parameter in builtin.parameters {
      if words.count == 1, parameter.choices.contains(where: { mentions($0) }) {
        return Hit(
          builtin: builtin, rank: 0, place: "\(parameter.name)=\"\(words[0])\" among its values")
      }
      if mentions(parameter.name) {
        return Hit(builtin: builtin, rank: 1, place: "\(parameter.name)=: \(parameter.summary)")
      }
    }
    if mentions(builtin.name.replacingUnderscores) {
      return Hit(builtin: builtin, rank: 2, place: nil)
    }
    if mentions(builtin.summary) { return Hit(builtin: builtin, rank: 3, place: nil) }
    for parameter in builtin.parameters where mentions(parameter.summary + " " + parameter.typeName)
    {
      return Hit(builtin: builtin, rank: 4, place: "\(parameter.name)=: \(parameter.summary)")
    }
    return mentions(builtin.details) ? Hit(builtin: builtin, rank: 5, place: nil) : nil
  }

  /// The words of a text in small letters and without the s of a plural.
  static func words(_ text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.map { word in
      word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss")
        ? String(word.dropLast()) : String(word)
    }
  }
}

extension String {
  /// `ml_knn` as `ml knn`.
  fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
