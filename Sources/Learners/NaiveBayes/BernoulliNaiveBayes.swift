internal import Charts
internal import Diagnostics
internal import Glibc
package import Optimization
package import Tensors

/// Naive Bayes of inputs that are on or off: `p(x | k) = Π_j p_kj^b_j (1 − p_kj)^(1 − b_j)`.
///
/// An input is on (b = 1) when it is greater than `binarize`; `p_kj = (N_kj + α) / (N_k + 2α)` from
/// the weights of the class's rows, soft targets and smoothing as fractions; priors are the shares of
/// the classes. These are the definitions of scikit-learn's `BernoulliNB`.
package struct BernoulliNaiveBayes: TargetLearner, Equatable {
  /// α, what is added to the count of either state of an input.
  package let alpha: Double
  /// Inputs above it are on.
  package let binarize: Double

  /// Throws unless α is a positive number and the border a number.
  package init(alpha: Double = 1, binarize: Double = 0) throws {
    guard alpha > 0, alpha.isFinite else {
      throw Failure(
        .value, "expected alpha to be a positive number, found \(alpha)",
        notes: ["alpha=1e-10 is as good as no smoothing"])
    }
    guard binarize.isFinite else {
      throw Failure(.value, "expected binarize to be a number, found \(binarize)")
    }
    self.alpha = alpha
    self.binarize = binarize
  }

  package var summary: String {
    "bernoulli_nb(alpha=\(written(alpha))"
      + (binarize == 0 ? ")" : ", binarize=\(written(binarize)))")
  }

  /// Counts, one pass a question; of a sparse design only the entries are read.
  package func fit(
    _ X: DesignMatrix, _ targets: [ClassTargets]
  ) throws -> [any ExplainedClassifier] {
    try inParallel(targets.count) { t in
      let (weights, counts) = try count(X, targets[t])
      return BernoulliModel(
        weights: weights, counts: counts, columnCount: X.columnCount,
        features: targets[t].features, learner: self)
    }
  }

  /// The weight of each class, and K×p how much of it has each input on.
  private func count(
    _ X: DesignMatrix, _ targets: ClassTargets
  ) throws -> (weights: [Double], counts: [Double]) {
    let (p, K, border) = (X.columnCount, targets.classCount, binarize)
    try TensorMemory.check(count: 2 * K * p, described: "\(K) classes of \(p)")
    var weights = [Double](repeating: 0, count: K)
    var counts = [Double](repeating: 0, count: K * p)
    for i in 0..<targets.rowCount { targets.forEachWeight(ofRow: i) { weights[$0] += $1 } }
    try counts.withUnsafeMutableBufferPointer { counts in
      switch X {
      case .dense(let tensor):
        try tensor.withElements { x in
          for i in 0..<tensor.rowCount {
            if i & 1023 == 0 { try Interrupt.check() }
            targets.forEachWeight(ofRow: i) { k, w in
              for j in 0..<p { counts[k * p + j] += x[i * p + j] > border ? w : 0 }
            }
          }
        }
      case .sparse(let matrix):
        // A zero may be on: what differs from it is counted, and turned round where it is.
        let zeroIsOn = 0 > border
        try matrix.withEntries { entries in
          for i in 0..<matrix.rowCount {
            if i & 1023 == 0 { try Interrupt.check() }
            targets.forEachWeight(ofRow: i) { k, w in
              for e in entries.starts[i]..<entries.starts[i + 1]
              where (entries.values[e] > border) != zeroIsOn {
                counts[k * p + Int(entries.columns[e])] += w
              }
            }
          }
        }
        if zeroIsOn {
          for place in 0..<K * p { counts[place] = weights[place / p] - counts[place] }
        }
      }
    }
    return (weights, counts)
  }
}

/// A fitted Bernoulli naive Bayes model.
package struct BernoulliModel: ExplainedClassifier {
  package let classCount: Int
  package let featureCount: Int
  /// The share of each class in training.
  package let priors: [Double]
  /// K×d, the probability that an input is on in a class.
  package let rates: Tensor
  /// Inputs above it are on.
  package let binarize: Double
  /// K×d, `log p − log (1 − p)`.
  private let gains: Tensor
  /// `log prior + Σ_j log (1 − p_kj)`.
  private let bases: [Double]

  package var report: SolverReport { SolverReport(method: .direct) }

  init(
    weights: [Double], counts: [Double], columnCount p: Int, features: [Int]?,
    learner: BernoulliNaiveBayes
  ) {
    let columns = features ?? Array(0..<p)
    let (K, d, alpha) = (weights.count, columns.count, learner.alpha)
    classCount = K
    featureCount = d
    binarize = learner.binarize
    let total = weights.reduce(0, +)
    priors = weights.map { $0 / total }
    var rates: [Double] = []
    var gains: [Double] = []
    var bases: [Double] = []
    for k in 0..<K {
      var base = log(weights[k] / total)
      let all = log(weights[k] + 2 * alpha)
      for j in columns {
        let on = log(counts[k * p + j] + alpha) - all
        let off = log(max(weights[k] - counts[k * p + j], 0) + alpha) - all
        rates.append((counts[k * p + j] + alpha) / (weights[k] + 2 * alpha))
        gains.append(on - off)
        base += off
      }
      bases.append(base)
    }
    self.rates = Tensor(rates, Shape(K, d))
    self.gains = Tensor(gains, Shape(K, d))
    self.bases = bases
  }

  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    let (K, d, border) = (classCount, featureCount, binarize)
    return try gains.withElements { gains in
      try X.mapRows(width: K) { x, out in
        for k in 0..<K {
          guard let gain = gains.baseAddress else { return }
          out[k] = bases[k] + BernoulliModel.sum(gain + k * d, where: x, above: border, count: d)
        }
        normalise(out, K)
      }
    }
  }

  /// The sum of the gains whose input is on.
  private static func sum(
    _ gain: UnsafePointer<Double>, where x: UnsafePointer<Double>, above border: Double,
    count d: Int
  ) -> Double {
    var total = SIMD8<Double>.zero
    let borders = SIMD8(repeating: border)
    var j = 0
    while j + 8 <= d {
      total += SIMD8<Double>.zero.replacing(with: lanes(gain + j), where: lanes(x + j) .> borders)
      j += 8
    }
    var sum = total.sum()
    while j < d {
      if x[j] > border { sum += gain[j] }
      j += 1
    }
    return sum
  }

  // MARK: - Explanation

  package var learned: [Double] { priors + rates.elements }

  package func headline(_ names: ModelNames) -> String {
    guard classCount == 2 else { return "\(classCount) classes, a rate an input" }
    let telling = byDifference.prefix(2).map { clipped(names.input($0), 14) }
    return "prior \(share(priors[1]))"
      + (telling.isEmpty ? "" : "; most telling: \(telling.joined(separator: ", "))")
  }

  /// Of two classes: inputs, those first whose rates differ most.
  private var byDifference: [Int] {
    let apart = (0..<featureCount).map { abs(gains[1, $0] - gains[0, $0]) }
    return apart.indices.sorted { (apart[$0], $1) > (apart[$1], $0) }
  }

  /// The inputs whose rates differ most between the classes.
  package func outline(_ names: ModelNames, limit: Int) -> [String] {
    guard classCount == 2 else {
      return (0..<min(classCount, limit)).map { k in
        let shown = (0..<min(featureCount, 2)).map {
          "\(clipped(names.input($0), 10)) on \(share(rates[k, $0]))"
        }
        return "\(clipped(names.name(ofClass: k), 10)) prior \(share(priors[k])): "
          + shown.joined(separator: ", ")
      }
    }
    var lines = [
      "prior \(share(priors[0])) | \(share(priors[1]))",
      "P(input > \(shortNumber(binarize))), class 0 | 1:",
    ]
    for j in byDifference.prefix(max(0, limit - 2)) {
      lines.append(
        "\(clipped(names.input(j), 14)) \(share(rates[0, j])) | \(share(rates[1, j]))")
    }
    return lines
  }

  package func explanation(of row: [Double], _ names: ModelNames) throws -> [String] {
    let (a, b, p) = LogOdds.pair(try ranking(of: row))
    func term(_ k: Int, _ j: Int) -> Double {
      row[j] > binarize ? log(rates[k, j]) : log1p(-rates[k, j])
    }
    let odds = LogOdds(
      favoured: a, other: b, prior: log(priors[a] / priors[b]),
      terms: row.indices.map { term(a, $0) - term(b, $0) })
    return odds.lines(row, names, probability: p)
  }
}
