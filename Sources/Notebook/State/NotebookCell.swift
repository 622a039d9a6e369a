internal import Diagnostics

/// A program of a session with its number and what it did.
package struct NotebookCell: Sendable {
  package let number: Int
  /// The program, without a line break at its end.
  package private(set) var source: String
  /// The last run in this session; `nil` for a cell that was read from a file and has not run.
  package private(set) var run: CellRun?
  /// What the words behind its fence say.
  package private(set) var attributes = CellAttributes()

  /// The blank lines above the cell in its document.
  let lead: String
  /// The cell and its blocks as they stand in the document.
  private(set) var body: String
  /// What was recorded before it ran here.
  private let recorded: (output: String, error: String?)
  /// The names it will give values once it runs.
  private let expected: Set<String>

  /// What the error block of a stopped cell says.
  private static let interrupted = "interrupted"

  /// A cell that was typed.
  init(number: Int, source: String) {
    self.number = number
    self.source = source
    lead = "\n"
    body = Fence.block("tandem", withoutReturns(source))
    recorded = ("", nil)
    expected = []
  }

  /// A cell of a document, with the text from its fence to its last block.
  init(_ cell: Document.Cell, lead: String, body: String) {
    number = cell.number
    source = trimmedEnd(cell.source)
    attributes = cell.attributes
    self.lead = lead
    self.body = body
    let error = cell.error.map { trimmed($0.text) }
    recorded = (cell.output?.text ?? "", error)
    expected = error == nil ? CellNames(cell.source).possiblyAssigned : []
  }

  // MARK: - What it did

  /// The text it wrote, or is recorded to have written.
  package var output: String { run?.outcome.output ?? recorded.output }

  /// The message it failed with, or is recorded to have failed with.
  package var error: String? { run.map(\.outcome.errorText) ?? recorded.error }

  /// Whether it was stopped, so that nothing is known of what it would have done.
  package var isInterrupted: Bool {
    run?.outcome.isInterrupted ?? (attributes.isSkipped && recorded.error == Self.interrupted)
  }

  /// Whether it is left out where all cells are run.
  package var isSkipped: Bool { attributes.isSkipped || isInterrupted }

  /// The names it gives values: those of its run, or those it would.
  var assigned: Set<String> {
    if isSkipped { return run?.assigned ?? [] }
    return run?.assigned ?? expected
  }

  /// The first line, and how many more there are.
  package var summary: String { Self.summary(of: source) }

  /// The first line of a program, and how many more there are.
  package static func summary(of source: String) -> String {
    let lines = source.split(separator: "\n")
    let more = lines.count > 1 ? " … \(lines.count - 1) more" : ""
    return (lines.first ?? "") + more
  }

  // MARK: - Running

  /// Takes a new run, and the source it ran with.
  mutating func take(_ run: CellRun, source: String, header: DocumentHeader) {
    let wasInterrupted = isInterrupted
    if source != self.source { replaceFence(source) }
    self.source = source
    self.run = run
    if wasInterrupted || run.outcome.isInterrupted {
      attributes.isSkipped = run.outcome.isInterrupted
      setWord("skip", isPresent: run.outcome.isInterrupted)
    }
    renewBlocks(run.outcome, header)
  }

  /// Renews the blocks that no longer say what the cell did, and only these.
  private mutating func renewBlocks(_ outcome: CellOutcome, _ header: DocumentHeader) {
    let front = "---\ntandem: \(Document.format)\ntol: \(header.tolerance)\n---\n"
    guard let document = try? Document(front + body), let cell = document.cells.first else {
      return
    }
    var rewrite = DocumentRewrite(document)
    if outcome.isInterrupted || outcome.output.utf8.contains(13) {
      rewrite.set(
        outcome.output.isEmpty ? nil : withoutReturns(outcome.output),
        outcome.isInterrupted ? Self.interrupted : outcome.errorText, of: cell)
    } else {
      _ = rewrite.record(outcome, of: cell)
    }
    body = String(rewrite.text.dropFirst(front.count))
  }

  // MARK: - Text

  /// Puts a new program between the fences and drops the blocks that belonged to the old one.
  private mutating func replaceFence(_ source: String) {
    let words = CellFence(text: body).words
    body = Fence.block(words.joined(separator: " "), withoutReturns(source))
  }

  private mutating func setWord(_ word: String, isPresent: Bool) {
    var fence = CellFence(text: body)
    fence.replace({ $0 == word }, by: isPresent ? word : nil)
    body = fence.text
  }

  /// The cell in its document below one of another number.
  func text(below previous: Int) -> String {
    var fence = CellFence(text: body)
    fence.number(number, below: previous)
    return fence.text
  }
}

/// A text without carriage returns.
func withoutReturns(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\r" }))
}

/// A text without one line end at its end.
private func trimmedEnd(_ text: String) -> String {
  var scalars = text.unicodeScalars[...]
  if scalars.last == "\n" { scalars.removeLast() }
  if scalars.last == "\r" { scalars.removeLast() }
  return String(scalars)
}
