internal import Syntax
internal import Runtime

extension Completer {
  /// Looking at values stops after so many seconds; the rest of the fields is listed by name.
  private static let patience = 0.015

  /// The fields of the value whose name ends before a dot, each with what it holds.
  func fieldCandidates(_ head: String) -> [Completion.Candidate] {
    let tokens = [Token](code: String(head.dropLast()))
    let (path, _) = OpenBracket.path(endingAt: tokens.count - 1, in: tokens)
    guard !path.isEmpty, let value = value(at: path) else { return [] }
    let deadline = Clock.seconds + Self.patience
    return value.fieldNames.map { name in
      guard Clock.seconds < deadline, let field = try? Indexing.field(value, name) else {
        return Completion.Candidate(name)
      }
      let isFunction = if case .function = field { true } else { false }
      return Completion.Candidate(
        name, description: field.shortDescription(56), suffix: isFunction ? "(" : "")
    }
  }
}

extension Value {
  /// The names that can follow a dot.
  var fieldNames: [String] {
    switch self {
    case .record(let box): box.record.names
    case .object(let box): box.object.fieldNames
    default: []
    }
  }

  /// The strings that can stand in brackets behind the value.
  var positionNames: [String] {
    switch self {
    case .record(let box): box.record.names
    case .object(let box): box.object.positionNames
    default: []
    }
  }
}
