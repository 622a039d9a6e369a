/// Labels that share a score, from the highest score down: how many of them are true and how many
/// are not.
///
/// Every measure of a ranking with ties follows from these counts alone.
struct TieGroup: Sendable, Equatable {
  var positives = 0
  var negatives = 0
}

/// Scores with their truth, brought into order once.
struct RankedLabels: Sendable {
  /// From the highest score down.
  let groups: [TieGroup]
  let positives: Int
  let negatives: Int

  /// Ranks the cells at positions `start`, `start + stride`, … of a truth and its scores.
  ///
  /// - Complexity: O(m log m), m cells.
  init(
    _ truth: UnsafeBufferPointer<Double>, _ scores: UnsafeBufferPointer<Double>, start: Int = 0,
    stride step: Int = 1, count: Int
  ) {
    var cells: [(score: Double, isTrue: Bool)] = []
    cells.reserveCapacity(count)
    for k in 0..<count {
      let place = start + k * step
      cells.append((scores[place], truth[place] == 1))
    }
    cells.sort { $0.score > $1.score }
    var groups: [TieGroup] = []
    var last: Double?
    for cell in cells {
      if cell.score != last {
        groups.append(TieGroup())
        last = cell.score
      }
      if cell.isTrue {
        groups[groups.count - 1].positives += 1
      } else {
        groups[groups.count - 1].negatives += 1
      }
    }
    self.groups = groups
    positives = groups.reduce(0) { $0 + $1.positives }
    negatives = count - positives
  }

  /// Whether nothing or everything is true, so that no order is wrong.
  var hasOneClass: Bool { positives == 0 || negatives == 0 }

  /// How far down the ranking goes until every true label is in; labels tied with the last one count.
  var coverage: Int {
    guard let last = groups.lastIndex(where: { $0.positives > 0 }) else { return 0 }
    return groups[...last].reduce(0) { $0 + $1.positives + $1.negatives }
  }

  /// The share of pairs of a true and another label in the wrong order; a tie is wrong.
  var rankingLoss: Double? {
    if hasOneClass { return nil }
    var (wrong, above) = (0.0, 0.0)
    for group in groups {
      above += Double(group.negatives)
      wrong += above * Double(group.positives)
    }
    return wrong / (Double(positives) * Double(negatives))
  }

  /// The mean over the true labels of the precision down to each: `Σ_n (R_n − R_{n−1}) P_n`.
  var averagePrecision: Double? {
    if positives == 0 { return nil }
    var (hits, all, sum) = (0, 0, 0.0)
    for group in groups {
      hits += group.positives
      all += group.positives + group.negatives
      sum += Double(group.positives) * Double(hits) / Double(all)
    }
    return sum / Double(positives)
  }

  /// The share of pairs of a true and another label in the right order; a tie is half right.
  var areaUnderCurve: Double? {
    if hasOneClass { return nil }
    var (right, above) = (0.0, 0.0)
    for group in groups {
      right += Double(group.negatives) * (above + Double(group.positives) / 2)
      above += Double(group.positives)
    }
    return right / (Double(positives) * Double(negatives))
  }
}
