/// Programs that build and train tiny networks, right and wrong ones in every combination.
///
/// Every choice is mostly one that fits; now and then it is one that a clumsy or hostile user makes.
struct NetworkProgramGenerator {
  var random: FuzzRandom

  init(seed: UInt64) { random = FuzzRandom(seed) }

  /// Data, a network, its training, and what one does with the result.
  mutating func program() -> String {
    let sharing = random.next(8)
    let heads = heads(sharing)
    let data = random.next(20) > 0 ? "X, {\(targets(heads))}" : oddData()
    let verbs = (0...random.next(3)).map { _ in verb() }.joined(separator: "; ")
    let isStepped = random.next(4) == 0
    let call = "(net, \(data)\(options()))"
    return """
      X = \(pick(["randn(6, 2)"]))
      net = \(network(sharing, heads))
      d = net
      m = \(isStepped ? "result(finish(step\(call)))" : "fit\(call)")
      Y = {\(targets(heads))}

      """ + verbs
  }

  /// Nearly always one of the first list, else anything.
  private mutating func pick(_ good: [String]) -> String {
    random.next(60) > 0 ? random.pick(good) : random.pick(FuzzCorpus.oddValues)
  }

  private mutating func heads(_ sharing: Int) -> [(name: String, kind: String)] {
    let kinds =
      sharing == 6
      ? ["binary()"] : ["binary()", "regression()", "classes(3)", "multilabel(2)"]
    let count = sharing == 6 ? 2 : 1 + max(random.next(3), sharing < 2 ? 1 : 0)
    return ["a", "b", "c"].prefix(count).map { ($0, random.pick(kinds)) }
  }

  private mutating func network(
    _ sharing: Int, _ heads: [(name: String, kind: String)]
  ) -> String {
    let list = heads.map { "\($0.name): \(pick([$0.kind]))" }.joined(separator: ", ")
    let common = "inputs=\(pick(["2"])), heads={\(list)}"
    let trunk = "trunk=\(stack())" + (random.next(2) == 0 ? ", tower=\(stack())" : "")
    let experts = "experts=\(pick(["1", "2"])), expert=\(stack())"
    switch sharing {
    case 0: return "soft_sharing(\(common), \(trunk), strength=\(pick(["0.1"])))"
    case 1: return "cross_stitch(\(common), \(trunk))"
    case 2:
      let method = random.pick(["concat", "film", "kernel", "attention"])
      return "conditioned(\(common), \(trunk), method=\"\(method)\", "
        + "at=\(pick(["0", "[0, 1]", "1"])), embedding=\(pick(["2", "1"])))"
    case 3: return "encoder_decoders(\(common), encoder=\(stack()), decoder=\(stack()))"
    case 4: return "moe(\(common), \(experts))"
    case 5: return "mmoe(\(common), \(experts))"
    case 6: return "esmm(\(common), \(trunk))"
    default: return "hard_sharing(\(common), \(trunk))"
    }
  }

  private mutating func stack() -> String {
    let layers = [
      "dense(3)", "relu", "tanh", "sigmoid", "dropout(0.5)", "batch_norm()", "flatten",
      "[dense(2), relu]", random.next(9) == 0 ? "conv2d(2, 1)" : "dense(1)",
    ]
    let more = (0..<random.next(3)).map { _ in pick(layers) }
    return pick(["[" + (["dense(2)"] + more).joined(separator: ", ") + "]"])
  }

  private mutating func targets(_ heads: [(name: String, kind: String)]) -> String {
    heads.map { head in
      let rows =
        switch head.kind {
        case "classes(3)": "[0, 1, 2, 0, 1, 2]"
        case "multilabel(2)": "[0, 1; 1, 1; 0, 0; 1, 0; 1, 1; 0, 1]"
        case "regression()": "[1, -2, 3, nan, 0.5, 0]"
        default: "[0, 1, 1, 0, nan, 1]"
        }
      return "\(head.name): \(pick([rows]))"
    }.joined(separator: ", ")
  }

  private mutating func oddData() -> String {
    random.pick([
      "X, X", "{a: X}, {a: [1, 0, 1, 0, 1, 0]}", "X", "X, none", "sparse(X), {a: zeros(6)}",
      "make_faces(rows=2)", "X, {a: [1, 0], zz: 1}", "net, net", "[X, X], {a: 1}",
    ])
  }

  private mutating func options() -> String {
    let all = [
      ("batch", ["1", "2", "100"]), ("seed", ["0", "-3"]),
      ("schedule", ["\"joint\"", "\"alternate\""]), ("precision", ["\"single\"", "\"double\""]),
      ("weights", ["\"uncertainty\"", "\"gradnorm\"", "\"dwa\"", "\"pcgrad\"", "{a: 2}", "0.5"]),
      ("optimizer", ["sgd(lr=0.1, momentum=0.9)", "adam(lr=1)", "adamw()"]),
      ("validation", ["0", "0.5"]), ("patience", ["1", "none"]), ("noise", ["0", "0.1"]),
      ("copies", ["1", "2"]), ("smoothing", ["0", "0.1"]), ("freeze", ["[\"trunk\"]", "[]"]),
      ("unfreeze", ["1"]), ("sample_weights", ["ones(6)", "{a: ones(6)}"]), ("start", ["none"]),
      ("checkpoint", ["none"]), ("log", ["none"]),
    ]
    let start = random.next(all.count)
    let chosen = (0..<random.next(4)).map { all[(start + 5 * $0) % all.count] }
    return ", epochs=\(pick(["1", "2"]))" + chosen.map { ", \($0.0)=\(pick($0.1))" }.joined()
  }

  private mutating func verb() -> String {
    let X = pick(["X", "X", "zeros(0, 2)", "X[0:1, :]"])
    return random.pick([
      "print(predict(m, \(X)))", "print(proba(m, \(X)))", "print(gates(m, \(X)))",
      "print(m.history)",
      "print(evaluate(m, \(X), Y))", "print(m.parameters, m.heads)",
      "print(describe(d), describe(m))", "print(d, m, d == d, m == m)", "print(resume())",
      "p = pretrain(d, \(X), epochs=1); print(fit(p, X, Y, epochs=1))",
      "print(cross_validate(d, X, Y, folds=2, training={epochs: 1}))",
      "print(compare({m: m, n: m}, X, Y))", "print(entire_space(m, \(X)))",
      "s = step(d, X, Y, epochs=1); print(advance(s), result(finish(s)))",
      "print(m.\(random.pick(["stitches", "weights", "cosines", "start", "zz", "training"])))",
      "m = fit(d, X, Y, epochs=1, start=m); print(m)",
    ])
  }
}

extension FuzzCorpus {
  /// What nobody should give, in place of something good.
  static let oddValues = [
    "0", "-1", "1e18", "1e300", "nan", "inf", "-inf", "0.5", "none", "true", "\"\"", "\"s\"", "[]",
    "{}", "[1, 2]", "[1, nan; inf, 2]", "zeros(0, 3)", "zeros(3, 0)", "x -> x", "dense", "binary",
    "[[]]", "[none]", "{a: 1}", "sum", "dense(1)", "binary()", "adam()", "9007199254740992",
    "zeros(6, 2, 2)", "[\"x\", \"y\"]", "-9223372036854775808",
  ]
}
