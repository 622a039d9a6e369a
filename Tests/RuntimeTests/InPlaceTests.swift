import Diagnostics
import Runtime
import Testing

/// What runs in place must not be seen: neither by another variable nor after an error.
@Suite("Changes in place")
struct InPlaceTests {
  @Test("appending in a loop gives what was appended, in order")
  func appending() throws {
    let cells = Cells()
    #expect(
      try cells.run(
        "x = []\nfor i in 0:50000 { x = append(x, i) }\nprint(len(x), sum(x), x[0], x[49999])")
        == "50000 1249975000 0 49999")
    #expect(
      try cells.run(
        "l = [\"\"]\nfor i in 0:50000 { l = append(l, \"{i}\") }\nprint(len(l), l[1], l[50000])")
        == "50001 0 49999")
  }

  @Test("a copy taken before an append keeps its length and elements")
  func copies() throws {
    let cells = Cells()
    let program = """
      fn grow(x) {
        y = append(x, 1); z = append(y, 2); y = append(y, 3)
        w = append(z, 4)
        print(x, y, z, w)
      }
      """
    try cells.run(program)
    #expect(try cells.run("grow([7, 8])") == "[7, 8] [7, 8, 1, 3] [7, 8, 1, 2] [7, 8, 1, 2, 4]")
    #expect(
      try cells.run("grow([\"a\"])") == "[\"a\"] [\"a\", 1, 3] [\"a\", 1, 2] [\"a\", 1, 2, 4]")
    #expect(
      try cells.run("a = [1]; a = append(a, 2); b = a; a = append(a, 3); print(a, b)")
        == "[1, 2, 3] [1, 2]")
    #expect(
      try cells.run("a = [true]; a = append(a, false); a = append(a, 2); print(a)")
        == "[1, 0, 2]")
  }

  @Test("an append that fails leaves the variable as it was, inside the cell too")
  func failures() throws {
    let cells = Cells()
    #expect(
      try cells.run(
        "x = [1]; x = append(x, 2); try { x = append(x, \"a\") } catch e { print(x) }; print(x)")
        == "[1, 2]\n[1, 2]")
    #expect(
      try cells.run("x = 5; try { x = append(x, 1) } catch e { print(e.kind) }; print(x)")
        == "argument\n5")
    #expect(
      try cells.run(
        "fn deep() { d = [\"\"]; for i in 0:2000 { d = append([\"\"], d) }; d }\n"
          + "x = [\"a\"]; try { x = append(x, deep()) } catch e { print(e.kind) }; print(x)")
        == "limit\n[\"a\"]")
  }

  @Test("an element that is the list itself is the list before the append")
  func itself() throws {
    #expect(
      try Cells().run("x = [\"a\"]; x = append(x, \"b\"); x = append(x, x); print(x)")
        == "[\"a\", \"b\", [\"a\", \"b\"]]")
  }

  @Test("strings that grow keep the value of every string along the way")
  func strings() throws {
    let program = """
      fn build(n) {
        s = ""; parts = [""]
        for i in 0:n { s = s + "é{i}" + ","; parts = append(parts, s) }
        t = ""
        for i in 0:n {
          t = "{t}é{i},"
          assert parts[i + 1] == t
        }
        a = s + "x"; b = s + "y"; c = a + "z"; s += "w"
        print(a == "{t}x", b == "{t}y", c == "{t}xz", s == t + "w", len(c) - len(t))
      }
      build(300)
      """
    #expect(try Cells().run(program) == "true true true true 2")
  }

  @Test("a string is as it was after an error while it grew")
  func failedStrings() throws {
    let program = """
      s = repeat("ab", 40); u = s
      s = s + "c"; t = s
      try { s = s + "d" + 1 } catch e { print(s == t) }
      try { s = "{s}d{1 + "x"}" } catch e { print(s == t) }
      try { s = "{s}d{"x":d}" } catch e { print(s == t) }
      s += s
      print(s == t + t, len(s), len(u), s[81], s[-1])
      """
    #expect(try Cells().run(program) == "true\ntrue\ntrue\ntrue 162 80 a c")
  }

  @Test("instructions that run in pairs do the same to tensors, lists and strings")
  func pairs() throws {
    let cells = Cells()
    try cells.run(
      """
      fn mix(a, b, s) = a * b % 7
      fn sum2(a, b, s) { s = s + a * b; s }
      fn add(a, b) { return a + b }
      fn down(n) { if n[0] <= 0 { return n }; down(n - 1) }
      fn total(x, n) { t = x; for i in 0:n { t = t + x }; t }
      fn fill(x, v) { for i in 0:2 { x[i] = v }; x }
      fn set(x) { for i in 0:2 { x[i] = 9 }; x }
      fn test(x, i) { if x[i] { return "yes" }; "no" }
      """)
    #expect(try cells.run("print(mix(5, 3, 0), mix([5, 6], 3, 0))") == "1 [1, 4]")
    #expect(
      try cells.run("print(sum2(2, 3, 1), sum2([2, 3], 3, 1), sum2(2, 3, [1]))")
        == "7 [7, 10] [7]")
    #expect(
      try cells.run("print(add(\"a\", \"b\"), add([\"a\"], [\"b\"]), add([1], 1))")
        == "ab [\"a\", \"b\"] [2]")
    #expect(try cells.run("print(down([3]))") == "[0]")
    #expect(
      try cells.run("print(total(1, 3), total([1, 2], 3), total(\"a\", 3))")
        == "4 [4, 8] aaaa")
    #expect(
      try cells.run("print(fill([1, 2], 5), fill([true, false], true), fill([\"\", 1], [2]))")
        == "[5, 5] [true, true] [[2], [2]]")
    #expect(
      try cells.run("print(set([1, 2]), set([\"\", 1]))")
        == "[9, 9] [9, 9]")
    #expect(try cells.run("print(test([true, false], 0), test([true, false], 1))") == "yes no")
  }

  @Test(
    "an error in a pair points at the instruction it is in",
    arguments: [
      ("fn f(a, b) = a * b % 7\nf(\"x\", 2)", "*"),
      ("fn f(a, b, s) { s = s + a * b; s }\nf(1, 2, \"x\")", "+"),
      ("fn f(a) = f(a - 1)\nf(\"x\")", "-"),
      ("fn f(a, b) { return a + b }\nf(1, \"x\")", "+"),
      ("fn f(x) { for i in 0:3 { x[i] = 0 } }\nf([1])", "x[i]"),
    ])
  func places(program: (source: String, place: String)) throws {
    let error = try Cells().error(program.source)
    let mark = try #require(error.marks.first)
    let text = mark.source[mark.range]
    #expect(text == program.place)
  }
}
