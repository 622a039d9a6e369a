package import Runtime

/// Help on one piece of syntax: a literal, an operator, a word, a statement, a way of indexing.
package struct SyntaxTopic: Sendable {
  /// The heading, which also finds it.
  package let name: String
  /// The tokens and words that find it, too.
  package let spellings: [String]
  /// One sentence.
  package let summary: String
  /// How it is written.
  package let forms: [String]
  package let details: String
  package let examples: [Example]

  init(
    _ name: String, _ spellings: [String] = [], _ summary: String, forms: [String],
    details: String = "", examples: [Example]
  ) {
    self.name = name
    self.spellings = spellings
    self.summary = summary
    self.forms = forms
    self.details = details
    self.examples = examples
  }

  /// Whether the topic is what somebody means who asks for `word`.
  package func isFound(by word: String) -> Bool { name == word || spellings.contains(word) }
}

/// Pieces of syntax that belong together.
package struct SyntaxChapter: Sendable {
  package let name: String
  package let summary: String
  /// What holds for all of them.
  package let text: String
  package let topics: [SyntaxTopic]
}

/// The language itself, as help and the reference tell it: one table of chapters.
package enum SyntaxHelp {
  /// Every chapter, in the order of the reference.
  package static let chapters = [
    values, numbers, text, tensors, records, indexing, operators, comparisons, functions, control,
    statements, cells,
  ]

  /// Every topic.
  package static let topics = chapters.flatMap(\.topics)
}
