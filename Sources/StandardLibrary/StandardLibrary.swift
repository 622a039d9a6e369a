package import Runtime

/// The builtins of the language, one table a topic.
package enum StandardLibrary {
  /// A table of builtins under a heading, as the reference shows them.
  package struct Topic: Sendable {
    package let name: String
    package let summary: String
    package let builtins: [Builtin]
  }

  /// Every table, in the order of the reference.
  package static let topics: [Topic] = [
    Topic(
      name: "values", summary: "look at values and convert them", builtins: values)
  ]

  /// Every builtin.
  package static let builtins: [Builtin] = topics.flatMap(\.builtins)
}
