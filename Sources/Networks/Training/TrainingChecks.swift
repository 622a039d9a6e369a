internal import Datasets
internal import Diagnostics
internal import Tensors

/// Whether options and rows go together, before anything is laid out.
enum TrainingChecks {
  /// - Throws: `argument` naming the option that is out of its range.
  static func check(_ options: NetworkOptions, _ heads: [Head]) throws {
    guard options.batch >= 1 else {
      throw Failure(.argument, "batch: expected at least 1, found \(options.batch)")
    }
    guard options.smoothing >= 0, options.smoothing < 1 else {
      throw Failure(
        .argument,
        "smoothing: expected a share from 0 to less than 1, found \(options.smoothing)")
    }
    guard options.noise >= 0, options.noise.isFinite else {
      throw Failure(.argument, "noise: expected a deviation of 0 or more, found \(options.noise)")
    }
    guard options.copies >= 1, options.copies <= 10_000 else {
      throw Failure(.argument, "copies: expected 1 to 10000 copies, found \(options.copies)")
    }
    guard options.copies == 1 || options.noise > 0 else {
      throw Failure(
        .argument, "copies: \(options.copies) copies need noise to differ, found noise=0",
        notes: ["noise=0.1 is one choice for standardized inputs"])
    }
    if let patience = options.patience, patience < 1 {
      throw Failure(.argument, "patience: expected at least 1 epoch, found \(patience)")
    }
    try options.weighting.check(heads, options.schedule)
  }

  /// - Throws: `value` naming the first row whose inputs are not finite, or a head that has no target
  ///   in the rows that are learned, or a row of which only some targets are there.
  static func check(_ data: HeadDataset, _ heads: [Head], learned: [Int32]) throws {
    try checkInputs(data.X)
    for head in heads {
      guard let values = data.heads.first(where: { $0.name == head.name })?.values else { continue }
      let width = values.rank == 1 ? 1 : values.columnCount
      try values.withElements { y in
        try checkRows(y, width, head)
        guard learned.contains(where: { !y[Int($0) * width].isNaN }) else {
          throw Failure(
            .value, "head '\(head.name)': expected at least one target to learn from, found none",
            notes: ["a missing target is NaN; a head without targets cannot be learned"])
        }
      }
    }
  }

  static func checkInputs(_ X: Tensor) throws {
    let count = max(X.columnCount, 1)
    try X.withElements { x in
      for i in x.indices {
        if i & 0xFFFF == 0 { try Interrupt.check() }
        guard !x[i].isFinite else { continue }
        throw Failure(
          .value,
          "expected finite inputs, found \(x[i].isNaN ? "NaN" : "\(x[i])") in row \(i / count), "
            + "column \(i % count)",
          notes: ["rows with missing inputs have to be left out or filled before training"],
          .missingValues, facts: ["row": "\(i / count)", "column": "column \(i % count)"])
      }
    }
  }

  private static func checkRows(
    _ y: UnsafeBufferPointer<Double>, _ width: Int, _ head: Head
  ) throws {
    guard width > 1 else { return }
    for row in 0..<y.count / width {
      let missing = (0..<width).filter { y[row * width + $0].isNaN }.count
      guard missing == 0 || missing == width else {
        throw Failure(
          .value,
          "head '\(head.name)': expected all \(width) targets of row \(row) or none, "
            + "found \(missing) missing")
      }
    }
  }
}
