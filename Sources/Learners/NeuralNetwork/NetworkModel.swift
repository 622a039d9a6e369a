internal import Charts
internal import Glibc
package import Optimization
package import Tensors

/// A trained network.
package struct NetworkModel: ExplainedClassifier {
  package let layout: NetworkLayout
  /// As `layout` has them.
  package let parameters: [Double]
  package let classCount: Int
  package let report: SolverReport

  init(
    _ layout: NetworkLayout, _ parameters: [Double], classCount: Int, report: SolverReport
  ) {
    self.layout = layout
    self.parameters = parameters
    self.classCount = classCount
    self.report = report
  }

  package var featureCount: Int { layout.sizes[0] }

  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    try InputChecks.squares(X)
    let (n, d, K) = (X.rowCount, featureCount, classCount)
    try TensorMemory.check(Shape(n, K))
    var table = Tensor(repeating: 0, Shape(n, K))
    let block = 256
    try table.withMutableElements { out in
      try Parallel.forEachBlock(of: block, in: n, isLarge: n > block, "predict") { start, length in
        let pass = NetworkPass(layout, rows: length)
        defer { pass.deallocate() }
        var rows = [Double](repeating: 0, count: length * d)
        rows.withUnsafeMutableBufferPointer { rows in
          guard let rows = rows.baseAddress else { return }
          for i in 0..<length { X.copyRow(start + i, into: rows + i * d) }
        }
        let scores = try parameters.withUnsafeBufferPointer { w in
          try rows.withUnsafeBufferPointer { try pass.forward(w, $0, rows: length) }
        }
        for i in 0..<length { answer(scores, i, out, start + i) }
      }
    }
    return table
  }

  private func answer(
    _ scores: UnsafeMutablePointer<Double>, _ i: Int, _ out: UnsafeMutableBufferPointer<Double>,
    _ row: Int
  ) {
    guard let out = out.baseAddress else { return }
    if classCount == 2 {
      out[2 * row] = sigmoid(-scores[i])
      out[2 * row + 1] = sigmoid(scores[i])
    } else {
      for k in 0..<classCount { out[row * classCount + k] = scores[i * classCount + k] }
      normalise(out + row * classCount, classCount)
    }
  }

  // MARK: - Explanation

  package var learned: [Double] { parameters }

  package func headline(_ names: ModelNames) -> String {
    let loss = report.trace.last.map { ", loss \(shortNumber($0.loss))" } ?? ""
    return "\(report.iterations) epochs\(loss)"
  }

  package func outline(_ names: ModelNames, limit: Int) -> [String] {
    let hidden = layout.sizes.dropFirst().dropLast().map { "\($0) \(layout.activation.rawValue)" }
    let ends = layout.outputCount == 1 ? "1 sigmoid" : "\(layout.outputCount) softmax"
    var lines = [
      (["\(featureCount)"] + hidden + [ends]).joined(separator: " → "),
      "\(layout.parameterCount) weights and intercepts",
    ]
    let epochs = Set([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, report.iterations])
      .filter { $0 >= 1 && $0 <= report.trace.count }.sorted()
    lines += epochs.map { "epoch \($0): loss \(shortNumber(report.trace[$0 - 1].loss))" }
    guard lines.count > limit, let end = lines.last else { return lines }
    return Array(lines.prefix(max(0, limit - 1))) + [end]
  }

  /// The log odds at a row and how they change with each input there.
  package func explanation(of row: [Double], _ names: ModelNames) throws -> [String] {
    let (a, b, p) = LogOdds.pair(try ranking(of: row))
    let (score, slopes) = try slopes(row, a, b)
    let order = slopes.indices.sorted { (abs(slopes[$0]), $1) > (abs(slopes[$1]), $0) }
    let shown = order.prefix(4).map {
      "\(signed(slopes[$0])) a unit of \(clipped(names.input($0), 16))"
    }
    return [
      "log odds of \(names.name(ofClass: a)) against \(names.name(ofClass: b)) are "
        + "\(signed(score)), P = \(share(p)); nearby they change by "
        + shown.joined(separator: ", ")
    ]
  }

  /// The difference of two classes' scores at a row and its derivative by the inputs.
  func slopes(_ row: [Double], _ a: Int, _ b: Int) throws -> (score: Double, slopes: [Double]) {
    var outputs: [[Double]] = [row]
    for l in 0..<layout.layerCount {
      let z = sums(l, outputs[l])
      outputs.append(l + 1 < layout.layerCount ? z.map(activated) : z)
    }
    let scores = outputs[layout.layerCount]
    let score = layout.outputCount == 1 ? scores[0] : scores[a] - scores[b]
    var delta = [Double](repeating: 0, count: layout.outputCount)
    delta[layout.outputCount == 1 ? 0 : a] += 1
    if layout.outputCount > 1 { delta[b] -= 1 }
    for l in stride(from: layout.layerCount - 1, through: 0, by: -1) {
      let (fanIn, fanOut, at) = (layout.sizes[l], layout.sizes[l + 1], layout.offsets[l])
      delta = (0..<fanIn).map { j in
        let sum = (0..<fanOut).reduce(0) { $0 + parameters[at + j * fanOut + $1] * delta[$1] }
        return l == 0 ? sum : sum * derivative(outputs[l][j])
      }
    }
    return (score, delta)
  }

  private func sums(_ l: Int, _ x: [Double]) -> [Double] {
    let (fanIn, fanOut, at) = (layout.sizes[l], layout.sizes[l + 1], layout.offsets[l])
    return (0..<fanOut).map { k in
      (0..<fanIn).reduce(parameters[at + fanIn * fanOut + k]) {
        $0 + parameters[at + $1 * fanOut + k] * x[$1]
      }
    }
  }

  private func activated(_ z: Double) -> Double {
    switch layout.activation {
    case .relu: max(z, 0)
    case .tanh: Glibc.tanh(z)
    case .logistic: sigmoid(z)
    case .identity: z
    }
  }

  /// The activation's slope where it gave `a`.
  private func derivative(_ a: Double) -> Double {
    switch layout.activation {
    case .relu: a > 0 ? 1 : 0
    case .tanh: 1 - a * a
    case .logistic: a * (1 - a)
    case .identity: 1
    }
  }
}
