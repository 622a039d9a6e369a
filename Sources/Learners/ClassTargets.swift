/// What each row says of the classes of one question: weights of the classes that sum to 1.
///
/// A hard answer gives one class the weight 1; a soft target t gives class 1 the weight t and class 0
/// the rest; label smoothing ε gives class k `(1 − ε) [k = code] + ε/K`.
package struct ClassTargets: Sendable {
  package enum Content: Sendable {
    /// The weight of class 1 a row, of two classes.
    case binary([Double])
    /// A class number a row, and ε of label smoothing.
    case codes([Int], smoothing: Double)
  }

  /// What messages call the question.
  package let name: String
  /// K, at least 2.
  package let classCount: Int
  package let content: Content
  /// The columns of the design it may look at; `nil` for all.
  package let features: [Int]?

  package init(_ task: BinaryTask) {
    name = task.name
    classCount = 2
    content = .binary(task.targets)
    features = task.features
  }

  package init(_ task: ClassTask) {
    name = task.name
    classCount = task.classCount
    content =
      task.classCount == 2
      ? .binary(task.binary.targets) : .codes(task.codes, smoothing: task.smoothing)
    features = nil
  }

  /// n.
  package var rowCount: Int {
    switch content {
    case .binary(let targets): targets.count
    case .codes(let codes, _): codes.count
    }
  }

  /// Calls `body` with each class of a row that has a weight other than 0.
  @inline(__always)
  func forEachWeight(ofRow i: Int, _ body: (_ class: Int, _ weight: Double) -> Void) {
    switch content {
    case .binary(let targets):
      let t = targets[i]
      if t != 1 { body(0, 1 - t) }
      if t != 0 { body(1, t) }
    case .codes(let codes, let smoothing):
      guard smoothing > 0 else { return body(codes[i], 1) }
      for k in 0..<classCount {
        body(k, (k == codes[i] ? 1 - smoothing : 0) + smoothing / Double(classCount))
      }
    }
  }

  /// The share of each class over all rows.
  var shares: [Double] {
    var sums = [Double](repeating: 0, count: classCount)
    for i in 0..<rowCount { forEachWeight(ofRow: i) { sums[$0] += $1 } }
    return sums.map { $0 / Double(max(rowCount, 1)) }
  }
}
