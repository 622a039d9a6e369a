internal import Runtime
internal import Syntax

extension Completer {
  /// The keyword arguments that can begin at the end of the head: behind `(` or `,` of a call,
  /// those that are not given yet, be it by position, by name or behind the cursor.
  func keywordCandidates(_ place: CompletionPlace, head: String) -> [Completion.Candidate] {
    guard let last = head.last(where: { !$0.isWhitespace }), last == "(" || last == ",",
      let bracket = place.brackets.last, let function = function(of: bracket)
    else { return [] }
    let given = Set(bracket.keywords + Self.keywords(in: place.after))
    let parameters = function.parameterInfos
    let positional = bracket.position - bracket.keywords.count
    let variadic = parameters.firstIndex(where: \.isVariadic)
    return parameters.enumerated().compactMap { index, parameter in
      let isTaken = index < min(positional, variadic ?? positional)
      guard !parameter.isVariadic, !isTaken, !given.contains(parameter.name) else { return nil }
      let isPrefixed = place.after.first == "="
      return Completion.Candidate(
        isPrefixed ? parameter.name : parameter.name + "=", description: parameter.summary)
    }
  }

  /// The keywords that are given behind the cursor, up to the end of the call.
  private static func keywords(in after: String) -> [String] {
    var depth = 0
    var names: [String] = []
    let tokens = [Token](code: after)
    for (index, token) in tokens.enumerated() {
      guard case .punctuator(let punctuator) = token.kind else { continue }
      switch punctuator {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace:
        depth -= 1
        if depth < 0 { return names }
      case .assign where depth == 0 && index > 1:
        if case .name(let name) = tokens[index - 1].kind { names.append(name) }
      default: break
      }
    }
    return names
  }
}

extension Function {
  /// The parameter that the argument at the cursor is for.
  func parameterIndex(at bracket: OpenBracket) -> Int? {
    let parameters = parameterInfos
    if let keyword = bracket.currentKeyword {
      return parameters.firstIndex { $0.name == keyword }
    }
    let last = parameters.firstIndex(where: \.isVariadic) ?? parameters.count - 1
    let position = bracket.position - bracket.keywords.count
    if position < 0 { return nil }
    if position <= last { return position }
    return last >= 0 && parameters[last].isVariadic ? last : nil
  }

  func parameter(at bracket: OpenBracket) -> ParameterInfo? {
    parameterIndex(at: bracket).map { parameterInfos[$0] }
  }
}
