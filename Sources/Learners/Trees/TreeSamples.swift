/// What the rows of a tree's training set weigh, ready for sums a class.
///
/// Of two classes a row has a weight and the part of it that is class 1's (soft targets are
/// fractions); of several it has a weight and a class. Rows without weight take no part.
struct TreeSamples: Sendable {
  let classCount: Int
  /// A row's weight: how often a bootstrap sample drew it.
  let weights: [Double]
  /// Two classes: the weight of class 1.
  let positives: [Double]
  /// Several classes: the class.
  let codes: [Int32]
  /// ε of label smoothing, which is mixed into the leaves: it changes no split.
  let smoothing: Double

  init(_ targets: ClassTargets, weights: [Double]) {
    classCount = targets.classCount
    self.weights = weights
    switch targets.content {
    case .binary(let t):
      positives = zip(weights, t).map { $0 * $1 }
      codes = []
      smoothing = 0
    case .codes(let codes, let epsilon):
      positives = []
      self.codes = codes.map { Int32($0) }
      smoothing = epsilon
    }
  }

  var isBinary: Bool { classCount == 2 }
}
