internal import Runtime
internal import StandardLibrary

/// The pages of `tutorials/reference`: notebooks made from the tables of functions, of syntax, of
/// the shell's commands and of the command line.
package enum ReferencePages {
  /// A page: a file of the folder.
  package struct Page: Sendable {
    /// The file's name without its ending.
    package let name: String
    package let text: String

    /// A page with its front matter and heading.
    init(_ name: String, title: String, _ body: String) {
      self.name = name
      let heading = Markdown.escaped(title)
      text = """
        ---
        tandem: 1
        title: "\(name == "index" ? "" : "Reference: ")\(title)"
        seed: 0
        folder: temporary
        ---
        # \(heading)

        \(name == "index" ? "" : "[All pages](index.md)\n\n")\(body)
        """
    }
  }

  /// Every page, the index first.
  package static var all: [Page] {
    [index] + SyntaxHelp.chapters.map(page) + StandardLibrary.topics.map(page)
      + [shell, commandLine]
  }

  // MARK: - Names

  static func name(of chapter: SyntaxChapter) -> String { "language-" + slug(chapter.name) }

  static func name(of topic: StandardLibrary.Topic) -> String { "functions-" + slug(topic.name) }

  private static func slug(_ name: String) -> String {
    String(name.map { $0 == " " ? "-" : $0 })
  }

  /// A link to a function's section.
  static func link(to function: String) -> String {
    let topic = StandardLibrary.topics.first { $0.builtins.contains { $0.name == function } }
    guard let topic else { return Markdown.code(function) }
    return "[\(Markdown.code(function))](\(name(of: topic)).md#\(function))"
  }

  // MARK: - The index

  private static var index: Page {
    let chapters = SyntaxHelp.chapters.map {
      "* [\($0.name)](\(name(of: $0)).md): \(Markdown.escaped($0.summary))\n"
    }
    let topics = StandardLibrary.topics.map {
      "* [\($0.name)](\(name(of: $0)).md): \(Markdown.escaped($0.summary))\n"
    }
    let functions = StandardLibrary.builtins.map(\.name).sorted().map(link)
    return Page(
      "index", title: "Reference",
      """
      What the shell says about `?topic`, as pages. Every example is a cell that starts from
      nothing; `tandem check` runs them all.

      ## The language

      \(chapters.joined())
      ## Functions

      \(topics.joined())
      ## Around the language

      * [shell](shell.md): what is typed behind a colon, and while stepping
      * [command line](command-line.md): the program's arguments

      ## All functions

      \(functions.joined(separator: ", "))

      """)
  }
}
