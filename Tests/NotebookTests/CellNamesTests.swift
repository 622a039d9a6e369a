import Testing

@testable import Notebook

@Suite struct CellNamesTests {
  private func read(_ program: String, _ functions: [String: Set<String>] = [:]) -> Set<String> {
    CellNames(program, in: CellSurroundings(functionNames: { functions[$0] ?? [] })).read
  }

  @Test func `a name is read where nothing above it in the cell has given it a value`() {
    #expect(read("x = 1\nx + y") == ["y"])
    #expect(read("x = x + 1") == ["x"])
    #expect(read("x += 1") == ["x"])
    #expect(read("x[0] = a") == ["x", "a"])
    #expect(read("r = {a: b, ...c}\nr.a") == ["b", "c"])
    #expect(read("print(\"{x:.2f} {1 + y}\")") == ["print", "x", "y"])
    #expect(read("|> sum") == ["ans", "sum"])
  }

  @Test func `a way past an assignment leaves the name read`() {
    #expect(read("if a { x = 1 }\nx") == ["a", "x"])
    #expect(read("if a { x = 1 } else { x = 2 }\nx") == ["a"])
    #expect(read("for i in s { x = i }\nx") == ["s", "x"])
    #expect(read("for i in range(3) { x = i }\nx + i") == ["range"])
    #expect(read("for i in range(3) { if i { break }; x = i }\nx + i") == ["range", "x"])
    #expect(read("while c { x = 1 }\nx") == ["c", "x"])
    #expect(read("try { x = f() } catch e { x = e }\nx") == ["f"])
    #expect(read("try { x = f() } catch e { 1 }\nx") == ["f", "x"])
  }

  @Test func `a function's names count where it is used, not where it is made`() {
    #expect(read("fn f(x) = x + a") == [])
    #expect(read("f = x -> x + a") == [])
    #expect(read("fn f(x) = x + a\na = 1\nf(2)") == [])
    #expect(read("fn f(x) = x + a\nf(2)") == ["a"])
    #expect(read("f(2)", ["f": ["g"], "g": ["a"]]) == ["f", "g", "a"])
    #expect(read("a = 1\nf(2)", ["f": ["a"]]) == ["f"])
    #expect(read("map(x -> x + a, v)") == ["map", "a", "v"])
    #expect(read("fn f(n) = if n == 0 { 1 } else { n * f(n - 1) }\nf(3)") == [])
  }

  @Test func `an output is read by its number, or all of them`() {
    #expect(read("out[3] + 1") == ["out", "out[3]"])
    #expect(read("out[-1]") == ["out", CellNames.everyOutput])
    #expect(read("len(out)") == ["len", "out", CellNames.everyOutput])
  }

  @Test func `what may be given is told from what is given`() {
    let names = CellNames("x = 1\nif x { y = 2 }\nfn f() = 1\nfor k, v in s { z = 3 }")
    #expect(names.assigned == ["x", "f"])
    #expect(names.possiblyAssigned == ["x", "f", "y", "k", "v", "z"])
  }

  @Test func `imported files are followed`() {
    let files = ["lib/a.tdm": "import \"b.tdm\"\nx = u", "lib/b.tdm": "fn g() = w"]
    let names = CellNames(
      "import \"lib/a.tdm\"\nx + g()", in: CellSurroundings(importedText: { files[$0] }))
    #expect(names.read == ["u", "w"])
    #expect(names.assigned == ["x", "g"])
  }

  @Test func `a seed at the start makes earlier random numbers no matter`() {
    #expect(CellNames("seed(3)\nrand(2)").restartsRandom)
    #expect(!CellNames("rand(2)\nseed(3)").restartsRandom)
    #expect(!CellNames("rand(2)").restartsRandom)
  }
}
