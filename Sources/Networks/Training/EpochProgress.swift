/// How far an epoch has come, and what its batches added up to.
struct EpochProgress: Sendable, Equatable {
  /// Rows done.
  var rows = 0
  /// Batches done.
  var steps = 0
  /// By head: the losses of its rows, and how many they are.
  var sums: [Double]
  var counts: [Int]
  /// Σ over batches of the weighted loss times the batch's rows.
  var total = 0.0
  var seconds = 0.0
  /// By head: of the last batch, the mean loss and the rows that had a target.
  var batchLosses: [Double]
  var batchRows: [Int]
  /// By head: whether the last step learned it, and the norm of its gradient at the last shared layer.
  var taught: [Bool]
  var norms: [Double]

  init(heads: Int) {
    sums = [Double](repeating: 0, count: heads)
    counts = [Int](repeating: 0, count: heads)
    batchLosses = sums
    batchRows = counts
    taught = [Bool](repeating: false, count: heads)
    norms = sums
  }

  /// Takes note of the losses of a batch before its step.
  mutating func add(total batchTotal: Double, rows batch: Int) {
    for head in sums.indices {
      sums[head] += batchLosses[head] * Double(batchRows[head])
      counts[head] += batchRows[head]
    }
    total += batchTotal * Double(batch)
  }

  /// By head: the mean loss over the rows so far.
  var losses: [Double] { sums.indices.map { counts[$0] > 0 ? sums[$0] / Double(counts[$0]) : 0 } }

  // MARK: - As a list

  func write(to list: inout NumberList) {
    list.append([Double(rows), Double(steps), total, seconds])
    list.append(sums)
    list.append(counts.map(Double.init))
    list.append(batchLosses)
    list.append(batchRows.map(Double.init))
    list.append(taught.map { $0 ? 1 : 0 })
    list.append(norms)
  }

  mutating func read(from list: inout NumberList) throws {
    let heads = sums.count
    let figures = try list.next(count: 4)
    rows = try whole(figures[0])
    steps = try whole(figures[1])
    (total, seconds) = (figures[2], figures[3])
    sums = try list.next(count: heads)
    counts = try list.next(count: heads).map(whole)
    batchLosses = try list.next(count: heads)
    batchRows = try list.next(count: heads).map(whole)
    taught = try list.next(count: heads).map { $0 != 0 }
    norms = try list.next(count: heads)
  }

  private func whole(_ number: Double) throws -> Int {
    guard let whole = Int(exactly: number), whole >= 0 else { throw NumberList.damage }
    return whole
  }
}
