internal import Diagnostics
internal import Runtime
internal import StandardLibrary
internal import Syntax

/// Finds what could stand at the cursor; looks values up but never runs code.
///
/// Each kind of place has a file of its own: commands, strings, fields, arguments, names.
struct Completer {
  let interpreter: Interpreter
  let commands: [CommandUsage]
  /// The numbers and the source of the cells that were run.
  var cells: () -> [(number: Int, source: String)] = { [] }

  /// The candidates at a cursor that counts bytes of a text.
  func complete(_ text: String, _ cursor: Int) -> Completion? {
    let bytes = Array(text.utf8)
    let before = String(decoding: bytes[..<min(cursor, bytes.count)], as: UTF8.self)
    if before.hasPrefix(":") { return commandCompletion(before, text, cursor) }
    if before.hasPrefix("?") {
      return completion(topicCandidates, stem: String(before.dropFirst()), cursor)
    }
    return codeCompletion(before, text, cursor)
  }

  /// The candidates in a piece of program that ends at the cursor.
  func codeCompletion(_ before: String, _ text: String, _ cursor: Int) -> Completion? {
    let context = CursorContext(before)
    if context.isInComment { return nil }
    let place = CompletionPlace(context: context, after: Self.text(text, after: cursor))
    if let typed = context.openText { return stringCompletion(typed, place, cursor) }
    let stem = Self.nameEnding(context.code)
    let head = String(context.code.dropLast(stem.count))
    if head.hasSuffix("."), !head.hasSuffix("..") {
      return completion(fieldCandidates(head), stem: stem, cursor)
    }
    let arguments = keywordCandidates(place, head: head)
    // Where nothing is typed yet the names would be all there are; what an argument's name begins
    // with is meant as that before a builtin that happens to begin alike.
    let isArgument = !stem.isEmpty && arguments.contains { $0.text.hasPrefix(stem) }
    let names = stem.isEmpty ? [] : nameCandidates(place, head: head, withBuiltins: !isArgument)
    return completion(arguments + names, stem: stem, cursor)
  }

  func completion(
    _ candidates: [Completion.Candidate], stem: String, _ cursor: Int
  ) -> Completion? {
    let found = CompletionMatch.matching(candidates, stem)
    guard !found.isEmpty else { return nil }
    return Completion(range: (cursor - stem.utf8.count)..<cursor, candidates: found)
  }

  /// The name that ends a text.
  static func nameEnding(_ text: String) -> String {
    String(text.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
  }

  private static func text(_ text: String, after cursor: Int) -> String {
    String(decoding: Array(text.utf8).dropFirst(cursor), as: UTF8.self)
  }

  // MARK: - Values

  /// The value that a path of names denotes, as far as it is known without running anything.
  func value(at path: [String]) -> Value? {
    guard let first = path.first, var value = interpreter.value(of: first) else { return nil }
    for name in path.dropFirst() {
      guard let next = try? Indexing.field(value, name) else { return nil }
      value = next
    }
    return value
  }

  /// The function that a bracket's call means.
  func function(of bracket: OpenBracket) -> Function? {
    guard bracket.kind == .call, case .function(let function)? = value(at: bracket.path) else {
      return nil
    }
    return function
  }
}

/// The place of the cursor with the brackets around it.
struct CompletionPlace {
  let context: CursorContext
  /// The tokens of the code before the cursor.
  let tokens: [Token]
  /// The brackets open at the cursor, the outermost first.
  let brackets: [OpenBracket]
  /// What follows the cursor.
  let after: String

  init(context: CursorContext, after: String = "") {
    self.context = context
    self.after = after
    tokens = [Token](code: context.code)
    brackets = OpenBracket.all(in: tokens)
  }

  /// The call whose argument a string at the cursor belongs to, be it in a list or by itself.
  var callAroundText: OpenBracket? {
    guard let call = brackets.lastIndex(where: { $0.kind == .call }),
      brackets[(call + 1)...].allSatisfy({ $0.kind == .group })
    else { return nil }
    return brackets[call]
  }
}
