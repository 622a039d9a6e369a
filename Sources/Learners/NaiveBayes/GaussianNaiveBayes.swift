internal import Charts
internal import Diagnostics
internal import Glibc
package import Optimization
package import Tensors

/// Naive Bayes with a normal distribution a class and input: `p(x | k) = Π_j N(x_j; θ_kj, σ²_kj)`.
///
/// Means and variances are those of the class's rows, soft targets and smoothing as fractional
/// weights; every variance is raised by `var_smoothing` times the largest variance of an input over
/// all rows (times 1 when no input varies). Priors are the shares of the classes. These are the
/// definitions of scikit-learn's `GaussianNB`.
package struct GaussianNaiveBayes: TargetLearner, Equatable {
  /// The share of the largest variance that is added to all.
  package let smoothing: Double

  /// Throws unless the smoothing is a positive number of at most 10⁵, with which variances stay
  /// numbers.
  package init(varSmoothing: Double = 1e-9) throws {
    guard varSmoothing > 0, varSmoothing <= 1e5 else {
      throw Failure(
        .value, "expected var_smoothing to be a positive number up to 1e5, found \(varSmoothing)")
    }
    smoothing = varSmoothing
  }

  package var summary: String {
    smoothing == 1e-9 ? "gaussian_nb()" : "gaussian_nb(var_smoothing=\(written(smoothing)))"
  }

  /// One pass for the means and one for the variances a question.
  package func fit(
    _ X: DesignMatrix, _ targets: [ClassTargets]
  ) throws -> [any ExplainedClassifier] {
    try InputChecks.squares(X)
    let all = try ClassMoments(X)
    let n = Double(X.rowCount)
    let variances = all.squares.map { $0 / n }
    return try inParallel(targets.count) { t in
      let moments = try ClassMoments(X, targets[t])
      return GaussianModel(moments, targets[t].features, variances, smoothing)
    }
  }
}

/// A fitted Gaussian naive Bayes model.
package struct GaussianModel: ExplainedClassifier {
  package let classCount: Int
  package let featureCount: Int
  /// The share of each class in training.
  package let priors: [Double]
  /// K×d, θ.
  package let means: Tensor
  /// K×d, σ², raised by the smoothing.
  package let variances: Tensor
  /// K×d, 1/σ².
  private let precisions: Tensor
  /// `log prior − ½ Σ_j log 2πσ²`.
  private let bases: [Double]

  package var report: SolverReport { SolverReport(method: .direct) }

  init(_ moments: ClassMoments, _ features: [Int]?, _ spread: [Double], _ smoothing: Double) {
    let columns = features ?? Array(0..<moments.columnCount)
    let (K, d, p) = (moments.classCount, columns.count, moments.columnCount)
    let largest = columns.reduce(0) { max($0, spread[$1]) }
    let floor = smoothing * (largest > 0 ? largest : 1)
    classCount = K
    featureCount = d
    let total = moments.weights.reduce(0, +)
    priors = moments.weights.map { $0 / total }
    means = Tensor(
      (0..<K).flatMap { k in columns.map { moments.means[k * p + $0] } }, Shape(K, d))
    let variances = (0..<K).flatMap { k in
      columns.map {
        (moments.weights[k] > 0 ? moments.squares[k * p + $0] / moments.weights[k] : 0) + floor
      }
    }
    self.variances = Tensor(variances, Shape(K, d))
    precisions = Tensor(variances.map { 1 / $0 }, Shape(K, d))
    bases = (0..<K).map { k in
      log(moments.weights[k] / total)
        - 0.5 * variances[k * d..<(k + 1) * d].reduce(0) { $0 + log(2 * .pi * $1) }
    }
  }

  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    try InputChecks.squares(X)
    let (K, d) = (classCount, featureCount)
    return try means.withElements { means in
      try precisions.withElements { precisions in
        try X.mapRows(width: K) { x, out in
          for k in 0..<K {
            guard let m = means.baseAddress, let w = precisions.baseAddress else { return }
            let distance = weightedDistance(x, m + k * d, w + k * d, d)
            // Finite even far out, so that the nearer class can be told.
            out[k] = bases[k] - 0.5 * min(distance, 1e300)
          }
          normalise(out, K)
        }
      }
    }
  }

  // MARK: - Explanation

  package var learned: [Double] { priors + means.elements + variances.elements }

  package func headline(_ names: ModelNames) -> String {
    guard classCount == 2 else { return "\(classCount) classes, a normal an input" }
    let telling = byDistance.prefix(2).map { clipped(names.input($0), 14) }
    return "prior \(share(priors[1]))"
      + (telling.isEmpty ? "" : "; most telling: \(telling.joined(separator: ", "))")
  }

  /// Of two classes: inputs, those first whose means lie furthest apart for their spread.
  private var byDistance: [Int] {
    let apart = (0..<featureCount).map {
      abs(means[1, $0] - means[0, $0]) / (variances[0, $0] + variances[1, $0]).squareRoot()
    }
    return apart.indices.sorted { (apart[$0], $1) > (apart[$1], $0) }
  }

  /// The most telling inputs' means and deviations.
  package func outline(_ names: ModelNames, limit: Int) -> [String] {
    guard classCount == 2 else { return classOutline(names, limit: limit) }
    var lines = [
      "prior \(share(priors[0])) | \(share(priors[1]))", "mean ± deviation, class 0 | 1:",
    ]
    for j in byDistance.prefix(max(0, limit - 2)) {
      let sides = (0..<2).map {
        "\(shortNumber(means[$0, j], digits: 2)) ± "
          + shortNumber(variances[$0, j].squareRoot(), digits: 2)
      }
      lines.append("\(clipped(names.input(j), 10)) \(sides[0]) | \(sides[1])")
    }
    return lines
  }

  private func classOutline(_ names: ModelNames, limit: Int) -> [String] {
    (0..<min(classCount, limit)).map { k in
      let shown = (0..<min(featureCount, 2)).map {
        "\(clipped(names.input($0), 8)) \(shortNumber(means[k, $0])) ± "
          + shortNumber(variances[k, $0].squareRoot())
      }
      return "\(clipped(names.name(ofClass: k), 10)) prior \(share(priors[k])): "
        + shown.joined(separator: ", ")
    }
  }

  package func explanation(of row: [Double], _ names: ModelNames) throws -> [String] {
    let (a, b, p) = LogOdds.pair(try ranking(of: row))
    func term(_ k: Int, _ j: Int) -> Double {
      let deviation = row[j] - means[k, j]
      return -0.5 * log(2 * .pi * variances[k, j]) - 0.5 * deviation * deviation / variances[k, j]
    }
    let odds = LogOdds(
      favoured: a, other: b, prior: log(priors[a] / priors[b]),
      terms: row.indices.map { term(a, $0) - term(b, $0) })
    return odds.lines(row, names, probability: p)
  }
}
