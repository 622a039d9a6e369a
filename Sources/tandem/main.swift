internal import Glibc
internal import Shell
internal import Tensors

// A stand-in for the shell: enough of the language to drive the line editor.

let words = ["tensor", "tensordot", "transpose", "train", "λambda"]
nonisolated(unsafe) var variables: [String: Int] = [:]

func depth(_ text: String) -> Int {
  text.reduce(0) { "([{".contains($1) ? $0 + 1 : ")]}".contains($1) ? $0 - 1 : $0 }
}

func complete(_ text: String, _ cursor: Int) -> Completion? {
  let before = String(decoding: Array(text.utf8)[..<cursor], as: UTF8.self)
  let stem = String(before.reversed().prefix { $0.isLetter || $0 == "_" }.reversed())
  let found = (words + variables.keys.sorted()).filter { $0.hasPrefix(stem) }
  return Completion(
    range: cursor - stem.utf8.count..<cursor,
    candidates: found.map { Completion.Candidate($0) })
}

func highlight(_ text: String) -> [HighlightSpan] {
  text.utf8.enumerated().compactMap { offset, byte in
    (48...57).contains(byte) ? HighlightSpan(range: offset..<offset + 1, style: .number) : nil
  }
}

struct Unknown: Error { let text: String }

func value(_ text: some StringProtocol) throws -> Int {
  let parts = text.split(separator: "+").map { String($0.filter { !$0.isWhitespace }) }
  return try parts.reduce(0) { sum, part in
    guard let value = Int(part) ?? variables[part] else { throw Unknown(text: part) }
    return sum + value
  }
}

func run(_ cell: String) throws {
  if cell.hasPrefix("(") {
    print(try value(cell.filter { $0 != "(" && $0 != ")" }))
    return
  }
  for line in cell.split(whereSeparator: { $0 == "\n" || $0 == ";" }) {
    let text = line.filter { !$0.isWhitespace }
    if text.hasPrefix("whiletrue{") { while true { try Interrupt.check() } }
    if cell.hasPrefix("[") || cell.hasPrefix("fn") || cell.hasPrefix("for") {
      if cell.hasPrefix("[") { print(cell.filter { !$0.isWhitespace }.replacing(",", with: ", ")) }
      return
    }
    if let equals = text.firstIndex(of: "=") {
      variables[String(text[..<equals])] = try value(text[text.index(after: equals)...])
    } else if text.hasPrefix("\"") {
      print(text)
    } else {
      print(try value(text))
    }
  }
}

func evaluate(_ cell: String) -> Bool {
  do {
    Interrupt.clear()
    try run(cell)
    return true
  } catch is Interruption {
    print("interrupted")
  } catch let error as Unknown {
    Terminal.writeError("error: unknown name \(error.text)\n")
  } catch {
    Terminal.writeError("error: \(error)\n")
  }
  return false
}

func interact() -> Int32 {
  Signals.install()
  let editor = LineEditor(
    configuration: .init(
      usesColor: Terminal.allowsColor(
        disabledByOption: CommandLine.arguments.contains("--no-color"))),
    delegate: LineEditorDelegate(
      isIncomplete: { depth($0) > 0 }, indentation: { 2 * depth($0) }, complete: complete,
      hint: { text, _ in text.hasSuffix("train(") ? "train(model, data)" : nil },
      highlight: highlight),
    history: History())
  var number = 1
  while true {
    switch editor.readCell(prompt: "[\(number)]> ") {
    case .cell(let cell) where cell.allSatisfy(\.isWhitespace): continue
    case .cell(":quit"): return 0
    case .cell(let cell):
      _ = evaluate(cell)
      number += 1
    case .interrupted: continue
    case .endOfInput: return 0
    }
  }
}

func runPipe() -> Int32 {
  while let line = readLine() {
    if !evaluate(line) { return 1 }
  }
  return 0
}

let status = Terminal.isInteractive ? interact() : runPipe()
exit(status)
