import Diagnostics
import Runtime
import Tensors
import Testing

/// Expressions over tensors large enough to be computed together, against the same operations one
/// statement each.
@Suite("Fused expressions in the language")
struct FusionTests {
  private static let setup = """
    seed(3)
    a = randn(120, 101)
    b = randn(120, 101) * 3
    row = randn(1, 101)
    column = randn(120, 1)
    vector = randn(101)
    mask = randn(120, 101) > 0
    a[3, 4] = nan
    b[5, 6] = inf
    """

  /// Writes a random expression in one piece, and as statements that keep every part.
  private struct Writer {
    var generator: SystemSeeded
    var statements: [String] = []

    mutating func expression(_ depth: Int) -> (whole: String, last: String) {
      if depth == 0 {
        let leaf =
          ["a", "b", "a", "b", "row", "column", "mask", "2", "0.5", "3"]
          .randomElement(using: &generator) ?? "a"
        return (leaf, leaf)
      }
      let x = expression(depth - 1)
      switch Int.random(in: 0..<10, using: &generator) {
      case 0...2:
        let name =
          [
            "exp", "sin", "cos", "tanh", "sigmoid", "abs", "relu", "floor", "sqrt", "log", "isnan",
            "sign", "-",
          ].randomElement(using: &generator) ?? "abs"
        return keep("\(name)(\(x.whole))", "\(name)(\(x.last))")
      case 3: return keep("clip(\(x.whole), -1, 1.5)", "clip(\(x.last), -1, 1.5)")
      case 4:
        let y = expression(depth - 1)
        return keep("where(\(x.whole), \(y.whole), a)", "where(\(x.last), \(y.last), a)")
      case 5:
        let y = expression(depth - 1)
        return keep(
          "((\(x.whole)) > 0 and (\(y.whole)) < 1)", logical(x.last, y.last))
      default:
        let y = expression(Int.random(in: 0..<depth, using: &generator))
        let symbol =
          ["+", "-", "*", "/", "^", "%", "//", "<", ">=", "==", "!="]
          .randomElement(using: &generator) ?? "+"
        return keep("(\(x.whole)) \(symbol) (\(y.whole))", "\(x.last) \(symbol) \(y.last)")
      }
    }

    private mutating func logical(_ x: String, _ y: String) -> String {
      let first = keep("", "\(x) > 0").last
      let second = keep("", "\(y) < 1").last
      return "\(first) and \(second)"
    }

    private mutating func keep(_ whole: String, _ step: String) -> (whole: String, last: String) {
      statements.append("t\(statements.count) = \(step)")
      return (whole, "t\(statements.count - 1)")
    }
  }

  struct SystemSeeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  private func bits(_ value: Value?) -> [UInt64] {
    guard let value, let tensor = Tensor.from(value) else { return [] }
    return [tensor.isBool ? 1 : 0, UInt64(tensor.rowCount)]
      + tensor.elements.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
  }

  @Test("an expression in one piece equals its parts kept one by one, bit by bit", arguments: 1...8)
  func equalsParts(seed: UInt64) throws {
    let session = Session()
    _ = try session.run(Self.setup)
    var writer = Writer(generator: SystemSeeded(state: seed))
    for _ in 0..<8 {
      writer.statements = []
      let depth = Int.random(in: 1...5, using: &writer.generator)
      let (whole, last) = writer.expression(depth)
      let parts = writer.statements.joined(separator: "\n")
      do throws(Diagnostic) {
        _ = try session.run("\(parts)\nseparate = \(last)")
      } catch {
        // Bools without a tensor among them know less operators.
        let message = error.message
        #expect { try session.run("whole = \(whole)") } throws: {
          ($0 as? Diagnostic)?.message == message
        }
        continue
      }
      _ = try session.run("whole = \(whole)")
      #expect(
        bits(session.interpreter.value(of: "whole"))
          == bits(session.interpreter.value(of: "separate")), "\(whole)")
      for name in ["sum", "mean", "min", "max", "any", "all", "norm"] {
        _ = try session.run("r1 = \(name)(\(whole)); r2 = \(name)(separate)")
        #expect(
          bits(session.interpreter.value(of: "r1")) == bits(session.interpreter.value(of: "r2")),
          "\(name)(\(whole))")
      }
    }
  }

  @Test(
    "what is computed together is a tensor for everybody else",
    arguments: [
      "type(a + 1)", "type([a + 1, \"x\"][0])", "type({x: a + 1}.x)", "type((a + 1)')",
      "type((x -> x)(a + 1))", "type(if true { a + 1 } else { a })", "type(exp(a + 1))",
      "f = x -> type(x); f(a * 2)", "type(try { a + 1 } catch err { a })",
      "type(sum(a + 1, axis=0))", "type((a + 1)[0])",
      "exp = x -> x; type(exp(a + 1) * 2)", "sum = x -> type(x); sum(a + 1)",
      "type(0 < a + 1 < 5)", "type((a + 1) @ b')", "c = a; c += a * 2; type(c)",
      "type(a + 1 |> exp)", "for x in a + 1 { y = x }; type(y)",
      "clip(a + 1, 0, 1) |> type", "fn h(x) { return x + 1 }; type(h(a) * h(a))",
    ])
  func nobodySeesMore(code: String) throws {
    let session = Session()
    _ = try session.run(Self.setup)
    #expect(try ["tensor", "\"tensor\""].contains(session.run(code)))
  }

  @Test("a variable that changes while an operation waits counts as it was")
  func changesMeanwhile() throws {
    let session = Session()
    _ = try session.run("x = zeros(20000)")
    #expect(try session.run("y = (x + 1) * { x[0] = 100; 2 }; print(y[0], x[0])") == "2 100")
    #expect(try session.run("y = exp(x * 0) + { x = 1; 2 }; print(y[0], x)") == "3 1")
  }

  @Test(
    "errors keep their words and their place",
    arguments: [
      ("exp(a + wrong) * 2", "shapes do not fit: 120×101 + 7×101", "+"),
      ("2 * sin(a) + -b * \"x\"", "* does not work on a 120×101 tensor and the string \"x\"", "*"),
      ("sum(a * 2 - wrong)", "shapes do not fit: 120×101 - 7×101", "-"),
      ("clip(a + 1, 2, 1)", nil, "clip"), ("a + 1 and mask", nil, "a + 1"),
      ("not (a + 1)", "not needs a bool, found a 120×101 tensor", "not (a + 1)"),
      ("mask and a * 2", "and joins bools, found a 120×101 tensor", "mask and a * 2"),
      ("where(a > wrong, a, b)", "shapes do not fit: 120×101 > 7×101", ">"),
    ] as [(String, String?, String)])
  func errors(code: String, message: String?, place: String) throws {
    let session = Session()
    _ = try session.run(Self.setup + "\nwrong = zeros(7, 101)")
    do {
      _ = try session.run(code)
      Issue.record("expected an error of \(code)")
    } catch {
      if let message { #expect(error.message == message) }
      let mark = try #require(error.marks.first)
      #expect(mark.source[mark.range] == place)
    }
  }
}
