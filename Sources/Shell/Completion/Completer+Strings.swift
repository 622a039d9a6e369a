internal import Runtime

extension Completer {
  /// What could stand in a string: one of the words that a parameter takes, names of labels and
  /// features where it takes those, names in brackets, else files.
  func stringCompletion(
    _ typed: String, _ place: CompletionPlace, _ cursor: Int
  ) -> Completion? {
    if let bracket = place.brackets.last(where: { $0.kind != .group }), bracket.kind == .position {
      let names = value(at: bracket.path)?.positionNames ?? []
      return completion(spelled(names), stem: typed, cursor)
    }
    guard let call = place.callAroundText, let parameter = function(of: call)?.parameter(at: call)
    else { return pathCompletion(typed, cursor, style: .string) }
    var names = parameter.choices
    if parameter.naming.contains(.labels) {
      names += dataNames(["labels", "tasks", "heads"], call)
    }
    if parameter.naming.contains(.features) { names += dataNames(["features"], call) }
    let found = completion(spelled(names), stem: typed, cursor)
    if found != nil || !parameter.takesFiles { return found }
    return pathCompletion(typed, cursor, style: .string)
  }

  private func spelled(_ names: [String]) -> [Completion.Candidate] {
    names.map { Completion.Candidate(StringSpelling.escaped($0), suffix: "\"") }
  }

  /// The names in some fields of the data sets in a call; when there is none in it, of all the data
  /// sets there are.
  private func dataNames(_ fields: [String], _ call: OpenBracket) -> [String] {
    func names(of value: Value?) -> [String] {
      guard let value, !value.fieldNames.isEmpty else { return [] }
      let known = Set(value.fieldNames)
      return fields.filter(known.contains).flatMap { field in
        (try? Indexing.field(value, field)).flatMap { [String].from($0) } ?? []
      }
    }
    let own = call.namedValues.flatMap { names(of: value(at: $0)) }
    return own.isEmpty
      ? interpreter.variableNames.flatMap { names(of: interpreter.value(of: $0)) } : own
  }
}

extension ParameterInfo {
  /// Whether a string given for the parameter may be a file: it says so, or it takes anything.
  fileprivate var takesFiles: Bool {
    naming.contains(.files) || naming.isEmpty && choices.isEmpty && typeName == Value.typeName
  }
}

/// How characters are spelled between quotation marks.
enum StringSpelling {
  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\"", "\\", "{", "}": result += "\\\(character)"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.append(character)
      }
    }
  }

  /// The text of a spelling that may be cut off.
  static func unescaped(_ spelling: String) -> String {
    var result = ""
    var isEscaped = false
    for character in spelling {
      if isEscaped {
        result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
