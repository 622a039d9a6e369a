internal import Tensors

extension Operation {
  /// Operations that move elements about: shapes, indices, joins.
  static let structure: [Operation] = [
    stretch, unstretch, reshape, permute, concat, index, scatter, replace, reorder,
  ]

  /// Repeats elements along axes of size 1, as broadcasting does.
  static let stretch: Operation = Operation(
    "stretch",
    samples: {
      [
        Sample([.sample(Shape(3))], .shape(Shape(2, 3))),
        Sample([.sample(Shape(2, 1))], .shape(Shape(2, 3))),
        Sample([.sample(Shape())], .shape(Shape(4))),
      ]
    },
    forward: { x, setting in
      guard case .shape(let shape) = setting else { return x }
      return [try x[0].broadcast(to: shape)]
    },
    pullback: { p in [.whole(try unstretch(p.g, setting: .shape(p.shape(0))))] })

  /// Adds up what `stretch` made copies of.
  static let unstretch: Operation = Operation(
    "unstretch",
    samples: {
      [
        Sample([.sample(Shape(2, 3))], .shape(Shape(3))),
        Sample([.sample(Shape(2, 3))], .shape(Shape(2, 1))),
        Sample([.sample(Shape(2, 3))], .shape(Shape())),
      ]
    },
    forward: { x, setting in
      guard case .shape(let shape) = setting else { return x }
      return [try x[0].unstretched(to: shape)]
    },
    pullback: { p in [.whole(try p.g.stretched(to: p.shape(0)))] })

  static let reshape: Operation = Operation(
    "reshape", samples: { [Sample([.sample(Shape(2, 3))], .shape(Shape(3, 2)))] },
    forward: { x, setting in
      guard case .shape(let shape) = setting else { return x }
      return [try x[0].reshaped(shape)]
    },
    pullback: { p in [.whole(try p.g.reshaped(p.shape(0)))] })

  /// The axes in another order; the transpose is one.
  static let permute: Operation = Operation(
    "permute",
    samples: { [Sample([.sample(Shape([2, 3, 4]) ?? Shape())], .order([2, 0, 1]))] },
    forward: { x, setting in
      guard case .order(let order) = setting else { return x }
      let last = x[0].rank - 1
      if order == Array(0..<Swift.max(last - 1, 0)) + [last, last - 1] {
        return [try x[0].transposed()]
      }
      return [try x[0].permuted(order)]
    },
    pullback: { p in
      guard case .order(let order) = p.node.setting else { return [.whole(p.g)] }
      let back = order.indices.map { place in order.firstIndex(of: place) ?? place }
      return [.whole(try permute(p.g, setting: .order(back)))]
    })

  static let concat: Operation = Operation(
    "concat",
    samples: {
      [
        Sample([.sample(Shape(2, 3)), .sample(Shape(1, 3), seed: 2)], .axis(0)),
        Sample([.sample(Shape(2, 3)), .sample(Shape(2, 2), seed: 2)], .axis(-1)),
        Sample([.sample(Shape(2)), .sample(Shape(3), seed: 2), .sample(Shape(1))], .axis(0)),
      ]
    },
    forward: { x, setting in [try Tensor.concat(x, axis: setting.axis ?? 0)] },
    pullback: { p in
      let axis = try p.g.shape.resolve(axis: p.axis ?? 0)
      var start = 0
      return try p.node.operands.indices.map { part in
        let stop = start + p.shape(part)[axis]
        defer { start = stop }
        guard p.needs(part) else { return .none }
        let before = [AxisIndex](repeating: .all, count: axis)
        let slice = AxisIndex.slice(start: start, stop: stop, step: 1)
        return .whole(try p.g.indexed(by: before + [slice]))
      }
    })

  /// The elements that an index picks.
  static let index: Operation = Operation(
    "index",
    samples: {
      let matrix = Tensor.sample(Shape(3, 4))
      let indices: [[AxisIndex]] = [
        [.at(1)], [.at(-1), .at(2)], [.slice(start: 2, stop: nil, step: -1)],
        [.positions([2, 0, 2, 2])], [.positions([0, 0]), .positions([1, 1])],
        [.all, .mask([true, false, true, false])], [.ellipsis, .at(0)],
      ]
      return indices.map { Sample([matrix], .index($0)) }
    },
    forward: { x, setting in
      guard case .index(let index) = setting else { return x }
      return [try x[0].indexed(by: index)]
    },
    pullback: { p in
      guard case .index(let index) = p.node.setting else { return [.whole(p.g)] }
      return [.part(index, p.g, of: p.shape(0))]
    })

  /// Zeros with each operand added at its place.
  package static let scatter: Operation = Operation(
    "scatter",
    samples: {
      let places: [[AxisIndex]] = [[.at(1)], [.positions([0, 2, 0]), .at(1)], [.at(1), .at(2)]]
      return [
        Sample(
          [.sample(Shape(3)), .sample(Shape(3), seed: 2), .sample(Shape(), seed: 3)],
          .places(places, Shape(3, 3)))
      ]
    },
    forward: { x, setting in
      guard case .places(let places, let shape) = setting else { return x }
      var sum = Tensor(repeating: 0, shape)
      for (value, place) in zip(x, places) { try sum.add(value, at: place) }
      return [sum]
    },
    pullback: { p in
      guard case .places(let places, _) = p.node.setting else { return [.whole(p.g)] }
      return try places.indices.map { part in
        p.needs(part) ? .whole(try p.g.indexed(by: places[part])) : .none
      }
    })

  /// The first operand with the second one put where an index points.
  static let replace: Operation = Operation(
    "replace",
    samples: {
      let matrix = Tensor.sample(Shape(3, 4))
      return [
        Sample([matrix, .sample(Shape(), seed: 2)], .index([.at(1), .at(2)])),
        Sample([matrix, .sample(Shape(), seed: 2)], .index([.at(1)])),
        Sample([matrix, .sample(Shape(4), seed: 2)], .index([.slice(start: 1, stop: 3, step: 1)])),
        Sample([matrix, .sample(Shape(1, 3), seed: 2)], .index([.all, .at(0)])),
        Sample([matrix, .sample(Shape(3, 4), seed: 2)], .index([.positions([2, 0, 2])])),
      ]
    },
    forward: { x, setting in
      guard case .index(let index) = setting else { return x }
      var whole = x[0]
      if x[1].rank == 0 {
        try whole.assign(at: index, scalar: x[1][flat: 0], kind: x[1].kind)
      } else {
        try whole.assign(at: index, x[1])
      }
      return [whole]
    },
    pullback: { p in
      guard case .index(let index) = p.node.setting else { return [.whole(p.g)] }
      let part: Cotangent = p.needs(1) ? .whole(try cotangentOfPart(p, index)) : .none
      guard p.needs(0) else { return [.none, part] }
      var rest = p.takeCotangent()
      guard !rest.isTraced else {
        return [.whole(try replace(rest, Variable(0), setting: .index(index))), part]
      }
      var tensor = rest.value
      // With this reference gone the zeros go into the cotangent's own memory.
      rest = Variable(0)
      try tensor.assign(at: index, scalar: 0)
      return [.whole(Variable(tensor)), part]
    })

  private static func cotangentOfPart(
    _ p: Application, _ index: [AxisIndex]
  ) throws -> Variable {
    var picked = try p.g.indexed(by: index)
    if index.contains(where: { if case .positions = $0 { true } else { false } }) {
      // Of several values put in one place the last stays; the others do not count.
      let numbers = try Tensor.range(0, Double(picked.shape.count)).reshaped(picked.shape)
      var order = Tensor(repeating: 0, p.g.shape)
      try order.assign(at: index, numbers)
      picked = try picked * Variable(order.indexed(by: index).indicator(.equal, numbers))
    }
    let part = p.shape(1)
    var sizes = part.dimensions
    while sizes.count > picked.shape.rank, sizes.first == 1 { sizes.removeFirst() }
    let fit = Shape(sizes) ?? part
    return try unstretch(picked, setting: .shape(fit)).reshaped(part)
  }

  /// The elements of each line in another order.
  package static let reorder: Operation = Operation(
    "reorder",
    samples: {
      let columns = Tensor([2, 1, 0, 0, 1, 2], Shape(3, 2))
      let rows = Tensor([2, 0, 1, 0, 2, 1], Shape(2, 3))
      return [
        Sample([.sample(Shape(3, 2))], .permutation(columns, axis: 0)),
        Sample([.sample(Shape(2, 3))], .permutation(rows, axis: 1)),
      ]
    },
    forward: { x, setting in
      guard case .permutation(let order, let axis) = setting else { return x }
      return [try x[0].taken(order, axis: axis)]
    },
    pullback: { p in
      guard case .permutation(let order, let axis) = p.node.setting else { return [.whole(p.g)] }
      let back = try order.sortingPositions(axis: axis)
      return [.whole(try reorder(p.g, setting: .permutation(back, axis: axis)))]
    })
}

extension Tensor {
  /// The sum over what stretching a tensor of a shape to this one copied.
  func unstretched(to target: Shape) throws -> Tensor {
    if target == shape { return self }
    if target.rank == 0 { return Tensor(scalar: try reduced(by: .sum)) }
    var result = self
    let extra = rank - target.rank
    for axis in 0..<rank where axis < extra || target[axis - extra] != shape[axis] {
      result = try result.reduced(by: .sum, axis: axis)
    }
    return try result.reshaped(target)
  }
}
