import Diagnostics
import Runtime
import Synchronization
import Testing

/// How many probes of one test are alive.
private final class LiveCount: Sendable {
  private let count = Atomic<Int>(0)

  func change(by amount: Int) { count.add(amount, ordering: .relaxed) }
  var value: Int { count.load(ordering: .relaxed) }
}

/// An object whose life is counted.
private final class Probe: LanguageObject, ValueConvertible {
  static let typeName = "probe"
  let typeName = "probe"
  let live: LiveCount

  init(_ live: LiveCount) {
    self.live = live
    live.change(by: 1)
  }

  deinit { live.change(by: -1) }
}

/// The virtual machine counts references by hand; what a program made must go with the interpreter.
@Suite("Object lifetimes")
struct ObjectLifetimeTests {
  static let programs: [(String, String)] = [
    ("a variable", "x = probe()"),
    ("a reassigned variable", "x = probe(); x = probe(); x = 1"),
    ("a shown value", "probe()"),
    ("a silenced value", "probe();"),
    ("a loop over a list", "for p in [probe(), probe()] { q = p }"),
    ("a loop left early", "for p in [probe(), probe()] { if true { break } }"),
    ("a loop with positions", "for i, p in [probe(), probe()] { q = [i, p] }"),
    ("a loop over a record", "for n, p in {a: probe(), b: probe()} { q = p }"),
    ("nested loops", "for i in 0:3 { for p in [probe(), probe()] { q = [p, i]; continue } }"),
    ("a while loop", "i = 0; while i < 5 { p = probe(); i += 1 }"),
    ("a call", "fn f(a, b=probe()) { c = a; [c, b] }; f(probe()); f(probe(), probe())"),
    ("keywords", "fn f(a, b=1, c=probe()) { b }; f(b=probe(), a=probe()); f(1, c=probe())"),
    ("early returns", "fn f(p) { for q in [p, p] { return q }; 1 }; x = f(probe())"),
    ("a closure", "fn f(p) { () -> p }; g = f(probe()); g(); g()"),
    ("a closure in a closure", "fn f(p) { () -> (() -> p) }; g = f(probe()); h = g(); h()"),
    (
      "a local function",
      "fn f(p) { fn g(n) { if n == 0 { p } else { g(n - 1) } }; g(3) }; f(probe())"
    ),
    ("builtins that call back", "map([1, 2], x -> probe()); map([probe()], p -> [p])"),
    ("destructuring", "a, b = [probe(), probe()]; a, b = b, a; c, d = {x: probe(), y: 2}"),
    ("a failed destructuring", "try { a, b, c = [probe(), probe()] } catch e { 0 }"),
    ("index assignment", "x = [probe(), 1]; x[1] = probe(); y = x; y[0] = 2; x[0] = probe()"),
    (
      "a path",
      "r = {a: {b: [probe(), \"x\"]}}; r.a.b[1] = probe(); r.a.c = probe(); s = r; s.a = 1"
    ),
    ("a failed path", "r = {a: [probe(), 1]}; try { r.a[5] = probe() } catch e { 0 }"),
    ("records", "r = {a: probe()}; s = {...r, b: probe(), a: 2}"),
    ("a failed spread", "try { {a: probe(), ...[probe()]} } catch e { 0 }"),
    ("strings", "s = \"{probe()} {[probe()]}\""),
    ("a failed string", "try { \"{probe()} {probe():d}\" } catch e { 0 }"),
    ("comparisons", "p = probe(); [p, 1] == [p, 1]; p in [p]; [probe()] != [probe()]"),
    ("a chain", "try { [probe()] == [probe()] == [probe()] < 2 } catch e { 0 }"),
    ("conditions", "if [probe(), \"a\"] == [1] { 1 } else { 2 }; true and (probe() == 1)"),
    ("a failed operator", "try { [probe(), 1] + (1 + probe()) } catch e { 0 }"),
    ("a failed condition", "try { if [probe(), 1] { 1 } } catch e { 0 }"),
    (
      "a caught error among temporaries",
      "fn f() { try { [probe(), [probe(), error(\"x\")]] } catch e { 1 } }; f(); f()"
    ),
    (
      "an error in the middle of a call",
      "fn f(a, b, c) { a }; try { f(probe(), [probe()], 1 + \"x\") } catch e { 0 }"
    ),
    ("an unknown keyword", "fn f(a) { a }; try { f(probe(), z=probe()) } catch e { 0 }"),
    ("a missing argument", "fn f(a, b, c) { a }; try { f(probe(), b=probe()) } catch e { 0 }"),
    ("too many arguments", "fn f(a) { a }; try { f(probe(), probe()) } catch e { 0 }"),
    ("a call of no function", "try { probe()(probe()) } catch e { 0 }"),
    (
      "unwinding frames",
      "fn f(n, p) { q = [p, n]; if n == 0 { error(\"deep\") }; f(n - 1, probe()) }\n"
        + "for i in 0:4 { try { f(10, probe()) } catch e { 0 } }"
    ),
    (
      "a try in a function in a loop",
      "fn f(p) { try { g(p, [p]) } catch e { h(p) } }\nfn g(p, q) { error(\"x\") }\n"
        + "fn h(p) { z = [p, probe()]; z[0] }\nfor i in 0:5 { r = f(probe()) }"
    ),
    (
      "an error under a builtin",
      "try { map([probe(), probe()], p -> [p, error(\"x\")]) } catch e { 0 }"
    ),
    (
      "locals over what stayed behind",
      "fn f(c) { if c { z = 1 }; try { z } catch e { 0 } }\n"
        + "fn g() { a = [[probe(), 1] == [probe(), 2], [probe()] == [[probe()], 2]]; f(false) }\ng()"
    ),
    (
      "a loop over what stayed behind",
      "fn f() { for x in \"ab\" { x }; for i in 0:2 { i } }\n"
        + "fn g() { a = [[probe(), 1] == [probe(), 2], [probe()] == [[probe()], [probe(), 2]]]; f() }\ng()"
    ),
    (
      "defaults over what stayed behind",
      "fn f(a=1, b=2, c=3) { c }\n"
        + "fn g() { a = [[probe(), 1] == [probe(), 2], [probe()] == [[probe()], 2]]; f(b=3); f() }\ng()"
    ),
  ]

  private func builtin(_ live: LiveCount) -> Builtin {
    Builtin("probe", "A counted object.", body: { Probe(live) })
  }

  @Test("nothing outlives the interpreter", arguments: programs)
  func released(program: (name: String, source: String)) throws {
    let live = LiveCount()
    do {
      let cells = Cells([builtin(live)])
      try cells.run("witness = probe()")
      #expect(live.value == 1)
      try cells.run(program.source)
      try cells.run(program.source)
    }
    #expect(live.value == 0, "\(program.name)")
  }

  @Test("a cell that fails leaves nothing behind", arguments: programs)
  func undone(program: (name: String, source: String)) throws {
    let live = LiveCount()
    do {
      let cells = Cells([builtin(live)])
      try cells.run("witness = probe()")
      _ = try cells.error(program.source + "\nerror(\"at the end\")")
      #expect(live.value == 1, "\(program.name)")
    }
    #expect(live.value == 0, "\(program.name)")
  }

  @Test("a function called from outside a cell leaves nothing behind when it fails")
  func failedCall() throws {
    let live = LiveCount()
    do {
      let cells = Cells([builtin(live)])
      try cells.run("fn f(p) { q = [p, probe()]; r = [q, 1]; error(\"x\") }")
      guard case .function(let function)? = cells.interpreter.value(of: "f") else {
        throw Failure(.value, "f is a function")
      }
      #expect(throws: (any Error).self) {
        try cells.interpreter.call(function, [Probe(live).value])
      }
      #expect(live.value == 0)
      try cells.run("later = 1; another = 2; third = later + another")
    }
    #expect(live.value == 0)
  }

  @Test("an overwritten temporary does not keep a vector from being changed in place")
  func inPlace() throws {
    let cells = Cells()
    // A copy for each assignment would be 4·10^10 elements.
    let result = try cells.run(
      "x = zeros(200000)\nfor i in 0:len(x) { x[i] = i }\nprint(x[199999], sum(x))")
    #expect(result == "199999 19999900000")
  }
}
