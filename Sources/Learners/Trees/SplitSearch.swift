/// A way to part a node's rows: those whose rank in a column is at most `lower` go left.
struct Split {
  var feature = -1
  var lower = 0
  var upper = 0
  /// `Σ_k L_k² / L + Σ_k R_k² / R` over the class weights of both sides: the larger, the purer.
  var purity = -Double.infinity
}

/// Finds the best split of a node, column by column, in memory that all nodes of a tree share.
///
/// Rows are put in order by sorting their ranks, packed with their numbers into one word each.
struct SplitSearch {
  private let columns: RankedColumns
  private let samples: TreeSamples
  private let minimumLeaf: Int
  private let buffers: UnsafeMutablePointer<UInt64>
  private let capacity: Int
  private let left: UnsafeMutablePointer<Double>

  /// `deallocate` gives the memory back.
  init(_ columns: RankedColumns, _ samples: TreeSamples, minimumLeaf: Int) {
    self.columns = columns
    self.samples = samples
    self.minimumLeaf = minimumLeaf
    capacity = max(columns.rowCount, 1)
    buffers = .allocate(capacity: 2 * capacity)
    left = .allocate(capacity: 2 * samples.classCount)
  }

  func deallocate() {
    buffers.deallocate()
    left.deallocate()
  }

  /// Improves `best` by splits of one column; `false` when the column has one value in these rows.
  ///
  /// Of equally good splits the smaller feature is kept, then the smaller threshold.
  func tryColumn(
    _ column: Int, feature: Int, _ rows: UnsafeBufferPointer<Int32>, _ totals: NodeTotals,
    _ best: inout Split
  ) -> Bool {
    guard let keys = sort(rows, column) else { return false }
    var found = Split()
    if samples.isBinary {
      scanBinary(keys, rows.count, totals, &found)
    } else {
      scanClasses(keys, rows.count, totals, &found)
    }
    if found.purity > best.purity || (found.purity == best.purity && feature < best.feature) {
      best = found
      best.feature = feature
    }
    return true
  }

  // MARK: - Order

  /// The rows' ranks and numbers in ascending order; `nil` when all ranks are the same.
  private func sort(
    _ rows: UnsafeBufferPointer<Int32>, _ column: Int
  ) -> UnsafeMutablePointer<UInt64>? {
    let m = rows.count
    var low = UInt32.max
    var high: UInt32 = 0
    columns.ranks.withUnsafeBufferPointer { ranks in
      let base = column * columns.rowCount
      for i in 0..<m {
        let row = rows[i]
        let rank = ranks[base + Int(row)]
        low = min(low, rank)
        high = max(high, rank)
        buffers[i] = UInt64(rank) << 32 | UInt64(UInt32(truncatingIfNeeded: row))
      }
    }
    guard low < high else { return nil }
    if m <= 40 {
      insertionSort(buffers, m)
      return buffers
    }
    return radixSort(m, low: low, range: high - low)
  }

  private func insertionSort(_ keys: UnsafeMutablePointer<UInt64>, _ m: Int) {
    for i in 1..<m {
      let key = keys[i]
      var j = i
      while j > 0, keys[j - 1] > key {
        keys[j] = keys[j - 1]
        j -= 1
      }
      keys[j] = key
    }
  }

  /// By as many digits of eight bits as the ranks' range needs.
  private func radixSort(
    _ m: Int, low: UInt32, range: UInt32
  ) -> UnsafeMutablePointer<UInt64> {
    var (source, target) = (buffers, buffers + capacity)
    let bits = 32 - range.leadingZeroBitCount
    let passes = (bits + 7) / 8
    let digit = (bits + passes - 1) / passes
    let mask = (UInt64(1) << UInt64(digit)) - 1
    let base = UInt64(low) << 32
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { places in
      for pass in 0..<passes {
        let shift = UInt64(32 + pass * digit)
        places.initialize(repeating: 0)
        for i in 0..<m { places[Int((source[i] - base) >> shift & mask)] += 1 }
        var next: Int32 = 0
        for place in 0...Int(mask) {
          let amount = places[place]
          places[place] = next
          next += amount
        }
        for i in 0..<m {
          let place = Int((source[i] - base) >> shift & mask)
          target[Int(places[place])] = source[i]
          places[place] += 1
        }
        swap(&source, &target)
      }
    }
    return source
  }

  // MARK: - Scan

  private func scanBinary(
    _ keys: UnsafeMutablePointer<UInt64>, _ m: Int, _ totals: NodeTotals, _ best: inout Split
  ) {
    samples.weights.withUnsafeBufferPointer { weights in
      samples.positives.withUnsafeBufferPointer { positives in
        var (weight, positive) = (0.0, 0.0)
        for i in 1..<m {
          let row = Int(keys[i - 1] & 0xFFFF_FFFF)
          weight += weights[row]
          positive += positives[row]
          guard keys[i] >> 32 != keys[i - 1] >> 32, i >= minimumLeaf, m - i >= minimumLeaf
          else { continue }
          let negative = weight - positive
          let (rest, others) = (totals.weight - weight, totals.positive - positive)
          let remaining = rest - others
          let purity =
            (positive * positive + negative * negative) / weight
            + (others * others + remaining * remaining) / rest
          if purity > best.purity {
            best.purity = purity
            best.lower = Int(keys[i - 1] >> 32)
            best.upper = Int(keys[i] >> 32)
          }
        }
      }
    }
  }

  /// Sums of squares change by `w (2 c + w)` when a weight w joins a class of weight c.
  private func scanClasses(
    _ keys: UnsafeMutablePointer<UInt64>, _ m: Int, _ totals: NodeTotals, _ best: inout Split
  ) {
    let K = samples.classCount
    let right = left + K
    var squares = (left: 0.0, right: 0.0)
    for k in 0..<K {
      left[k] = 0
      right[k] = totals.classes[k]
      squares.right += right[k] * right[k]
    }
    var weight = 0.0
    for i in 1..<m {
      let row = Int(keys[i - 1] & 0xFFFF_FFFF)
      let (w, k) = (samples.weights[row], Int(samples.codes[row]))
      weight += w
      squares.left += w * (2 * left[k] + w)
      squares.right -= w * (2 * right[k] - w)
      left[k] += w
      right[k] -= w
      guard keys[i] >> 32 != keys[i - 1] >> 32, i >= minimumLeaf, m - i >= minimumLeaf
      else { continue }
      let purity = squares.left / weight + squares.right / (totals.weight - weight)
      if purity > best.purity {
        best.purity = purity
        best.lower = Int(keys[i - 1] >> 32)
        best.upper = Int(keys[i] >> 32)
      }
    }
  }
}

/// The class weights of a node's rows.
struct NodeTotals {
  private(set) var weight = 0.0
  /// Two classes: the weight of class 1.
  private(set) var positive = 0.0
  /// Several classes: the weight of each.
  private(set) var classes: [Double] = []
  /// Whether no split can part the rows' targets, since they are all the same.
  private(set) var isPure = true

  init(_ samples: TreeSamples, _ rows: UnsafeBufferPointer<Int32>) {
    guard let first = rows.first.map({ Int($0) }) else { return }
    if samples.isBinary {
      let (w0, p0) = (samples.weights[first], samples.positives[first])
      for row in rows {
        let (w, p) = (samples.weights[Int(row)], samples.positives[Int(row)])
        weight += w
        positive += p
        if p * w0 != p0 * w { isPure = false }
      }
    } else {
      classes = [Double](repeating: 0, count: samples.classCount)
      for row in rows {
        weight += samples.weights[Int(row)]
        classes[Int(samples.codes[Int(row)])] += samples.weights[Int(row)]
        if samples.codes[Int(row)] != samples.codes[first] { isPure = false }
      }
    }
  }
}
