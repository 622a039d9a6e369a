import Diagnostics
import Runtime
import Testing

/// What holds between cells of one session.
@Suite("Cells")
struct CellTests {
  private func fails(_ session: Session, _ source: String) -> Diagnostic? {
    do {
      _ = try session.run(source)
      return nil
    } catch {
      return error
    }
  }

  @Test("an error undoes the whole cell: assignments, parts of values and new names")
  func errorUndoesTheCell() throws {
    let session = Session()
    _ = try session.run("x = [1, 2]; r = {a: 1}")
    #expect(fails(session, "x[0] = 9; r.a = 5; y = 3; x = none; error(\"stop\")") != nil)
    #expect(try session.run("print(x, r)") == "[1, 2] {a: 1}")
    #expect(fails(session, "y")?.kind == .name)
  }

  @Test("an error puts the random numbers back")
  func errorUndoesDraws() throws {
    let session = Session()
    let expected = try session.run("seed(5); print(rand(3))")
    _ = try session.run("seed(5)")
    #expect(fails(session, "rand(7); error(\"stop\")") != nil)
    #expect(try session.run("print(rand(3))") == expected)
  }

  @Test("what ran before a caught error stays")
  func caughtErrorsUndoNothing() throws {
    let session = Session()
    _ = try session.run("x = 1; try { x = 2; error(\"stop\") } catch err { }")
    #expect(try session.run("print(x)") == "2")
  }

  @Test("a parse error runs nothing of the cell")
  func parseErrorsRunNothing() throws {
    let session = Session()
    #expect(fails(session, "print(1)\nx = (2")?.kind == .syntax)
    #expect(session.output == "")
  }

  @Test("an error inside a function shows the way there")
  func callPath() throws {
    let session = Session()
    let error = fails(session, "fn inner(x) = x + \"a\"\nfn outer(x) = inner(x)\nouter(1)")
    #expect(error?.calls.map(\.function) == ["inner", "outer"])
    #expect(error?.marks.first.map { $0.source[$0.range] } == "+")
  }

  @Test("a replaced builtin comes back when its cell fails")
  func builtinsComeBack() throws {
    let session = Session()
    #expect(fails(session, "sum = 5; error(\"stop\")") != nil)
    #expect(try session.run("print(sum([1, 2]))") == "3")
  }

  @Test("functions see the definitions of later cells")
  func laterDefinitions() throws {
    let session = Session()
    _ = try session.run("fn f(x) = g(x)")
    #expect(fails(session, "f(1)")?.kind == .name)
    _ = try session.run("fn g(x) = x + 1")
    #expect(try session.run("print(f(1))") == "2")
  }
}
