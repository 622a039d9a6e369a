/// A term of the field in a few words.
package struct GlossaryTerm: Sendable {
  package let name: String
  /// Other words that find it.
  package let spellings: [String]
  /// What it is and what it is good for.
  package let text: String
  /// How it is computed; empty where nothing is.
  package let formula: String
  /// Topics of help that do or explain it.
  package let topics: [String]
  /// The tutorial that shows it; `nil` when none does.
  package let lesson: String?

  init(
    _ name: String, _ spellings: [String] = [], _ text: String, formula: String = "",
    topics: [String], lesson: String? = nil
  ) {
    self.name = name
    self.spellings = spellings
    self.text = text
    self.formula = formula
    self.topics = topics
    self.lesson = lesson
  }
}

/// The terms of the field, as `?glossary` lists them.
package enum Glossary {
  /// Terms that belong together.
  package struct Chapter: Sendable {
    package let summary: String
    package let terms: [GlossaryTerm]
  }

  /// Every chapter.
  package static let chapters = [
    Chapter(summary: "several labels for one row", terms: labels),
    Chapter(summary: "how good a prediction is", terms: quality),
    Chapter(summary: "several tasks and what ties them", terms: tasks),
    Chapter(summary: "networks with several heads", terms: networks),
    Chapter(summary: "learning in general", terms: learning),
  ]

  /// Every term.
  package static let terms = chapters.flatMap(\.terms)
}

extension Help {
  /// A page for each term, and the list of all.
  static var glossaryPages: [Page] {
    [Page(["glossary", "terms"], glossaryLines)]
      + Glossary.terms.map { Page([$0.name] + $0.spellings, lines(of: $0)) }
  }

  private static var glossaryLines: [Line] {
    [Line("glossary: the terms of the field; ?term explains one"), Line("")]
      + Glossary.chapters.map { chapter in
        Line("  \(chapter.summary): \(chapter.terms.map(\.name).joined(separator: ", "))", 4)
      }
  }

  private static func lines(of term: GlossaryTerm) -> [Line] {
    var lines = [Line(term.name), Line("  \(term.text)", 2)]
    if !term.formula.isEmpty { lines += [Line(""), Line("    \(term.formula)", 6)] }
    lines += [
      Line(""), Line("  see also \(term.topics.map { "?" + $0 }.joined(separator: "  "))", 11),
    ]
    if let lesson = term.lesson { lines.append(Line("  lesson   :tutorial \(lesson)", 11)) }
    return lines
  }
}
