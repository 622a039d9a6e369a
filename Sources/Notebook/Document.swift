package import Diagnostics

/// A session, tutorial or notebook: a Markdown file whose `tandem` fences are cells.
///
/// The parts keep every byte, so `Document(text).text` is the text again.
package struct Document: Sendable {
  /// A stretch of the text; all stretches in order are the text after the front matter.
  package struct Part: Sendable {
    /// What a stretch holds; cells are given by their index in `cells`.
    package enum Kind: Sendable, Equatable {
      case prose
      case cell(Int)
      case output(cell: Int)
      case error(cell: Int)
    }

    package let kind: Kind
    /// The text with its fences and newlines.
    package let text: String
    /// The line it begins on, from 1.
    package let line: Int
    /// The `<details>` block it stands in, as an index into `details`.
    package let details: Int?
  }

  /// What a fence recorded.
  package struct Recorded: Sendable {
    /// The text inside the fence; every line ends in a newline.
    package let text: String
    /// The line the text begins on, below the fence.
    package let line: Int
    /// The index of its part.
    package let part: Int
  }

  /// A program inside the document.
  package struct Cell: Sendable {
    /// The number in `out`: one more than that of the cell above, unless `number=` says otherwise.
    package let number: Int
    /// The program; every line ends in a newline.
    package let source: String
    package let attributes: CellAttributes
    /// The line of the opening fence; the program begins on the next one.
    package let line: Int
    /// The index of its part.
    package let part: Int
    /// The `output` block that follows.
    package internal(set) var output: Recorded?
    /// The `error` block that follows.
    package internal(set) var error: Recorded?

    /// The program as the interpreter takes it, with the line numbers of the document.
    package func sourceText(in document: String) -> SourceText {
      SourceText(name: document, text: source, firstLine: line + 1)
    }
  }

  /// A `<details>` block: a hint, a solution or an explanation.
  package struct Details: Sendable {
    /// The text of `<summary>`.
    package let summary: String
    /// What stands between the summary and the end, without the fences of cells.
    package let body: String
    package let line: Int
  }

  /// The newest format this program reads.
  package static let format = 1

  /// What errors call the document, such as its path.
  package let name: String
  package let header: DocumentHeader
  /// The lines from `---` to `---`, or nothing.
  package let frontMatter: String
  package let parts: [Part]
  package let cells: [Cell]
  package let details: [Details]
  /// What was not understood but does no harm, each with its line.
  package let warnings: [Diagnostic]

  /// Reads a document.
  ///
  /// - Throws: a diagnostic with the line, when the format is newer, a fence is broken, a known
  ///   setting has a wrong value or a name is given twice; nothing is read then.
  package init(_ text: String, name: String = "document") throws(Diagnostic) {
    var parser = DocumentParser(text: text, name: name)
    try parser.parse()
    self.name = name
    header = parser.header
    frontMatter = parser.frontMatter
    parts = parser.parts
    cells = parser.cells
    details = parser.makeDetails()
    warnings = parser.warnings
  }

  /// The whole text, byte for byte as it was read.
  package var text: String {
    var result = frontMatter
    for part in parts { result += part.text }
    return result
  }

  /// The numbers of the cells that record an error here and recorded none in an earlier version.
  package func newErrors(since earlier: Document) -> [Int] {
    zip(cells, earlier.cells).filter { $0.error != nil && $1.error == nil }.map(\.0.number)
  }

  /// The cell with this `id`.
  package func cell(id: String) -> Cell? { cells.first { $0.attributes.id == id } }

  /// The cells to run for those who do not answer: in place of an exercise stands its solution.
  package var runnableCells: [Cell] {
    cells.filter { !$0.attributes.isSkipped }.compactMap { cell in
      switch cell.attributes.role {
      case .plain: cell
      case .exercise(let name): solution(of: name)
      case .check, .solution: nil
      }
    }
  }

  /// The cell that checks an exercise.
  package func check(of exercise: String) -> Cell? {
    cells.first { $0.attributes.role == .check(exercise) }
  }

  /// The cell that solves an exercise.
  package func solution(of exercise: String) -> Cell? {
    cells.first { $0.attributes.role == .solution(exercise) }
  }
}
