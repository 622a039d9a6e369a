internal import Datasets
internal import Diagnostics
internal import Glibc
internal import Tensors

/// Targets of a head beside what was predicted, without the rows whose target is missing.
struct HeadRows {
  let kind: HeadKind
  /// n, or n×width.
  let targets: Tensor
  /// n, or n×width.
  let outputs: Tensor
  var count: Int { targets.rowCount }

  /// - Throws: `shape` and `data` saying what was expected, and in which row.
  init(_ head: HeadTargets, _ output: Tensor) throws {
    kind = head.kind
    let scores = kind.scoreCount
    let (n, width) = (head.values.rowCount, head.width)
    let found = output.rank == 1 ? 1 : output.columnCount
    guard output.rank == 1 || output.rank == 2, output.rowCount == n,
      found == scores || found == 1 && kind.isClasses
    else {
      let each = scores == 1 ? "" : " of \(scores) columns"
      throw Failure(
        .shape,
        "expected predictions of \(n) rows\(each) for \(kind.name), found a tensor of "
          + "\(output.shape)")
    }
    guard width == scores || width == 1 && kind.isClasses else {
      throw Failure(
        .shape, "expected \(scores) targets a row for \(kind.name), found \(width)")
    }
    let rows = head.values.withElements { y in
      (0..<n).filter { i in (0..<width).allSatisfy { !y[i * width + $0].isNaN } }
    }
    targets = try head.values.indexed(by: [.positions(rows)])
    outputs = try output.indexed(by: [.positions(rows)])
    try check(targets, "a target", width, rows)
    try check(outputs, "a prediction", found, rows)
  }

  /// Refuses what is no class number, no probability or no finite number.
  private func check(_ values: Tensor, _ what: String, _ width: Int, _ rows: [Int]) throws {
    try values.withElements { values in
      for (place, value) in values.enumerated() {
        if place & 0xFFFF == 0 { try Interrupt.check() }
        let isGood: Bool
        var range = "from 0 to 1"
        switch kind {
        case .regression: (isGood, range) = (value.isFinite, "that is finite")
        case .classes(let count) where width == 1:
          isGood = value >= 0 && value < Double(count) && value == value.rounded()
          range = "that is a class from 0 to \(count - 1)"
        default: isGood = value >= 0 && value <= 1
        }
        guard isGood else {
          throw Failure(
            .data,
            "expected \(what) \(range) in row \(rows[place / max(width, 1)]), found "
              + InputChecks.shown(value))
        }
      }
    }
  }

  // MARK: - Classes

  /// The class of each row: the greatest probability, the first of equals; binary from ½ on.
  private func classNumbers(_ values: Tensor) -> [Int] {
    let (n, width) = (values.rowCount, values.rank == 1 ? 1 : values.columnCount)
    return values.withElements { v in
      (0..<n).map { i in
        if kind == .binary { return v[i] >= 0.5 ? 1 : 0 }
        if width == 1 { return Int(v[i]) }
        var best = 0
        for k in 1..<width where v[i * width + k] > v[i * width + best] { best = k }
        return best
      }
    }
  }

  /// K×K counts of true by predicted classes.
  ///
  /// - Throws: `limit` when the table does not fit in memory.
  func confusion(_ classCount: Int) throws -> Tensor {
    try TensorMemory.check(Shape(classCount, classCount))
    var table = [Double](repeating: 0, count: classCount * classCount)
    for (truth, predicted) in zip(classNumbers(targets), classNumbers(outputs)) {
      table[truth * classCount + predicted] += 1
    }
    return Tensor(table, Shape(classCount, classCount))
  }

  /// 0 and 1 instead of probabilities.
  func bits(_ values: Tensor) -> Tensor {
    Tensor(
      values.withElements { $0.map { $0 >= 0.5 ? 1 : 0 } }, Shape(count, max(kind.scoreCount, 1)))
  }

  // MARK: - Probabilities

  /// The mean of −Σ y log p, probabilities kept from 0 and 1 by the spacing of doubles at 1; `nil` where
  /// there are classes or 0 and 1 instead of probabilities, NaN without rows.
  var logLoss: Double? {
    let scores = kind.scoreCount
    let width = outputs.rank == 1 ? 1 : outputs.columnCount
    guard kind != .regression, width == scores else { return nil }
    guard count > 0 else { return .nan }
    guard outputs.withElements({ $0.contains { $0 != 0 && $0 != 1 } }) else { return nil }
    let isNumber = kind.isClasses && targets.count == count
    var sum = 0.0
    targets.withElements { y in
      outputs.withElements { p in
        for place in p.indices {
          let (row, column) = (place / scores, place % scores)
          let probability = min(max(p[place], .ulpOfOne), 1 - .ulpOfOne)
          if kind.isClasses {
            let target = isNumber ? (y[row] == Double(column) ? 1 : 0) : y[place]
            if target > 0 { sum -= target * log(probability) }
          } else {
            sum -= y[place] * log(probability) + (1 - y[place]) * log(1 - probability)
          }
        }
      }
    }
    return sum / Double(kind.isClasses ? count : count * scores)
  }
}
