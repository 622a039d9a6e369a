internal import Diagnostics
internal import Glibc
internal import Runtime
internal import StandardLibrary
internal import Syntax

/// Finds what could stand at the cursor; looks values up but never runs code.
struct Completer {
  let interpreter: Interpreter
  let commands: [String]

  func complete(_ text: String, _ cursor: Int) -> Completion? {
    let bytes = Array(text.utf8)
    let before = String(decoding: bytes[..<min(cursor, bytes.count)], as: UTF8.self)
    if before.hasPrefix(":"), !before.contains(" ") {
      return completion(before, stem: String(before.dropFirst()), from: commands, cursor)
    }
    if before.hasPrefix("?") {
      return completion(
        before, stem: String(before.dropFirst()), from: ProgramHelp.topicNames, cursor)
    }
    if let path = openString(before) { return pathCompletion(path, cursor) }
    let stem = Self.nameEnding(before)
    let head = before.dropLast(stem.count)
    if head.hasSuffix("."), let fields = fields(before: String(head.dropLast())) {
      return completion(before, stem: stem, from: fields, cursor)
    }
    let arguments = keywordArguments(String(head))
    var candidates = arguments.map {
      Completion.Candidate("\($0.name)=", description: $0.summary)
    }
    // Where nothing is typed yet the names would be all there are; what an argument's name begins
    // with is meant as that before a builtin that happens to begin alike.
    if !stem.isEmpty {
      candidates += variableCandidates()
      if !arguments.contains(where: { $0.name.hasPrefix(stem) }) {
        candidates += builtinCandidates()
      }
    }
    return filtered(candidates, stem: stem, cursor)
  }

  // MARK: - Candidates

  private func variableCandidates() -> [Completion.Candidate] {
    interpreter.variableNames.map { Completion.Candidate($0) }
  }

  private func builtinCandidates() -> [Completion.Candidate] {
    let builtins = StandardLibrary.builtins.map {
      Completion.Candidate($0.name, description: $0.summary)
    }
    let keywords = Keyword.allCases.map { Completion.Candidate($0.rawValue) }
    return builtins + keywords
  }

  private func completion(
    _ before: String, stem: String, from names: [String], _ cursor: Int
  )
    -> Completion?
  {
    filtered(names.map { Completion.Candidate($0) }, stem: stem, cursor)
  }

  private func filtered(
    _ candidates: [Completion.Candidate], stem: String, _ cursor: Int
  )
    -> Completion?
  {
    var seen: Set<String> = []
    let found = candidates.filter { $0.text.hasPrefix(stem) && seen.insert($0.text).inserted }
    guard !found.isEmpty else { return nil }
    return Completion(
      range: (cursor - stem.utf8.count)..<cursor, candidates: found.sorted { $0.text < $1.text })
  }

  /// The name that ends a text.
  static func nameEnding(_ text: String) -> String {
    String(text.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
  }

  // MARK: - Fields

  /// The fields of the value that a path of names denotes.
  private func fields(before path: String) -> [String]? {
    let trail = String(
      path.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }.reversed())
    let names = trail.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let first = names.first, var value = interpreter.value(of: first) else {
      return nil
    }
    for name in names.dropFirst() {
      guard let next = try? Indexing.field(value, name) else { return nil }
      value = next
    }
    switch value {
    case .record(let box): return box.record.names
    case .object(let box): return box.object.fieldNames
    default: return nil
    }
  }

  // MARK: - Calls

  /// The parameters that a keyword argument at the end of the text could name.
  private func keywordArguments(_ head: String) -> [ParameterInfo] {
    guard let (name, _) = Self.openCall(head),
      case .function(let function)? = interpreter.value(of: name),
      let last = head.last(where: { !$0.isWhitespace }), last == "(" || last == ","
    else { return [] }
    return function.builtin?.parameters.filter { !$0.isVariadic } ?? []
  }

  /// The function whose parentheses are open at the end of a text, and the arguments so far.
  static func openCall(_ text: String) -> (name: String, argument: Int)? {
    var lexer = Lexer(SourceText(name: "", text: text))
    let tokens = lexer.tokens()
    var open: [(name: String?, argument: Int)] = []
    for (index, token) in tokens.enumerated() {
      guard case .punctuator(let punctuator) = token.kind else { continue }
      switch punctuator {
      case .leftParenthesis:
        var name: String?
        if index > 0, case .name(let text) = tokens[index - 1].kind { name = text }
        open.append((name, 0))
      case .leftBracket, .leftBrace: open.append((nil, 0))
      case .rightParenthesis, .rightBracket, .rightBrace: _ = open.popLast()
      case .comma: if !open.isEmpty { open[open.count - 1].argument += 1 }
      default: break
      }
    }
    guard let last = open.last, let name = last.name else { return nil }
    return (name, last.argument)
  }

  /// The signature of the call around the cursor.
  func hint(_ text: String, _ cursor: Int) -> String? {
    let bytes = Array(text.utf8)
    let before = String(decoding: bytes[..<min(cursor, bytes.count)], as: UTF8.self)
    guard !before.hasPrefix(":"), !before.hasPrefix("?"), let (name, _) = Self.openCall(before),
      case .function(let function)? = interpreter.value(of: name)
    else { return nil }
    return function.signature
  }

  // MARK: - Paths

  /// What stands in a string that is open at the end of a text.
  private func openString(_ text: String) -> String? {
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    var start: Substring.Index?
    var index = line.startIndex
    while index < line.endIndex {
      if line[index] == "\\" {
        index = line.index(after: index)
        if index == line.endIndex { break }
      } else if line[index] == "\"" {
        start = start == nil ? line.index(after: index) : nil
      }
      index = line.index(after: index)
    }
    return start.map { String(line[$0...]) }
  }

  private func pathCompletion(_ path: String, _ cursor: Int) -> Completion? {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let stem = slash.map { String(path[path.index(after: $0)...]) } ?? path
    guard let place = try? interpreter.files.readable(folder.isEmpty ? "." : folder),
      let directory = opendir(place)
    else { return nil }
    defer { closedir(directory) }
    var names: [Completion.Candidate] = []
    while let entry = readdir(directory), names.count < 1_000 {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix(".") || stem.hasPrefix(".") else { continue }
      let isFolder = entry.pointee.d_type == UInt8(DT_DIR)
      if name != ".", name != ".." {
        names.append(Completion.Candidate(isFolder ? name + "/" : name))
      }
    }
    return filtered(names, stem: stem, cursor)
  }
}
