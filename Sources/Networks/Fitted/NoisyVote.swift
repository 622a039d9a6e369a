internal import Datasets
internal import Glibc
internal import Tensors

/// The vote of noisy copies of the inputs: the mean of their probabilities, or of their scores for
/// numbers, told as scores.
///
/// A probability p̄ becomes the score log(p̄ / (1 − p̄)) of a sigmoid or log p̄ of a softmax, so whatever
/// makes predictions of scores makes them of the vote. Copies whose errors differ correct each other.
/// L. Breiman, *Randomizing Outputs to Increase Prediction Accuracy*, Machine Learning 40, 2000, for
/// votes of perturbed copies.
struct NoisyVote {
  let deviation: Double
  let copies: Int
  let seed: Int

  /// The inputs of one copy: the noise of a row depends on seed, copy and row alone.
  func inputs(_ X: Tensor, copy: Int) throws -> Tensor {
    var generator = RandomGenerator(
      seed: UInt64(bitPattern: Int64(seed)), stream: RunStream.vote.rawValue)
    generator.position = UInt64(copy) &* UInt64(X.count)
    let noise = try generator.normal([X.rowCount, X.columnCount]).elements
    return Tensor(zip(X.elements, noise).map { $0 + deviation * $1 }, X.shape)
  }

  /// The vote over all copies, by head.
  func scores(
    _ X: Tensor, _ outputs: [HeadOutput], of scores: (Tensor) throws -> [Tensor]
  ) throws -> [Tensor] {
    var sums: [[Double]] = []
    var shapes: [Shape] = []
    for copy in 0..<copies {
      try Interrupt.check()
      let found = try scores(inputs(X, copy: copy))
      // Numbers are averaged as they are, others by their probabilities.
      let votes = try zip(outputs, found).map { try ($0.probabilities(of: $1) ?? $1).elements }
      if sums.isEmpty {
        (sums, shapes) = (votes, found.map(\.shape))
      } else {
        for h in votes.indices { for i in votes[h].indices { sums[h][i] += votes[h][i] } }
      }
    }
    return outputs.indices.map { h in
      Tensor(sums[h].map { score($0 / Double(copies), outputs[h]) }, shapes[h])
    }
  }

  /// The score that stands for an average.
  private func score(_ mean: Double, _ output: HeadOutput) -> Double {
    if output.link == .logProbability { return log(mean) }
    switch output.head.kind {
    case .regression: return mean
    case .binary, .multilabel: return log(mean) - log1p(-mean)
    case .classes: return log(mean)
    }
  }
}
