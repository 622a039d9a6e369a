internal import Tensors

/// What a stage's panels read off the weights of several tasks, without ever failing.
struct WeightFigures {
  let W: TaskWeights

  init(_ W: TaskWeights) { self.W = W }

  /// The singular values, largest first; none where there are no weights, or none that are finite.
  var singularValues: [Double] { (try? W.singularValues()) ?? [] }

  /// A pair of tasks with the cosine between them.
  typealias Pair = (i: Int, j: Int, cosine: Double)

  /// All pairs of the first `limit` tasks with the cosine between them, the most alike first; tasks
  /// without weights are like no other.
  func pairs(limit: Int = 200) -> [Pair] {
    let norms = W.taskNorms
    let tasks = norms.indices.prefix(limit).filter { norms[$0] > 0 }
    var pairs: [Pair] = []
    for (place, i) in tasks.enumerated() {
      for j in tasks.dropFirst(place + 1) { pairs.append((i, j, W.cosine(i, j, norms))) }
    }
    return pairs.sorted { ($1.cosine, $0.i, $0.j) < ($0.cosine, $1.i, $1.j) }
  }

  /// How many features have a weight that is not 0.
  var usedFeatures: Int { W.rowNorms.count { $0 > 0 } }

  /// How many weights are not 0.
  var nonzeroEntries: Int { W.values.count { $0 != 0 } }
}
