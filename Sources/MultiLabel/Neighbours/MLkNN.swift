package import Datasets
internal import Diagnostics
internal import Learners
internal import Optimization
package import Stepping
package import Tensors

/// Multi-label k nearest neighbours.
///
/// With H_c for "the row has label c" and δ for the number of its k nearest training rows that have
/// it: `P(H_c | δ) ∝ P(H_c) · P(δ | H_c)`, where
///
///     P(H_c)     = (s + n_c) / (2s + n)
///     P(δ | H_c) = (s + κ_c[δ]) / (s(k + 1) + Σ_j κ_c[j])
///
/// n_c is how many training rows have label c, κ_c[δ] how many of them have δ neighbours with it;
/// the same without the label. A label is predicted where the posterior is at least ½. Zhang and
/// Zhou, "ML-KNN: a lazy learning approach to multi-label learning", Pattern Recognition 40, 2007.
package struct MLkNN: MultiLabelModel, Equatable {
  /// k.
  package let neighbours: Int
  /// s, what is added to every count.
  package let smoothing: Double

  /// - Throws: `value` unless k lies from 1 to 10⁶ and s from 0 to 10⁹.
  package init(neighbours: Int = 10, smoothing: Double = 1) throws {
    guard neighbours >= 1, neighbours <= 1_000_000 else {
      throw Failure(.value, "expected k from 1 to 1000000 neighbours, found \(neighbours)")
    }
    guard smoothing >= 0, smoothing <= 1e9 else {
      throw Failure(.value, "expected s from 0 to 1e9, found \(smoothing)")
    }
    self.neighbours = neighbours
    self.smoothing = smoothing
  }

  package var summary: String {
    let s =
      smoothing == smoothing.rounded() && smoothing < 1e15
      ? "\(Int(smoothing))" : "\(smoothing)"
    return "ml_knn(k=\(neighbours), s=\(s))"
  }

  package func training(on data: Dataset) throws -> MLkNNTraining {
    try MLkNNTraining(self, data)
  }
}

/// What ML-kNN counts in training.
package struct NeighbourCounts: Sendable {
  /// k, the neighbours of a row.
  package let neighbours: Int
  /// s.
  package let smoothing: Double
  /// n_c, rows with each label.
  package let frequencies: [Int]
  /// n.
  package let rowCount: Int
  /// κ, C×(k + 1): rows with label c of whose neighbours δ have it.
  package var present: [[Int]] = []
  /// The same for rows without the label.
  package var absent: [[Int]] = []

  /// P(H_c).
  package func prior(_ c: Int) -> Double {
    let total = 2 * smoothing + Double(rowCount)
    return total > 0 ? (smoothing + Double(frequencies[c])) / total : 0.5
  }

  /// P(δ | H_c), or with `has` false P(δ | ¬H_c); 0 where nothing was counted and s is 0.
  package func likelihood(_ c: Int, _ delta: Int, has: Bool) -> Double {
    let counts = has ? present[c] : absent[c]
    let total = smoothing * Double(neighbours + 1) + Double(counts.reduce(0, +))
    return total > 0 ? (smoothing + Double(counts[delta])) / total : 0
  }

  /// P(H_c | δ); the prior where neither case was ever counted.
  package func posterior(_ c: Int, _ delta: Int) -> Double {
    let yes = prior(c) * likelihood(c, delta, has: true)
    let no = (1 - prior(c)) * likelihood(c, delta, has: false)
    return yes + no > 0 ? yes / (yes + no) : prior(c)
  }
}

/// A trained ML-kNN.
package struct FittedMLkNN: FittedMultiLabel {
  package let summary: String
  package let labelNames: [String]
  package let featureNames: [String]
  package let counts: NeighbourCounts
  /// k that was asked for; there are fewer neighbours where training rows are few.
  package let asked: Int
  /// n×C training labels.
  package let Y: Tensor
  package let search: NeighbourSearch

  package var fits: [FitNote] {
    [FitNote(name: "counting", report: SolverReport(method: .direct), constant: nil)]
  }

  package var notes: [String] {
    guard counts.neighbours < asked else { return [] }
    return [
      "\(counted(counts.rowCount, "training row")): each has only "
        + "\(counted(counts.neighbours, "neighbour")), not k=\(asked)"
    ]
  }

  /// The neighbours of each row.
  package func neighbours(_ X: DesignMatrix) throws -> [NeighbourSearch.Neighbours] {
    try InputChecks.width(X, expected: featureCount)
    return try search.nearest(to: X, count: counts.neighbours)
  }

  /// How many of some training rows have each label.
  package func labelCounts(_ rows: [Int]) -> [Int] { countLabels(Y, rows) }

  /// P(H_c | δ), n×C.
  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    let C = labelCount
    let posteriors = (0..<C).map { c in
      (0...counts.neighbours).map { counts.posterior(c, $0) }
    }
    let found = try neighbours(X)
    return Tensor(
      found.flatMap { near in
        labelCounts(near.rows).enumerated().map { posteriors[$0][$1] }
      }, Shape(X.rowCount, C))
  }

  package func predict(_ X: DesignMatrix) throws -> Tensor { hardened(try probabilities(X)) }

  package var decidesByProbability: Bool { true }
}

extension FittedMLkNN: SteppedPredictor {
  package func predicting(_ X: DesignMatrix, truth: Tensor?) throws -> any Steppable {
    try MLkNNPrediction(self, X, truth: truth)
  }
}

/// How many of some rows of n×C labels have each label.
func countLabels(_ Y: Tensor, _ rows: [Int]) -> [Int] {
  let C = Y.columnCount
  var counts = [Int](repeating: 0, count: C)
  Y.withElements { y in
    for row in rows { for c in 0..<C where y[row * C + c] == 1 { counts[c] += 1 } }
  }
  return counts
}
