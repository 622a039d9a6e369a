/// A stretch of prose with the cell it leads to.
package struct LessonStep: Sendable {
  /// What belongs to an exercise besides its starter.
  package struct Exercise: Sendable {
    package let name: String
    package let check: Document.Cell?
    package let solution: Document.Cell?
    /// The texts of `<details>` blocks whose summary says hint.
    package fileprivate(set) var hints: [String] = []
    /// Why the solution is right, from a `<details>` block whose summary says why or explanation.
    package fileprivate(set) var explanation: String?

    /// What a learner gives values in the starter.
    var wantedNames: Set<String> = []
  }

  /// What to show before the cell, as Markdown without blank lines at its ends.
  package let prose: String
  /// The cell to run, or the exercise's starter.
  package let cell: Document.Cell
  package fileprivate(set) var exercise: Exercise?

  /// What is left open in a starter.
  package static let blank = "___"

  /// The line of the starter that has the blank to fill in, without what is set before it.
  package var blankLine: String? { rawBlankLine.map { trimmed($0) } }

  private var rawBlankLine: String? {
    guard exercise != nil else { return nil }
    return cell.source.split(separator: "\n").first { $0.contains(Self.blank) }.map(String.init)
  }

  /// The names that the line with the blank gives values, else all that the starter does.
  var askedNames: [String] {
    let asked = rawBlankLine.map { assignedNames(in: $0) } ?? []
    return asked.isEmpty ? assignedNames(in: cell.source) : asked
  }

  /// Whether there is more to a starter than `name = ___`, so that one would rather not type it.
  package var isLongToType: Bool {
    hasLongStarter || !(blankLine ?? "").hasSuffix("= \(Self.blank)")
  }

  /// Whether the starter has more lines than the one with the blank.
  var hasLongStarter: Bool {
    cell.source.split(separator: "\n").count { !trimmed($0).isEmpty } > 1
  }

  /// The starter with a program in place of the line that has the blank.
  ///
  /// `nil` where the program is no answer to that line alone: the starter is one line, or the
  /// program gives values to more of the starter's names, or to none.
  func completed(by program: String) -> String? {
    guard hasLongStarter, let exercise, let line = rawBlankLine else { return nil }
    let asked = Set(assignedNames(in: line))
    let given = exercise.wantedNames.intersection(assignedNames(in: program))
    guard !asked.isEmpty, given == asked, asked != exercise.wantedNames else { return nil }
    let margin = String(line.prefix { $0 == " " })
    let lines = trimmed(program).split(separator: "\n", omittingEmptySubsequences: false)
    return cell.source.replacing(
      line, with: lines.map { margin + $0 }.joined(separator: "\n"), maxReplacements: 1)
  }
}

/// Cuts a document into steps.
struct LessonPlan {
  private(set) var steps: [LessonStep] = []
  /// The prose after the last cell.
  private(set) var closing = ""
  private var prose = ""
  private var seenDetails: Set<Int> = []

  init(_ document: Document) {
    for part in document.parts {
      switch part.kind {
      case .prose: add(part, of: document)
      case .cell(let index): add(document.cells[index], part, document)
      case .output, .error: break
      }
    }
    closing = trimmed(prose)
  }

  private mutating func add(_ cell: Document.Cell, _ part: Document.Part, _ document: Document) {
    var exercise: LessonStep.Exercise?
    switch cell.attributes.role {
    case .check, .solution: return
    case .plain:
      if part.details != nil { return }
      // An example that is not run, as it needs what the reader has: it is read with the prose.
      if cell.attributes.isSkipped {
        prose += "\n```tandem\n\(cell.source)```\n\n"
        return
      }
    case .exercise(let name):
      exercise = LessonStep.Exercise(
        name: name, check: document.check(of: name), solution: document.solution(of: name))
      exercise?.wantedNames = Set(assignedNames(in: cell.source))
    }
    steps.append(LessonStep(prose: trimmed(prose), cell: cell, exercise: exercise))
    prose = ""
  }

  /// Prose is shown; hints, solutions and explanations wait until they are asked for.
  private mutating func add(_ part: Document.Part, of document: Document) {
    guard let index = part.details else {
      prose += part.text
      return
    }
    guard seenDetails.insert(index).inserted else { return }
    let details = document.details[index]
    let summary = details.summary.lowercased()
    let last = steps.count - 1
    if last >= 0, steps[last].exercise != nil {
      if summary.contains("hint") {
        steps[last].exercise?.hints.append(details.body)
        return
      }
      if summary.contains("why") || summary.contains("explanation") {
        steps[last].exercise?.explanation = details.body
        return
      }
      if summary.contains("solution") { return }
    }
    prose += "\(details.summary)\n\n\(details.body)\n\n"
  }
}
