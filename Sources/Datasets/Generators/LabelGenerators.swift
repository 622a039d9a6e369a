internal import Diagnostics
internal import Glibc
internal import Tensors

/// A made-up multi-label set whose labels depend on each other along a graph.
///
/// Features are standard normal. With s = y − ½ of its parents, label c is 1 with probability
/// σ(3 u_c·x + 6 Σ_{p ∈ pa(c)} s_p), u_c a random unit vector: labels are about balanced, and a label
/// nearly follows its parents where the features leave it open. The graph is the truth behind the
/// data: p(y|x) = Π_c p(y_c | x, pa(y_c)).
///
/// - Parameters:
///   - rows: n, 0 or more.
///   - features: d, 0 or more.
///   - labels: the labels' names.
///   - parents: for each label the positions of its parents.
///   - seed: the same seed gives the same data on every machine.
/// - Returns: a set of n rows named `made labels`.
/// - Throws: `argument` for a cycle, which it names, or parents that are not there; `limit` when it
///   does not fit in memory.
package func makeLabels(
  rows: Int, features: Int, labels: [String], parents: [[Int]], seed: Int
) throws -> Dataset {
  let order = try topologicalOrder(labels, parents)
  let (X, weights) = try madeFeatures(rows, features, labels.count, seed)
  var logits = try matmul(X, weights)
  var draws = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: 2)
  let uniform = try draws.uniform([rows, labels.count])
  let count = labels.count
  try logits.withMutableElements { y in
    try uniform.withElements { u in
      for i in 0..<rows {
        if i & 0xFF == 0 { try Interrupt.check() }
        for c in order {
          var logit = 3 * y[i * count + c]
          for p in parents[c] { logit += 6 * (y[i * count + p] - 0.5) }
          y[i * count + c] = u[i * count + c] < 1 / (1 + exp(-logit)) ? 1 : 0
        }
      }
    }
  }
  return made("made labels", X, logits, labels)
}

/// A made-up multi-label set whose samples have a chosen number of labels on average.
///
/// Features are standard normal; label c is 1 with probability σ(2 u_c·x + b), u_c a random unit
/// vector, and b such that the probabilities of a sample add up to `cardinality` on average.
///
/// - Parameters:
///   - rows: n, 0 or more.
///   - features: d, 0 or more.
///   - labels: the labels' names.
///   - cardinality: the mean number of labels of a sample, from 0 to C.
///   - seed: the same seed gives the same data on every machine.
/// - Returns: a set of n rows named `made label sets`.
/// - Throws: `argument` for another cardinality; `limit` when it does not fit in memory.
package func makeLabelSets(
  rows: Int, features: Int, labels: [String], cardinality: Double, seed: Int
) throws -> Dataset {
  guard cardinality >= 0, cardinality <= Double(labels.count) else {
    throw Failure(
      .argument, "expected a cardinality from 0 to \(labels.count), found \(cardinality)",
      notes: ["it is the mean number of labels of a row, and there are \(labels.count) labels"])
  }
  let (X, weights) = try madeFeatures(rows, features, labels.count, seed)
  var logits = try matmul(X, weights)
  let offset = try offset(of: logits, cardinality: cardinality)
  var draws = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: 2)
  let uniform = try draws.uniform([rows, labels.count])
  logits.withMutableElements { y in
    uniform.withElements { u in
      for i in 0..<y.count { y[i] = u[i] < 1 / (1 + exp(-2 * y[i] - offset)) ? 1 : 0 }
    }
  }
  return made("made label sets", X, logits, labels)
}

/// The offset with which probabilities of a row add up to the cardinality on average; by bisection.
private func offset(of logits: Tensor, cardinality: Double) throws -> Double {
  var (low, high) = (-100.0, 100.0)
  let wanted = cardinality * Double(logits.rowCount)
  for _ in 0..<60 {
    try Interrupt.check()
    let middle = (low + high) / 2
    let total = logits.withElements { z in
      var sum = 0.0
      for entry in z { sum += 1 / (1 + exp(-2 * entry - middle)) }
      return sum
    }
    if total < wanted { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

/// Standard normal features, and a random unit vector of weights for each label (d×C).
private func madeFeatures(
  _ rows: Int, _ features: Int, _ labels: Int, _ seed: Int
) throws -> (X: Tensor, weights: Tensor) {
  let word = UInt64(bitPattern: Int64(seed))
  var draws = RandomGenerator(seed: word)
  let X = try draws.normal([rows, features])
  var weightDraws = RandomGenerator(seed: word, stream: 1)
  var weights = try weightDraws.normal([features, labels])
  weights.withMutableElements { w in
    for c in 0..<labels {
      var square = 0.0
      for k in 0..<features { square += w[k * labels + c] * w[k * labels + c] }
      guard square > 0 else { continue }
      for k in 0..<features { w[k * labels + c] /= square.squareRoot() }
    }
  }
  return (X, weights)
}

private func made(_ name: String, _ X: Tensor, _ Y: Tensor, _ labels: [String]) -> Dataset {
  Dataset(
    name: name, X: X, Y: Y, featureNames: (0..<X.columnCount).map { "x\($0)" }, labelNames: labels)
}

/// An order in which every label comes behind its parents.
private func topologicalOrder(_ labels: [String], _ parents: [[Int]]) throws -> [Int] {
  guard parents.count == labels.count else {
    throw Failure(
      .argument, "expected parents for \(labels.count) labels, found them for \(parents.count)")
  }
  for (label, list) in parents.enumerated() {
    if let wrong = list.first(where: { !labels.indices.contains($0) }) {
      throw Failure(
        .argument,
        "expected parents of \"\(labels[label])\" from 0 to \(labels.count - 1), found \(wrong)")
    }
  }
  var order: [Int] = []
  var isPlaced = [Bool](repeating: false, count: labels.count)
  while order.count < labels.count {
    let ready = labels.indices.filter { c in
      !isPlaced[c] && parents[c].allSatisfy { isPlaced[$0] }
    }
    guard !ready.isEmpty else { throw cycle(labels, parents, isPlaced) }
    for c in ready { isPlaced[c] = true }
    order += ready
  }
  return order
}

/// Names a cycle among the labels that could not be placed.
private func cycle(_ labels: [String], _ parents: [[Int]], _ isPlaced: [Bool]) -> Failure {
  var path: [Int] = []
  var label = isPlaced.firstIndex(of: false) ?? 0
  while !path.contains(label) {
    path.append(label)
    label = parents[label].first { !isPlaced[$0] } ?? label
  }
  let loop = path[(path.firstIndex(of: label) ?? 0)...] + [label]
  return Failure(
    .argument,
    "the label graph has a cycle: \(loop.reversed().map { labels[$0] }.joined(separator: " -> "))",
    notes: ["a label cannot be decided before its parents; remove one of these edges"])
}
