/// The elements that an index picks, as offsets into row-major elements.
struct Selection {
  /// One axis of the result: evenly spaced, or a table of offsets.
  struct Axis {
    var count: Int
    var stride: Int
    var offsets: [Int]?
  }

  /// Where the first element lies.
  private(set) var base = 0
  /// The axes of the result, outermost first.
  private(set) var axes: [Axis] = []

  /// The shape of the result.
  let shape: Shape

  /// A shape seen as a larger one, by stretching; the two are known to fit.
  init(stretching source: Shape, to target: Shape) {
    shape = target
    var step = 1
    for axis in stride(from: target.rank - 1, through: 0, by: -1) {
      let size = source.size(ofAxis: axis, in: target.rank)
      axes.append(Axis(count: target[axis], stride: size == 1 ? 0 : step))
      step *= size
    }
    axes.reverse()
  }

  /// The axes of a shape in another order.
  init(permuting source: Shape, _ order: [Int]) {
    var steps = [Int](repeating: 1, count: source.rank)
    for axis in stride(from: source.rank - 2, through: 0, by: -1) {
      steps[axis] = steps[axis + 1] &* source[axis + 1]
    }
    var shape = source
    for (position, axis) in order.enumerated() {
      shape[position] = source[axis]
      axes.append(Axis(count: source[axis], stride: steps[axis]))
    }
    self.shape = shape
  }

  /// The selection of an index on a tensor of shape `source`.
  ///
  /// Several lists of positions pair up, as in NumPy: the resulting axis stands where the first
  /// list stood when the lists are side by side, else first. Beside a list, single positions
  /// count as lists of one.
  init(_ indices: [AxisIndex], of source: Shape) throws {
    let full = try Selection.expand(indices, source)
    let hasLists = full.contains { if case .positions = $0 { true } else { false } }
    var step = 1
    var steps = [Int](repeating: 1, count: source.rank)
    for axis in stride(from: source.rank - 1, through: 0, by: -1) {
      steps[axis] = step
      step = step &* source[axis]
    }
    var lists: [(axis: Int, offsets: [Int])] = []
    var place: Int?
    var apart = false
    for (axis, index) in full.enumerated() {
      switch index {
      case .slice(let start, let stop, let by):
        let (first, count) = try AxisIndex.resolveSlice(
          start: start, stop: stop, step: by, size: source[axis])
        base += first * steps[axis]
        axes.append(Axis(count: count, stride: steps[axis] &* by))
      case .at(let position):
        let resolved = try AxisIndex.resolve(position, axis: axis, size: source[axis])
        if !hasLists {
          base += resolved * steps[axis]
          continue
        }
        apart = apart || (lists.last.map { $0.axis != axis - 1 } ?? false)
        place = place ?? axes.count
        lists.append((axis, [resolved * steps[axis]]))
      case .positions(let positions):
        apart = apart || (lists.last.map { $0.axis != axis - 1 } ?? false)
        place = place ?? axes.count
        let offsets = try positions.map {
          try AxisIndex.resolve($0, axis: axis, size: source[axis]) * steps[axis]
        }
        lists.append((axis, offsets))
      case .mask, .ellipsis: preconditionFailure("expanded before")
      }
    }
    if let place {
      let offsets = try Selection.pair(lists)
      axes.insert(Axis(count: offsets.count, stride: 0, offsets: offsets), at: apart ? 0 : place)
    }
    guard let shape = Shape(axes.map(\.count)) else {
      preconditionFailure("an index never adds axes")
    }
    self.shape = shape
  }

  /// One index an axis: the ellipsis and missing ones become whole axes, masks become positions.
  private static func expand(_ indices: [AxisIndex], _ shape: Shape) throws -> [AxisIndex] {
    let ellipses = indices.count { $0 == .ellipsis }
    guard ellipses <= 1 else { throw TensorError(.index, "an index takes one ... at most") }
    let given = indices.count - ellipses
    guard given <= shape.rank else {
      let axes = shape.rank == 1 ? "1 axis" : "\(shape.rank) axes"
      throw TensorError(
        .index, "\(given) indices for a tensor of \(axes) (\(shape))", .tooManyIndices,
        facts: ["given": "\(given)", "axes": axes, "shape": "\(shape)"])
    }
    let filler = [AxisIndex](repeating: .all, count: shape.rank - given)
    let place = indices.firstIndex(of: .ellipsis) ?? indices.count
    let full = indices[..<place] + filler + indices[place...].dropFirst(ellipses)
    return try full.enumerated().map { axis, index in
      guard case .mask(let mask) = index else { return index }
      guard mask.count == shape[axis] else {
        throw TensorError(
          .index, "a mask of \(mask.count) does not fit axis \(axis) of size \(shape[axis])")
      }
      return .positions(mask.indices.filter { mask[$0] })
    }
  }

  /// Adds the offsets of position lists element by element; a list of one goes with all.
  private static func pair(_ lists: [(axis: Int, offsets: [Int])]) throws -> [Int] {
    var result = lists[0].offsets
    for list in lists.dropFirst() {
      if list.offsets.count == 1 {
        for i in result.indices { result[i] += list.offsets[0] }
      } else if result.count == 1 {
        let only = result[0]
        result = list.offsets.map { $0 + only }
      } else {
        guard result.count == list.offsets.count else {
          throw TensorError(
            .index,
            "lists of positions pair up: \(result.count) and \(list.offsets.count) do not fit",
            notes: ["index one axis after the other for all combinations: x[rows][:, columns]"])
        }
        for i in result.indices { result[i] += list.offsets[i] }
      }
    }
    return result
  }

  /// Calls `body` for each innermost row with the position of its first element and its number.
  func forEachRow(_ body: (_ offset: Int, _ row: Int) throws -> Void) throws {
    var row = 0
    guard shape.count > 0 else { return }
    func walk(_ position: Int, _ offset: Int) throws {
      guard position < axes.count - 1 else {
        if row & 1023 == 0 { try Interrupt.check() }
        try body(offset, row)
        row += 1
        return
      }
      let axis = axes[position]
      for index in 0..<axis.count {
        try walk(position + 1, offset + (axis.offsets?[index] ?? index * axis.stride))
      }
    }
    try walk(0, base)
  }
}
