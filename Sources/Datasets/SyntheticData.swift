internal import Diagnostics
internal import Glibc
internal import Tensors

/// Data sets made from a seed, whose truth is known.
///
/// The truth (directions, offsets) depends on the seed alone, and a row on the seed and its
/// position: more rows of the same seed begin with the same ones.
package enum SyntheticData {
  /// How steeply a label depends on the features.
  private static let slope = 5.0
  /// What each parent adds when it is there, against when it is not.
  private static let parentEffect = 10.0
  /// How far a label with parents leans towards absence.
  private static let reluctance = 2.0

  /// Labels that depend on the features and on each other along a graph.
  ///
  /// x ~ N(0, I). For a label without parents p(y = 1 | x) = σ(5 u·x), u a random unit vector. With
  /// parents it is σ(5 u·x + 10 (Σ y_p − k) + 3), k the number of parents and u orthogonal to
  /// their mean direction where there are two features or more: the label needs nearly all of its
  /// parents *and* its own side of the features, which no linear rule in x alone can say.
  ///
  /// - Parameters:
  ///   - rows: n.
  ///   - features: d, named `x0`, `x1`, ….
  ///   - labels: the labels' names.
  ///   - parents: the positions of each label's parents, one list a label.
  ///   - seed: chooses everything.
  /// - Returns: n×d features, n×C labels.
  /// - Throws: `argument` when a size is not positive, a parent is no label, or the graph has a
  ///   cycle, which the message names.
  package static func labels(
    rows: Int, features: Int, labels: [String], parents: [[Int]], seed: UInt64
  ) throws -> Dataset {
    try check(rows: rows, features: features, labels: labels)
    let order = try topologicalOrder(parents, names: labels)
    let directions = directions(order, parents, features: features, seed: seed)
    let X = try normalMatrix(rows, features, seed: seed)
    var random = RandomGenerator(seed: seed, stream: 2)
    let C = labels.count
    let Y = try X.withElements { X in
      try Tensor(Shape(rows, C), kind: .number) { Y in
        for row in 0..<rows {
          if row & 255 == 0 { try Interrupt.check() }
          for label in order {
            var logit = 0.0
            for k in 0..<features { logit += directions[label][k] * X[row * features + k] }
            logit *= slope
            if !parents[label].isEmpty {
              let present = parents[label].reduce(0.0) { $0 + Y[row * C + $1] }
              logit += parentEffect * (present - Double(parents[label].count))
              logit += parentEffect / 2 - reluctance
            }
            Y[row * C + label] = logitOf(random.uniform()) < logit ? 1 : 0
          }
        }
      }
    }
    return dataset("made labels", X, Y, labels)
  }

  /// Label sets whose mean size is chosen.
  ///
  /// x ~ N(0, I); label c is there with probability σ(2 u_c·x + b_c + t), u_c a random unit vector,
  /// b_c ~ N(0, 1), where t is set so that round(cardinality · n) labels are given in all.
  ///
  /// - Parameters:
  ///   - rows: n.
  ///   - features: d, named `x0`, `x1`, ….
  ///   - labels: the labels' names.
  ///   - cardinality: the mean number of labels a row, 0 to C.
  ///   - seed: chooses everything.
  /// - Returns: n×d features, n×C labels.
  /// - Throws: `argument` when a size is not positive or the cardinality out of range.
  package static func labelSets(
    rows: Int, features: Int, labels: [String], cardinality: Double, seed: UInt64
  ) throws -> Dataset {
    try check(rows: rows, features: features, labels: labels)
    let C = labels.count
    guard cardinality >= 0, cardinality <= Double(C) else {
      throw Failure(
        .argument, "expected a cardinality of 0 to \(C), the number of labels, found \(cardinality)"
      )
    }
    let none = [[Int]](repeating: [], count: C)
    let directions = directions(Array(0..<C), none, features: features, seed: seed)
    var truth = RandomGenerator(seed: seed, stream: 3)
    let offsets = (0..<C).map { _ in truth.normal() }
    let X = try normalMatrix(rows, features, seed: seed)
    var random = RandomGenerator(seed: seed, stream: 2)
    // The value of t from which an entry is 1.
    var thresholds = [Double](repeating: 0, count: rows * C)
    try X.withElements { X in
      for row in 0..<rows {
        if row & 255 == 0 { try Interrupt.check() }
        for label in 0..<C {
          var logit = 0.0
          for k in 0..<features { logit += directions[label][k] * X[row * features + k] }
          thresholds[row * C + label] = logitOf(random.uniform()) - 2 * logit - offsets[label]
        }
      }
    }
    let wanted = Int((cardinality * Double(rows)).rounded())
    let ranked = thresholds.indices.sorted { thresholds[$0] < thresholds[$1] }
    var Y = Tensor(repeating: 0, Shape(rows, C))
    Y.withMutableElements { Y in
      for entry in ranked.prefix(wanted) { Y[entry] = 1 }
    }
    return dataset("made label sets", X, Y, labels)
  }

  private static func dataset(
    _ name: String, _ X: Tensor, _ Y: Tensor, _ labels: [String]
  )
    -> Dataset
  {
    let names = (0..<X.columnCount).map { "x\($0)" }
    return Dataset(name: name, X: X, Y: Y, featureNames: names, labelNames: labels)
  }

  private static func check(rows: Int, features: Int, labels: [String]) throws {
    for (what, count) in [("rows", rows), ("features", features), ("labels", labels.count)] {
      guard count > 0 else {
        throw Failure(.argument, "expected 1 or more \(what), found \(count)")
      }
    }
    var seen: Set<String> = []
    if let twice = labels.first(where: { !seen.insert($0).inserted }) {
      throw Failure(.argument, "the label \(quoted(twice)) is named twice")
    }
    try TensorMemory.check(Shape(rows, features))
    try TensorMemory.check(Shape(rows, labels.count))
  }

  private static func normalMatrix(_ rows: Int, _ columns: Int, seed: UInt64) throws -> Tensor {
    var random = RandomGenerator(seed: seed, stream: 1)
    return try random.normal([rows, columns])
  }

  /// log(u / (1 − u)): a logistic random number from a uniform one.
  private static func logitOf(_ uniform: Double) -> Double {
    log(uniform) - log(1 - uniform)
  }

  /// A unit vector for every label, orthogonal to its parents' mean where that can be.
  private static func directions(
    _ order: [Int], _ parents: [[Int]], features: Int, seed: UInt64
  ) -> [[Double]] {
    var random = RandomGenerator(seed: seed)
    var result = [[Double]](repeating: [], count: order.count)
    // Drawn in the labels' order, so that the graph does not change them.
    for label in result.indices { result[label] = (0..<features).map { _ in random.normal() } }
    for label in order {
      var vector = unit(result[label])
      if !parents[label].isEmpty, features > 1 {
        let mean = unit((0..<features).map { k in parents[label].reduce(0) { $0 + result[$1][k] } })
        let along = zip(vector, mean).reduce(0) { $0 + $1.0 * $1.1 }
        let across = zip(vector, mean).map { $0 - along * $1 }
        if across.contains(where: { abs($0) > 1e-6 }) { vector = unit(across) }
      }
      result[label] = vector
    }
    return result
  }

  private static func unit(_ vector: [Double]) -> [Double] {
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return norm > 1e-12 ? vector.map { $0 / norm } : vector
  }

  /// The labels with parents before children.
  private static func topologicalOrder(_ parents: [[Int]], names: [String]) throws -> [Int] {
    guard parents.count == names.count else {
      throw Failure(
        .argument,
        "expected a list of parents for each of \(names.count) labels, found "
          + "\(parents.count)")
    }
    for list in parents {
      if let wrong = list.first(where: { $0 < 0 || $0 >= names.count }) {
        throw Failure(
          .argument, "parent \(wrong) is no label; there are \(names.count), numbered from 0")
      }
    }
    var order: [Int] = []
    var isPlaced = [Bool](repeating: false, count: names.count)
    while order.count < names.count {
      let next = names.indices.first { label in
        !isPlaced[label] && parents[label].allSatisfy { isPlaced[$0] }
      }
      guard let next else { throw cycle(parents, isPlaced, names) }
      isPlaced[next] = true
      order.append(next)
    }
    return order
  }

  /// Follows unplaced parents until a label comes again.
  private static func cycle(_ parents: [[Int]], _ isPlaced: [Bool], _ names: [String]) -> Failure {
    var path: [Int] = []
    var label = isPlaced.firstIndex(of: false) ?? 0
    while !path.contains(label) {
      path.append(label)
      label = parents[label].first { !isPlaced[$0] } ?? label
    }
    let loop = path[(path.firstIndex(of: label) ?? 0)...].reversed() + [path.last ?? label]
    return Failure(
      .argument,
      "the label graph has a cycle: \(loop.map { names[$0] }.joined(separator: " -> "))",
      notes: ["no label may depend on itself, not even through others"])
  }
}
