import Diagnostics
import Glibc
import Runtime
import Syntax
import Tensors
import Testing

/// What a cell may change, what an error undoes, and what cells share.
@Suite("Session state")
struct SessionStateTests {
  @Test("an error undoes every assignment of its cell")
  func undone() throws {
    let cells = Cells()
    try cells.run("a = 1; b = [1, 2]; c = {x: [1, \"y\"]}; fn f(x) = x + 1")
    let error = try cells.error(
      "a = 2; b[0] = 9; c.x[1] = 3; fn f(x) = x\nd = 5; print = 3; rand(3); error(\"late\")")
    #expect(error.message == "late")
    #expect(try cells.run("print(a, b, c, f(1))") == "1 [1, 2] {x: [1, \"y\"]} 2")
    #expect(try cells.error("d").kind == .name)
  }

  @Test("an error restores the random numbers")
  func random() throws {
    let cells = Cells()
    let expected = try Cells().run("print(rand(3))")
    _ = try cells.error("rand(10); error(\"x\")")
    #expect(try cells.run("print(rand(3))") == expected)
  }

  @Test("a builtin's name may be a variable, and an error gives the builtin back")
  func builtinNames() throws {
    let cells = Cells()
    _ = try cells.error("len = 3; sum = 4; error(\"x\")")
    #expect(try cells.run("print(len([1, 2]), sum([1, 2]))") == "2 3")
    try cells.run("len = 3")
    _ = try cells.error("len = 4; error(\"x\")")
    #expect(try cells.run("print(len)") == "3")
  }

  @Test("a name given from outside still wins after the cell failed")
  func fixedNames() throws {
    let cells = Cells()
    cells.interpreter.assign("n", .number(5))
    cells.interpreter.fixedNames = ["n"]
    _ = try cells.error("n = 1; error(\"x\")")
    #expect(try cells.run("n = 1; print(n)") == "5")
    #expect(try cells.run("n = 2; print(n)") == "2")
  }

  @Test("a snapshot brings back values, and names that came later lose theirs")
  func snapshots() throws {
    let cells = Cells()
    try cells.run("a = [1, 2]")
    let before = cells.interpreter.snapshot()
    try cells.run("a[0] = 7; b = 1; max = 2")
    cells.interpreter.restore(before)
    #expect(try cells.run("print(a, max([1, 3]))") == "[1, 2] 3")
    #expect(cells.interpreter.value(of: "b") == nil)
  }

  @Test("changing a copy leaves the original alone")
  func copies() throws {
    let result = try Cells().run(
      """
      a = [1, 2]; b = a; b[0] = 9
      l = ["x", 1]; m = l; m[0] = "y"
      r = {f: {g: [1, 2]}}; s = r; s.f.g[1] = 7
      fn change(v) { v[0] = 100; v }
      c = change(a)
      x = [2, 0, 1]; x[x] = x
      print(a, b, l, m, r, s, c, x)
      """)
    #expect(
      result == "[1, 2] [9, 2] [\"x\", 1] [\"y\", 1] {f: {g: [1, 2]}} {f: {g: [1, 7]}} [100, 2]"
        + " [0, 1, 2]")
  }

  @Test("functions may be redefined, and others see the new one")
  func redefinition() throws {
    let cells = Cells()
    try cells.run("fn f(x) = x + 1\nfn g(x) = f(x) * 10")
    try cells.run("fn f(x) = x + 2")
    #expect(try cells.run("print(g(1))") == "30")
  }

  @Test("a function that assigns a top-level name leaves it alone, and index assignment copies it")
  func scopes() throws {
    let result = try Cells().run(
      "v = [1, 2]; n = 1\nfn f() { n = 5; v[0] = 9; [n, v[0]] }\nprint(f(), n, v)")
    #expect(result == "[5, 9] 1 [1, 2]")
  }

  @Test(
    "a name that a loop without elements or a chain cut short did not assign has no value",
    arguments: [
      "fn f() { for x in [] { 1 }; x }\nf()", "fn f() { 0 > 1 < { y = 1; 3 }; y }\nf()",
      "fn f(c) { if c { z = 1 }; z }\nf(false)", "for unset in [] { 1 }\nunset",
      "fn f() { while false { w = 1 }; w }\nf()", "fn f() { false and { q = 1; true }; q }\nf()",
      "fn f() { try { error(\"x\"); p = 1 } catch e { 0 }; p }\nf()",
    ])
  func unassigned(source: String) throws {
    let cells = Cells()
    try cells.run("fn fill(a, b, c, d, e, g) { h = [a, b]; i = [c, d]; 1 }; fill(1, 2, 3, 4, 5, 6)")
    #expect(try cells.error(source).kind == .name)
  }

  @Test("errors in functions show the way there, innermost call first")
  func callPath() throws {
    let error = try Cells().error(
      "fn inner(x) { x + \"s\" }\nfn middle(x) { y = inner(x); y }\nfn outer(x) = middle(x)\nouter(1)"
    )
    #expect(error.kind == .type)
    #expect(error.calls.map(\.function) == ["inner", "middle", "outer"])
    let lines = error.calls.compactMap { call in
      call.mark.source.location(of: call.mark.range.start).line
    }
    #expect(lines == [2, 3, 4])
    #expect(error.marks.first.map { $0.source.location(of: $0.range.start).line } == 1)
  }

  @Test("a try in a function in a loop brings back the frame it stands in")
  func nestedTry() throws {
    let result = try Cells().run(
      """
      fn risky(n) { if n % 2 == 0 { error("even {n}") }; n }
      fn guarded(n) {
        a = [n, n]
        r = try { try { risky(n) + a[0] } catch e { error("again: {e.message}") } } catch e { e.message }
        [r, "{a}"]
      }
      for i in 0:3 { print(guarded(i)) }
      """)
    #expect(
      result == "[\"again: even 0\", \"[0, 0]\"]\n[2, \"[1, 1]\"]\n[\"again: even 2\", \"[2, 2]\"]")
  }

  @Test("files that import each other are an error that shows the way")
  func importCycle() throws {
    let folder = "/tmp/tandem-import-\(getpid())"
    mkdir(folder, 0o755)
    defer { for name in ["a", "b"] { unlink("\(folder)/\(name).tdm") }; rmdir(folder) }
    try FileAccess.write("import \"b.tdm\"", to: "\(folder)/a.tdm")
    try FileAccess.write("y = 1\nimport \"a.tdm\"", to: "\(folder)/b.tdm")
    let cells = Cells()
    cells.interpreter.folder = folder
    let error = try cells.error("x = 1; import \"a.tdm\"")
    #expect(error.kind == .file)
    #expect(error.message == "a.tdm imports itself")
    #expect(cells.interpreter.folder == folder)
    #expect(cells.interpreter.value(of: "y") == nil)
    #expect(cells.interpreter.value(of: "x") == nil)
  }
}
