extension SparseMatrix {
  /// What an index picks.
  package enum Part: Sendable {
    case element(Double)
    case vector(Tensor)
    case matrix(SparseMatrix)
  }

  /// The positions of an axis that one index picks.
  private enum Picked {
    case one(Int)
    case slice([Int])
    case list([Int])

    var positions: [Int] {
      switch self {
      case .one(let position): [position]
      case .slice(let positions), .list(let positions): positions
      }
    }
  }

  /// The part that an index selects, by the rules of tensors: a single position takes its axis
  /// away, two lists of positions pair up.
  ///
  /// What has one axis is a dense vector, what has two is sparse.
  ///
  /// - Throws: `index` for positions that do not exist, `shape` for lists that do not pair up.
  package func indexed(by indices: [AxisIndex]) throws -> Part {
    var full = indices
    if let place = full.firstIndex(of: .ellipsis) {
      full.replaceSubrange(
        place...place, with: Array(repeating: .all, count: max(0, 3 - indices.count)))
    }
    guard full.count <= 2, !full.contains(.ellipsis) else {
      throw TensorError(
        .index, "a sparse matrix has 2 axes (\(shape)), found \(indices.count) indices")
    }
    while full.count < 2 { full.append(.all) }
    let rows = try pick(full[0], axis: 0)
    let columns = try pick(full[1], axis: 1)
    switch (rows, columns) {
    case (.one(let i), .one(let j)): return .element(self[i, j])
    case (.list(let i), .list(let j)): return .vector(try paired(i, j))
    case (.one(let i), _):
      let row = try self.rows([i])
      return .vector(try (full[1] == .all ? row : row.columns(columns.positions)).denseRow(0))
    case (_, .one(let j)):
      let column = try (full[0] == .all ? self : self.rows(rows.positions)).columns([j])
      return .vector(try column.dense().flattened())
    default:
      let part = full[0] == .all ? self : try self.rows(rows.positions)
      return .matrix(full[1] == .all ? part : try part.columns(columns.positions))
    }
  }

  private func pick(_ index: AxisIndex, axis: Int) throws -> Picked {
    let size = shape[axis]
    switch index {
    case .at(let position):
      return .one(try AxisIndex.resolve(position, axis: axis, size: size))
    case .all: return .slice([])
    case .slice(let start, let stop, let step):
      let (first, count) = try AxisIndex.resolveSlice(
        start: start, stop: stop, step: step, size: size)
      try TensorMemory.check(Shape(count))
      return .slice((0..<count).map { first + $0 * step })
    case .positions(let positions):
      return .list(try positions.map { try AxisIndex.resolve($0, axis: axis, size: size) })
    case .mask(let mask):
      guard mask.count == size else {
        throw TensorError(
          .index, "a mask of \(mask.count) does not fit axis \(axis) of size \(size)")
      }
      return .list(mask.indices.filter { mask[$0] })
    case .ellipsis: return .slice([])
    }
  }

  private func paired(_ rows: [Int], _ columns: [Int]) throws -> Tensor {
    let count = rows.count == 1 ? columns.count : rows.count
    guard columns.count == count || columns.count == 1 else {
      throw TensorError(
        .index, "lists of positions pair up: \(rows.count) and \(columns.count) do not fit",
        notes: ["index one axis after the other for all combinations: x[rows][:, columns]"])
    }
    return Tensor(
      (0..<count).map {
        self[rows[rows.count == 1 ? 0 : $0], columns[columns.count == 1 ? 0 : $0]]
      },
      kind: kind)
  }

  /// The rows at positions inside the matrix, in that order, repeats allowed.
  package func rows(_ positions: [Int]) throws -> SparseMatrix {
    var total = 0
    for position in positions {
      let (sum, overflow) = total.addingReportingOverflow(entries(ofRow: position).count)
      total = overflow ? .max : sum
    }
    try Self.checkSizes(positions.count, columnCount, entries: total)
    var starts = [0]
    starts.reserveCapacity(positions.count + 1)
    var taken: [Int32] = []
    var kept: [Double] = []
    taken.reserveCapacity(total)
    kept.reserveCapacity(total)
    for (i, position) in positions.enumerated() {
      if i & 0x3FF == 0 { try Interrupt.check() }
      taken += columns[entries(ofRow: position)]
      kept += values[entries(ofRow: position)]
      starts.append(kept.count)
    }
    return SparseMatrix(unchecked: starts, taken, kept, columnCount: columnCount, kind: kind)
  }

  /// The columns at positions inside the matrix, in that order, repeats allowed.
  package func columns(_ positions: [Int]) throws -> SparseMatrix {
    try Self.checkSizes(rowCount, positions.count)
    // New places sorted by the column they take, so that a column finds its places by halving.
    let order = positions.indices.sorted { (positions[$0], $0) < (positions[$1], $1) }
    let wanted = order.map { positions[$0] }
    let ascends = order.elementsEqual(positions.indices)
    var builder = SparseBuilder(rows: rowCount)
    var row: [(column: Int32, value: Double)] = []
    for i in 0..<rowCount {
      row.removeAll(keepingCapacity: true)
      for k in entries(ofRow: i) {
        var place = wanted.firstIndex(notBelow: Int(columns[k]))
        while place < wanted.count, wanted[place] == columns[k] {
          row.append((Int32(truncatingIfNeeded: order[place]), values[k]))
          place += 1
        }
      }
      if !ascends { row.sort { $0.column < $1.column } }
      for (column, value) in row { builder.append(column, value) }
      try builder.endRow()
    }
    return builder.matrix(columnCount: positions.count, kind: kind)
  }
}

extension [Int] {
  /// The first position in an ascending array whose element is at least `value`.
  fileprivate func firstIndex(notBelow value: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
