internal import Diagnostics

/// Makes sure that names of cells are unique and that exercises are whole.
struct DocumentNames {
  let cells: [Document.Cell]

  /// Refuses names given twice or out of order and warns about unfinished exercises.
  ///
  /// - Parameters:
  ///   - warnings: takes the warnings.
  ///   - locate: puts a failure at a line counted from 0.
  /// - Throws: what `locate` makes of the first fault.
  func check(
    _ warnings: inout [Diagnostic], at locate: (Failure, Int) -> Diagnostic
  ) throws(Diagnostic) {
    var lines: [String: Int] = [:]
    for cell in cells {
      try note("number", "\(cell.number)", cell.line, &lines, locate)
      if let id = cell.attributes.id { try note("id", id, cell.line, &lines, locate) }
      switch cell.attributes.role {
      case .plain: break
      case .exercise(let name): try note("exercise", name, cell.line, &lines, locate)
      case .check(let name): try follow("check", name, cell.line, &lines, locate)
      case .solution(let name): try follow("solution", name, cell.line, &lines, locate)
      }
    }
    for cell in cells {
      guard case .exercise(let name) = cell.attributes.role else { continue }
      for what in ["check", "solution"] where lines["\(what) \(name)"] == nil {
        warnings.append(locate(DocumentMessages.incomplete(name, lacks: what), cell.line - 1))
      }
    }
  }

  private func note(
    _ what: String, _ name: String, _ line: Int, _ lines: inout [String: Int],
    _ locate: (Failure, Int) -> Diagnostic
  ) throws(Diagnostic) {
    if let first = lines.updateValue(line, forKey: "\(what) \(name)") {
      throw locate(DocumentMessages.repeated(what, name, first: first), line - 1)
    }
  }

  private func follow(
    _ what: String, _ name: String, _ line: Int, _ lines: inout [String: Int],
    _ locate: (Failure, Int) -> Diagnostic
  ) throws(Diagnostic) {
    guard lines["exercise \(name)"] != nil else {
      throw locate(DocumentMessages.withoutExercise(what, name), line - 1)
    }
    try note(what, name, line, &lines, locate)
  }
}
