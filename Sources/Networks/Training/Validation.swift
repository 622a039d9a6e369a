internal import Datasets
internal import Diagnostics
internal import Tensors

/// Losses and natural measures of rows that are not learned from.
package struct HeadScores: Sendable, Equatable {
  /// By head: the mean loss; 0 where no row has a target.
  package var losses: [Double]
  /// By head: the share that is predicted right (of labels, for `multilabel`), or the root of the mean
  /// squared error of `regression`; NaN where no row has a target.
  package var measures: [Double]
}

extension HeadKind {
  /// What ``HeadScores/measures`` holds for a head of this kind.
  package var measureName: String {
    switch self {
    case .regression: "RMSE"
    case .binary, .classes: "accuracy"
    case .multilabel: "label accuracy"
    }
  }
}

/// The rows that a run looks at after every epoch.
struct Validation<S: NetworkScalar>: Sendable {
  private let data: NetworkData<S>
  private let rows: [Int32]

  init(_ data: NetworkData<S>, rows: [Int32]) {
    (self.data, self.rows) = (data, rows)
  }

  /// Scores of the rows at the parameters that the workspace points to.
  func scores(
    _ pass: Workspace<S>, _ graph: Graph, _ losses: [HeadLoss]
  ) throws -> HeadScores {
    pass.isTraining = false
    var sums = [Double](repeating: 0, count: losses.count)
    var rights = sums
    var counts = [Int](repeating: 0, count: losses.count)
    for start in stride(from: 0, to: rows.count, by: pass.capacity) {
      try Interrupt.check()
      rows.withUnsafeBufferPointer {
        let end = min(start + pass.capacity, rows.count)
        data.load(UnsafeBufferPointer(rebasing: $0[start..<end]), into: pass)
      }
      try pass.forward(graph)
      for (h, head) in losses.enumerated() {
        rights[h] += rightness(pass, head: h, head)
        let (loss, present) = head.evaluate(pass, head: h, weight: 0)
        sums[h] += loss * Double(present)
        counts[h] += present
      }
    }
    return HeadScores(
      losses: counts.indices.map { counts[$0] > 0 ? sums[$0] / Double(counts[$0]) : 0 },
      measures: losses.indices.map { h in
        guard counts[h] > 0 else { return .nan }
        let mean = rights[h] / Double(counts[h])
        return losses[h].kind == .regression ? mean.squareRoot() : mean
      })
  }

  /// Over the rows with targets: squared errors, or how much of each row is right, summed.
  private func rightness(_ pass: Workspace<S>, head: Int, _ loss: HeadLoss) -> Double {
    let count = loss.kind.scoreCount
    let (scores, targets) = (pass.values[loss.output.scores], pass.targets[head])
    let threshold: S = loss.output.link == .score ? 0 : S(-0.6931471805599453)
    var sum = 0.0
    for i in 0..<pass.rows where !targets[i * loss.width].isNaN {
      let (s, y) = (scores + i * count, targets + i * loss.width)
      switch loss.kind {
      case .regression:
        let error = Double(s[0]) - Double(y[0])
        sum += error * error
      case .binary, .multilabel:
        let right = (0..<count).reduce(0) { $0 + ((s[$1] >= threshold) == (y[$1] >= 0.5) ? 1 : 0) }
        sum += Double(right) / Double(count)
      case .classes:
        let truth = loss.width == 1 ? Int(y[0]) : largest(y, count)
        sum += largest(s, count) == truth ? 1 : 0
      }
    }
    return sum
  }

  private func largest(_ x: UnsafePointer<S>, _ count: Int) -> Int {
    var best = 0
    for k in 1..<max(count, 1) where x[k] > x[best] { best = k }
    return best
  }
}

/// Which rows are learned from and which are held out.
enum RowSplit {
  /// A share of n rows held out, drawn from the seed; both lists in the order of the rows.
  ///
  /// - Throws: `argument` when the share leaves nothing on one side.
  static func rows(
    _ count: Int, heldOut share: Double, seed: Int
  ) throws -> (learned: [Int32], heldOut: [Int32]) {
    var rows = (0..<Int32(clamping: count)).map { $0 }
    guard share != 0 else { return (rows, []) }
    guard share > 0, share < 1 else {
      throw Failure(
        .argument, "validation: expected a share between 0 and 1, found \(share)",
        notes: ["0.2 holds out a fifth of the rows"])
    }
    let held = Int((share * Double(count)).rounded())
    guard held > 0, held < count else {
      throw Failure(
        .argument,
        "validation: expected a share that leaves rows on both sides, found \(share) of \(count)")
    }
    var generator = RunStream.split.generator(seed: seed)
    rows.shuffle(&generator)
    return (rows[held...].sorted(), rows[..<held].sorted())
  }
}
