import Diagnostics
import Runtime
import Testing

@Suite("Disassembler")
struct DisassemblerTests {
  private func listing(of name: String, after source: String) throws -> String {
    let cells = Cells()
    try cells.run(source)
    guard case .function(let function)? = cells.interpreter.value(of: name) else {
      throw Failure(.value, "\(name) is a function")
    }
    return try Disassembler.listing(function, in: cells.interpreter)
  }

  @Test("a recursive function reads like its source")
  func recursion() throws {
    let source = "fn fib(n) {\n  if n < 2 { return n }\n  return fib(n - 1) + fib(n - 2)\n}"
    #expect(
      try listing(of: "fib", after: source) == """
        fib(n): 11 instructions
              jump       unless n < 2 -> L1  | if n < 2 { return n }
              return     n
              jump       -> L1
          L1  subtract+  t4 = n - 1          | return fib(n - 1) + fib(n - 2)
              call       t2 = fib(t4)
              subtract+  t5 = n - 2
              call       t3 = fib(t5)
              add+       t2 = t2 + t3
              return     t2
              constant   t1 = none           | fn fib(n) {
              return     t1

        """)
  }

  @Test("a loop over a range jumps back by label")
  func loop() throws {
    let source = "fn total(n) {\n  s = 0\n  for i in 0:n { s += i * i % 7 }\n  s\n}"
    #expect(
      try listing(of: "total", after: source)
        == """
        total(n): 12 instructions
              constant   s = 0                  | s = 0
              constant   t2 = 0                 | for i in 0:n { s += i * i % 7 }
              move       t3 = n
              constant   t4 = 1
              range      t2:t3:t4, empty -> L2
              move       i = t4
          L1  multiply+  t6 = i * i
              remainder  t6 = t6 % 7
              add+       s = s + t6
              next       i of t2, if any -> L1
          L2  move       t1 = s                 | s
              return     t1                     | fn total(n) {

        """)
  }

  @Test("functions inside follow the one they stand in, with what they take along")
  func nested() throws {
    let source = "fn adder(k) {\n  x -> x + k\n}"
    #expect(
      try listing(of: "adder", after: source) == """
        adder(k): 2 instructions
            function  t1 = fn  | x -> x + k
            return    t1       | fn adder(k) {

        fn(x): 3 instructions
            captured  t2 = k       | x -> x + k
            add+      t1 = x + t2
            return    t1

        """)
  }

  @Test("a builtin has no instructions")
  func builtin() throws {
    let cells = Cells()
    guard case .function(let sine)? = cells.interpreter.value(of: "sin") else {
      throw Failure(.value, "sin is a function")
    }
    #expect(throws: Failure.self) { try Disassembler.listing(sine, in: cells.interpreter) }
  }

  @Test("code that is listed is not run")
  func notRun() throws {
    let cells = Cells()
    try cells.run("x = 1")
    let text = SourceText(name: "x = 2", text: "x = 2")
    #expect(try Disassembler.listing(text, in: cells.interpreter).contains("constant  x = 2"))
    #expect(try cells.run("print(x)") == "1")
  }

  // MARK: - Every opcode

  /// A program that compiles to every opcode there is.
  static let everything = """
    top = 1
    fn f(a, b=2, xs=[1, 2], r=none) {
      c = -a; d = not (a == b); e = xs'
      c = a + b; c = a - b; c = a * b; c = a / b; c = a // b; c = a % b; c = a ^ b; c = xs @ xs
      c = a + 1; c = a - 1; c = a * 2; c = a / 2; c = a % 2
      d = a != b; d = a < b; d = a <= b; d = a > b; d = a >= b; d = a in xs; d = a not in xs
      d = d and a == b; d = d or a == b
      if d { c = 1 }; if a < b { c = 1 }; if a <= b { c = 1 }; if a == b { c = 1 }
      if a < 1 { c = 1 }; if a <= 1 { c = 1 }; if a > 1 { c = 1 }; if a >= 1 { c = 1 }
      if a == 1 { c = 1 }; if xs[a] { c = 1 }
      for i in 0:3 { c += i }
      for i in 0:3 { xs[i] = 0 }
      for x in xs { print(x) }
      c = a * b % 7; c = c + a * b
      s = [a, b]; r = {...r, a: a}; s = 0:a; s = "{a}"; g = x -> x + c
      s = g(a); s = f(a - 1); s = f(a, b=3); s = top
      s = xs[a]; s = xs[a, b]; s = xs[1:]; s = r.a
      xs[a] = b; xs[a, b] = c; xs[1:] = c; p, q = xs
      assert a < b
      if a < b { late = 1 }
      late
      fn inner(n) = inner(n)
      return a + b
    }
    """

  @Test("every opcode can be listed", arguments: Opcode.allCases)
  func listed(opcode: Opcode) throws {
    let cells = Cells()
    let source = SourceText(name: "cell", text: Self.everything + "\nf(1, 2)")
    let opcodes = try Disassembler.opcodes(of: source, in: cells.interpreter)
    #expect(opcodes.contains(opcode), "the program has every instruction")
    let listing = try Disassembler.listing(source, in: cells.interpreter)
    #expect(listing.contains(opcode.information.name))
    #expect(!opcode.information.meaning.isEmpty)
    for placeholder in ["{a", "{b", "{c", "{wide", "{label", "{constant"] {
      #expect(!listing.replacing("\"{a}\"", with: "").contains(placeholder))
    }
  }
}
