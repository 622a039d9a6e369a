internal import Runtime
internal import StandardLibrary
internal import Syntax

extension Completer {
  /// Names made in the cell itself, variables, builtins and keywords, in this order.
  func nameCandidates(
    _ place: CompletionPlace, head: String, withBuiltins: Bool
  ) -> [Completion.Candidate] {
    let isCalled = expectsCall(place)
    let own = BoundNames(in: place.tokens).names.map {
      Completion.Candidate($0, description: "in this cell")
    }
    let names = own + variableCandidates(isCalled: isCalled)
    return withBuiltins ? names + builtinCandidates(isCalled: isCalled) : names
  }

  /// Whether a function at the cursor is most likely called there, rather than handed on.
  private func expectsCall(_ place: CompletionPlace) -> Bool {
    if let next = place.after.first, next == "(" { return false }
    guard let bracket = place.brackets.last, let function = function(of: bracket),
      let parameter = function.parameter(at: bracket)
    else { return true }
    return !parameter.typeName.contains("function")
  }

  private func variableCandidates(isCalled: Bool) -> [Completion.Candidate] {
    let names = interpreter.variableNames
    // What a value holds is worth a glance at a few names, not at thousands.
    let room = names.count <= 400 ? 56 : 0
    return names.map { name in
      guard let value = interpreter.value(of: name) else { return Completion.Candidate(name) }
      let description = room > 0 ? value.shortDescription(room) : value.kindDescription
      return Completion.Candidate(
        name, description: description, suffix: isCalled ? value.callSuffix : "")
    }
  }

  private func builtinCandidates(isCalled: Bool) -> [Completion.Candidate] {
    let builtins = StandardLibrary.builtins.map {
      Completion.Candidate(
        $0.name, description: $0.summary,
        suffix: isCalled ? Self.callSuffix($0.parameters.count) : "")
    }
    let keywords = Keyword.allCases.map {
      Completion.Candidate($0.rawValue, description: "keyword")
    }
    return builtins.sorted { $0.text < $1.text } + keywords
  }

  fileprivate static func callSuffix(_ parameterCount: Int) -> String {
    parameterCount == 0 ? "()" : "("
  }
}

extension Value {
  /// What a call of this value begins with; nothing for what is no function.
  fileprivate var callSuffix: String {
    guard case .function(let function) = self else { return "" }
    return Completer.callSuffix(function.parameterNames.count)
  }
}

/// The names that a piece of program gives a meaning: by assignment, as parameters, in loops.
struct BoundNames {
  private(set) var names: [String] = []
  private var known: Set<String> = []

  init(in tokens: [Token]) {
    var depth = 0
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .punctuator(.leftParenthesis):
        depth += 1
        if index > 0, Self.isFunctionHead(tokens, before: index) {
          addParameters(tokens, index + 1)
        }
      case .punctuator(.rightParenthesis): depth = max(0, depth - 1)
      case .punctuator(.assign) where depth == 0: addTargets(tokens, before: index)
      case .punctuator(.arrow):
        if !add(tokens, index - 1) { addParameters(tokens, beforeArrow: index) }
      case .keyword(.for): addLoopNames(tokens, index + 1)
      case .keyword(.fn), .keyword(.catch): add(tokens, index + 1)
      default: break
      }
    }
  }

  private static func isFunctionHead(_ tokens: [Token], before index: Int) -> Bool {
    if case .keyword(.fn) = tokens[index - 1].kind { return true }
    guard index > 1, case .name = tokens[index - 1].kind,
      case .keyword(.fn) = tokens[index - 2].kind
    else { return false }
    return true
  }

  /// The names before an assignment: one, or several with commas.
  private mutating func addTargets(_ tokens: [Token], before index: Int) {
    var place = index - 1
    while add(tokens, place), place >= 2, case .punctuator(.comma) = tokens[place - 1].kind {
      place -= 2
    }
  }

  private mutating func addParameters(_ tokens: [Token], _ start: Int) {
    var expectsName = true
    for index in tokens.indices[start...] {
      switch tokens[index].kind {
      case .punctuator(.rightParenthesis): return
      case .punctuator(.comma): expectsName = true
      case .name where expectsName:
        add(tokens, index)
        expectsName = false
      default: expectsName = false
      }
    }
  }

  /// The names in the brackets before an arrow.
  private mutating func addParameters(_ tokens: [Token], beforeArrow index: Int) {
    var depth = 0
    for place in tokens[..<index].indices.reversed() {
      if tokens[place].isPunctuator(.rightParenthesis) { depth += 1 }
      if tokens[place].isPunctuator(.leftParenthesis) { depth -= 1 }
      if depth == 0 {
        if tokens[place].isPunctuator(.leftParenthesis) { addParameters(tokens, place + 1) }
        return
      }
    }
  }

  private mutating func addLoopNames(_ tokens: [Token], _ start: Int) {
    for index in tokens.indices[start...] {
      if case .keyword = tokens[index].kind { return }
      add(tokens, index)
    }
  }

  @discardableResult
  private mutating func add(_ tokens: [Token], _ index: Int) -> Bool {
    guard tokens.indices.contains(index), case .name(let name) = tokens[index].kind else {
      return false
    }
    if index > 0, case .punctuator(.dot) = tokens[index - 1].kind { return false }
    if known.insert(name).inserted { names.append(name) }
    return true
  }
}
