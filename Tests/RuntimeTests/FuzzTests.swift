import Diagnostics
import Dispatch
import Glibc
import Runtime
import Synchronization
import Syntax
import Tensors
import Testing

/// A small generator whose whole run follows from its seed.
struct FuzzRandom {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 33) % max(bound, 1)
  }

  mutating func pick<T>(_ list: [T]) -> T { list[next(list.count)] }
}

/// Changes to programs, from a byte to a whole line.
struct Mutator {
  var random: FuzzRandom

  mutating func mutated(_ program: String) -> String {
    var text = program
    for _ in 0...random.next(3) {
      text = random.next(3) == 0 ? changedBytes(text) : changedTokens(text)
    }
    return text
  }

  private mutating func changedBytes(_ text: String) -> String {
    var bytes = Array(text.utf8)
    let position = random.next(bytes.count)
    switch random.next(4) {
    case 0 where !bytes.isEmpty: bytes.remove(at: position)
    case 1: bytes.insert(UInt8(random.next(256)), at: min(position, bytes.count))
    case 2 where !bytes.isEmpty: bytes[position] = UInt8(32 + random.next(95))
    default: bytes = Array(bytes[..<min(position, bytes.count)])
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func changedTokens(_ text: String) -> String {
    let source = SourceText(name: "fuzz", text: text)
    var lexer = Lexer(source)
    var words = lexer.tokens().map { token in
      (token.hasSpaceBefore ? " " : "") + source[token.range]
    }
    let position = random.next(words.count)
    switch random.next(6) {
    case 0 where !words.isEmpty: words.remove(at: position)
    case 1 where !words.isEmpty: words.swapAt(position, random.next(words.count))
    case 2 where !words.isEmpty: words[position] = random.pick(FuzzCorpus.pieces)
    case 3:
      let other = random.pick(FuzzCorpus.programs)
      words.insert("\n" + other + "\n", at: min(position, words.count))
    case 4 where !words.isEmpty:
      let end = min(words.count, position + 1 + random.next(8))
      words.insert(contentsOf: words[position..<end], at: random.next(words.count))
    default: words.insert(" " + random.pick(FuzzCorpus.pieces), at: min(position, words.count))
    }
    return words.joined()
  }
}

/// Programs made from the grammar alone.
struct ProgramGenerator {
  var random: FuzzRandom
  private let names = ["a", "b", "x", "f", "len", "r"]

  init(seed: UInt64) { random = FuzzRandom(seed) }

  mutating func program() -> String {
    (0...random.next(6)).map { _ in statement(3) }.joined(separator: "\n")
  }

  private mutating func block(_ depth: Int) -> String {
    "{ " + (0..<random.next(3)).map { _ in statement(depth - 1) }.joined(separator: "; ") + " }"
  }

  private mutating func statement(_ depth: Int) -> String {
    guard depth > 0 else { return expression(0) }
    let name = random.pick(names)
    switch random.next(14) {
    case 0, 1, 2: return "\(name) = \(expression(depth))"
    case 3: return "\(name)[\(position(depth))] = \(expression(depth - 1))"
    case 4: return "\(name).\(random.pick(names)) = \(expression(depth - 1))"
    case 5: return "\(name) \(random.pick(["+=", "-=", "*=", "/=", "^="])) \(expression(depth - 1))"
    case 6: return "for \(name) in \(expression(depth - 1)) \(block(depth))"
    case 7: return "for \(name), b in \(expression(depth - 1)) \(block(depth))"
    case 8: return "fn \(name)(x, k=\(expression(0))) \(block(depth))"
    case 9: return "if \(expression(depth - 1)) \(block(depth)) else \(block(depth))"
    case 10: return "try \(block(depth)) catch e \(block(depth))"
    case 11: return "a, b = \(expression(depth - 1))"
    case 12:
      return random.pick([
        "break", "continue", "return \(expression(0))", "assert \(expression(0))",
      ])
    default: return expression(depth)
    }
  }

  private mutating func position(_ depth: Int) -> String {
    switch random.next(6) {
    case 0: return ":"
    case 1: return "\(expression(0)):\(expression(0))"
    case 2: return "::\(expression(0))"
    case 3: return "\(expression(0)), \(expression(0))"
    case 4: return "..., \(expression(0))"
    default: return expression(depth - 1)
    }
  }

  private mutating func expression(_ depth: Int) -> String {
    guard depth > 0 else {
      return random.pick(
        names + [
          "0", "1", "-1", "2.5", "nan", "inf", "1e18", "true", "none", "\"s\"", "[1, 2]", "[]",
        ])
    }
    let a = expression(depth - 1)
    let b = expression(depth - 1)
    switch random.next(16) {
    case 0, 1:
      return "(\(a) \(random.pick(["+", "-", "*", "/", "//", "%", "^", "@"])) \(b))"
    case 2: return "(\(a) \(random.pick(["<", "<=", "==", "!=", ">", "in", "not in"])) \(b))"
    case 3: return "(\(a) \(random.pick(["and", "or"])) \(b))"
    case 4: return "[\(a), \(b)]"
    case 5: return "[\(a); \(b)]"
    case 6: return "{a: \(a), x: \(b)}"
    case 7: return "{...\(a), b: \(b)}"
    case 8: return "(\(a))[\(position(depth))]"
    case 9: return "\(random.pick(names))(\(a), k=\(b))"
    case 10: return "(x -> \(a))(\(b))"
    case 11: return "if \(a) { \(b) } else { \(expression(0)) }"
    case 12: return "map(\(a), x -> \(b))"
    case 13: return "\"{\(random.pick(names))}{[\(a), 1]}\""
    case 14: return "try { \(a) } catch e { \(b) }"
    default: return "(-\(a))'"
    }
  }
}

/// Requests a stop when a program has run for too long; one for the whole suite.
private final class Watchdog: Sendable {
  private let deadline = Atomic<UInt64>(.max)
  private let isDone = Atomic<Bool>(false)

  static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  init() {
    Thread.start { [self] in
      while !isDone.load(ordering: .relaxed) {
        usleep(5_000)
        if Watchdog.now > deadline.load(ordering: .relaxed) { Interrupt.request(.timeLimit) }
      }
    }
  }

  func limit<R>(milliseconds: UInt64, _ body: () -> R) -> R {
    Interrupt.clear()
    deadline.store(Watchdog.now + milliseconds * 1_000_000, ordering: .relaxed)
    defer {
      deadline.store(.max, ordering: .relaxed)
      usleep(0)
      Interrupt.clear()
    }
    return body()
  }

  func stop() { isDone.store(true, ordering: .relaxed) }
}

private enum Thread {
  static func start(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue.global(qos: .userInteractive).async(execute: body)
  }
}

/// No program, however broken, crashes or hangs the interpreter or leaves a half-done cell behind.
///
/// Each test has a process of its own: a stop is asked for by a flag that all threads share, and a
/// crash fails one test. `TANDEM_FUZZ=100000` runs more programs, `TANDEM_FUZZ_SEED` others; the file
/// `TANDEM_FUZZ_LOG` holds the one under way.
@Suite("Fuzzing", .serialized)
struct FuzzTests {
  private static func number(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }
  private static var count: Int { number("TANDEM_FUZZ") ?? 2400 }
  private static var seed: UInt64 { UInt64(number("TANDEM_FUZZ_SEED") ?? 1) }

  /// Sets up the state that every program starts from.
  private static let prologue =
    "a = [1, 2]; b = [\"s\", [1, 2]]; x = [1, 2; 3, 4]; r = {a: 1, x: [1, 2]}\nfn f(x=1, k=2) { x }"

  private struct Outcome: Equatable {
    let text: String
    let error: String?
    let timedOut: Bool
  }

  private static func run(_ program: String, _ cells: Cells) -> (Outcome, Diagnostic?) {
    do {
      return (Outcome(text: try cells.run(program), error: nil, timedOut: false), nil)
    } catch {
      return (
        Outcome(text: cells.output, error: error.message, timedOut: error.kind == .interrupted),
        error
      )
    }
  }

  private static func note(_ program: String) {
    guard let path = getenv("TANDEM_FUZZ_LOG"), let file = fopen(path, "w") else { return }
    fputs(program, file)
    fclose(file)
  }

  private static func check(_ program: String, _ watchdog: Watchdog) {
    note(program)
    let cells = Cells()
    guard (try? cells.run(prologue)) != nil else { return }
    let random = cells.interpreter.random
    let before = cells.state
    let start = Watchdog.now
    let (first, error) = watchdog.limit(milliseconds: 200) { run(program, cells) }
    let seconds = Double(Watchdog.now - start) * 1e-9
    #expect(seconds < 5, "took \(seconds) s: \(program)")
    guard let error else { return }
    check(error, program)
    let after = cells.state
    #expect(before.keys.sorted() == after.keys.sorted(), "\(program)")
    for (name, value) in before {
      #expect(after[name]?.isEqual(to: value) == true, "\(name) changed by \(program)")
    }
    guard !first.timedOut else { return }
    cells.interpreter.random = random
    let (second, _) = watchdog.limit(milliseconds: 2000) { run(program, cells) }
    #expect(
      first == second || program.contains("time") || second.timedOut, "runs differ: \(program)")
  }

  private static func check(_ error: Diagnostic, _ program: String) {
    if error.kind != .user, error.kind != .assertion {
      #expect(!error.message.isEmpty, "\(program)")
      #expect(!error.message.hasPrefix("an unexpected error"), "\(error.message): \(program)")
    }
    let rendered = DiagnosticRenderer().render(error)
    #expect(rendered.contains("error"), "\(program)")
  }

  @Test("mutated programs")
  func mutations() async {
    await #expect(processExitsWith: .success) {
      let watchdog = Watchdog()
      defer { watchdog.stop() }
      for index in 0..<Self.count {
        var mutator = Mutator(random: FuzzRandom(Self.seed &* 1_000_003 &+ UInt64(index)))
        let program = FuzzCorpus.programs[index % FuzzCorpus.programs.count]
        Self.check(mutator.mutated(program), watchdog)
      }
    }
  }

  @Test("programs made from the grammar")
  func generated() async {
    await #expect(processExitsWith: .success) {
      let watchdog = Watchdog()
      defer { watchdog.stop() }
      for index in 0..<(Self.count / 2) {
        var generator = ProgramGenerator(seed: Self.seed &* 7_000_003 &+ UInt64(index))
        Self.check(generator.program(), watchdog)
      }
    }
  }

  @Test("programs that train networks, right and wrong")
  func networks() async {
    await #expect(processExitsWith: .success) {
      let watchdog = Watchdog()
      defer { watchdog.stop() }
      for index in 0..<(Self.count / 3) {
        var generator = NetworkProgramGenerator(seed: Self.seed &* 5_000_011 &+ UInt64(index))
        Self.check(generator.program(), watchdog)
      }
    }
  }

  @Test("beginnings of programs are read to an end, every one")
  func beginnings() {
    for program in FuzzCorpus.programs {
      let bytes = Array(program.utf8)
      for end in 0...bytes.count {
        let source = SourceText(name: "cell", text: String(decoding: bytes[..<end], as: UTF8.self))
        let result = Parser.parse(source, pipesAnswer: true)
        if result.isIncomplete { #expect(!result.diagnostics.isEmpty, "\(source.name)") }
        for diagnostic in result.diagnostics {
          #expect(!DiagnosticRenderer().render(diagnostic).isEmpty)
        }
      }
    }
  }

  @Test("a request to stop undoes the cell, and try does not catch it")
  func interruption() async {
    await #expect(processExitsWith: .success) {
      let watchdog = Watchdog()
      defer { watchdog.stop() }
      for source in [
        "x = 2; while true { try { while true { x += 1 } } catch e { x = 3 } }",
        "x = 2; for i in 0:inf { x = i }", "x = 2; fn f() { try { f() } catch e { f() } }; f()",
        "x = 2; a = [1, \"x\"]; b = [1, \"x\"]; for i in 0:60 { a = [a, a]; b = [b, b] }; x = a == b",
        "x = 2; l = [\"a\"]; while true { l = l + [\"b\"] }",
        "x = 2; map(0:10, i -> { while true { x } })",
      ] {
        let cells = Cells()
        try cells.run("x = 1")
        let start = Watchdog.now
        let (outcome, error) = watchdog.limit(milliseconds: 100) { Self.run(source, cells) }
        #expect(outcome.timedOut, "\(source): \(error?.message ?? "no error")")
        #expect(Watchdog.now - start < 1_000_000_000, "\(source)")
        #expect(try cells.run("print(x)") == "1", "\(source)")
      }
    }
  }
}
