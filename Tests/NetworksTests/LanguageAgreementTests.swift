import Diagnostics
import Datasets
import Networks
import Runtime
import StandardLibrary
import Syntax
import Tensors
import Testing

/// The gradient of a network against `grad` of the same function written in the language.
@Suite struct LanguageAgreementTests {
  /// Losses as a program writes them, of the scores `s` and the targets `y`.
  static let losses = [
    "amount": "mean((s[:, 0] - y)^2)",
    "sign": "mean(softplus(s[:, 0]) - soft(y, 2) * s[:, 0])",
    "kind": "mean(logsumexp(s, axis=1) - sum(soft(onehot(y), 3) * s, axis=1))",
    "tags": "mean(softplus(s) - soft(y, 2) * s)",
  ]

  /// A network with one head: 5 inputs, a trunk of 4 and 3 units, and the head's scores.
  private func network(
    _ head: Head, _ first: UnaryOperation, _ second: UnaryOperation
  ) throws
    -> Network
  {
    try Network(
      inputShape: [5], heads: [head],
      architecture: HardSharing(
        trunk: [.dense(4), .activation(first), .dense(3), .activation(second)]))
  }

  /// Loss and gradient by `grad`; the parameters are one vector `p`, cut up in the network's order.
  private func programmed(
    _ head: Head, _ first: UnaryOperation, _ second: UnaryOperation, _ smoothing: Double,
    at parameters: [Double], on data: HeadDataset
  ) throws -> (loss: Double, gradient: [Double]) {
    let scores = head.kind.scoreCount
    let program = """
      fn softplus(x) { relu(x) + log1p(exp(-abs(x))) }
      fn onehot(y) { number(reshape(y, -1, 1) == reshape([0, 1, 2], 1, 3)) }
      fn soft(y, count) { (1 - \(smoothing)) * y + \(smoothing) / count }
      fn loss(p) {
        a = \(first)(X @ reshape(p[0:20], 5, 4) + p[20:24])
        b = \(second)(a @ reshape(p[24:36], 4, 3) + p[36:39])
        s = b @ reshape(p[39:\(39 + 3 * scores)], 3, \(scores)) + p[\(39 + 3 * scores):]
        \(Self.losses[head.name] ?? "")
      }
      value = loss(p)
      slope = grad(loss)(p)
      """
    let interpreter = Interpreter(builtins: StandardLibrary.builtins)
    let targets = try #require(data.heads.first { $0.name == head.name })
    interpreter.assign("X", .tensor(data.X))
    interpreter.assign("y", .tensor(targets.values))
    interpreter.assign("p", .tensor(Tensor(parameters)))
    try interpreter.run(SourceText(name: "network", text: program))
    let value = try interpreter.evaluate(SourceText(name: "value", text: "value"))
    let slope = try interpreter.evaluate(SourceText(name: "slope", text: "slope"))
    guard case .number(let value) = value, case .tensor(let slope) = slope else {
      Issue.record("expected a number and a tensor, found \(value) and \(slope)")
      return (0, [])
    }
    return (value, slope.elements)
  }

  @Test(
    arguments: [
      (UnaryOperation.tanh, UnaryOperation.sigmoid), (.sin, .exp), (.relu, .tan), (.abs, .cos),
    ], [0, 0.1])
  func `the gradient is grad's for every kind of head`(
    _ functions: (UnaryOperation, UnaryOperation), _ smoothing: Double
  ) throws {
    let data = try NetworkCases.data(rows: 9)
    for head in NetworkCases.heads {
      let network = try network(head, functions.0, functions.1)
      let parameters = network.startingParameters(seed: 3)
      var alone = data
      alone.heads = data.heads.filter { $0.name == head.name }
      let found = try network.lossAndGradient(parameters, on: alone, smoothing: smoothing)
      let expected = try programmed(
        head, functions.0, functions.1, smoothing, at: parameters, on: data)
      #expect(abs(found.total - expected.loss) < 1e-13)
      #expect(found.gradient.count == expected.gradient.count)
      for (a, b) in zip(found.gradient, expected.gradient) { #expect(abs(a - b) < 1e-13) }
    }
  }
}
