extension Tensor {
  /// The part that an index selects, copied.
  ///
  /// Zero-based, negative from the end; slices clamp, positions do not. Positions on every axis
  /// give a tensor without axes. Several lists of positions pair up as in NumPy.
  package func indexed(by indices: [AxisIndex]) throws -> Tensor {
    if let block = try Block(indices, of: shape) {
      return Tensor(block.shape, kind: kind) { target in
        withElements { source in
          guard let source = source.baseAddress else { return }
          target.initialize(from: source + block.base, count: block.shape.count)
        }
      }
    }
    let selection = try Selection(indices, of: shape)
    try TensorMemory.check(selection.shape)
    return try gather(selection)
  }

  /// Copies the elements of a selection out.
  func gather(_ selection: Selection) throws -> Tensor {
    try Tensor(selection.shape, kind: kind) { target in
      try withElements { source in
        guard let source = source.baseAddress else { return }
        guard let inner = selection.axes.last else {
          target[0] = source[selection.base]
          return
        }
        try selection.forEachRow { offset, row in
          let output = target + row * inner.count
          let input = source + offset
          if let offsets = inner.offsets {
            for i in 0..<inner.count { output[i] = input[offsets[i]] }
          } else if inner.stride == 1 {
            output.initialize(from: input, count: inner.count)
          } else {
            for i in 0..<inner.count { output[i] = input[i &* inner.stride] }
          }
        }
      }
    }
  }

  /// Replaces the part that an index selects; `value` stretches to it.
  ///
  /// - Throws: `index` for positions that do not exist, `shape` when the value does not stretch,
  ///   `type` when numbers are put among bools.
  package mutating func assign(at indices: [AxisIndex], _ value: Tensor) throws {
    try checkKind(of: value.kind)
    if let block = try Block(indices, of: shape), block.shape == value.shape {
      value.withElements { source in
        withMutableElements { target in
          guard let source = source.baseAddress, let target = target.baseAddress else { return }
          (target + block.base).update(from: source, count: block.shape.count)
        }
      }
      return
    }
    let selection = try Selection(indices, of: shape)
    try scatter(value.stretched(toAssign: selection.shape), to: selection)
  }

  /// Replaces every selected element by one number.
  package mutating func assign(
    at indices: [AxisIndex], scalar value: Double, kind: ElementKind = .number
  ) throws {
    try checkKind(of: kind)
    if let block = try Block(indices, of: shape) {
      withMutableElements { target in
        guard let target = target.baseAddress else { return }
        (target + block.base).update(repeating: value, count: block.shape.count)
      }
      return
    }
    let selection = try Selection(indices, of: shape)
    try scatter(Tensor(scalar: value).broadcast(to: selection.shape), to: selection)
  }

  /// Bools may go among numbers, as 0 and 1, but not the other way round.
  private func checkKind(of value: ElementKind) throws {
    guard kind == .number || value == .bool else {
      throw TensorError(
        .type, "expected true or false for a tensor of bools, found a number",
        notes: ["compare to make bools (x > 0), or turn the tensor into numbers first (x * 1)"])
    }
  }

  /// Stretches a value to a selected region; outer axes of size 1 may be missing or too many.
  private func stretched(toAssign target: Shape) throws -> Tensor {
    var own = shape.dimensions
    while own.count > target.rank, own[0] == 1 { own.removeFirst() }
    guard let shape = Shape(own), let fit = Shape.stretch(shape, target), fit.shape == target else {
      throw TensorError(
        .shape, "shapes do not fit: \(self.shape) put into a selection of \(target)")
    }
    return try reshaped(shape).broadcast(to: target)
  }

  /// Copies the elements of `value`, which has the selection's shape, in.
  private mutating func scatter(_ value: Tensor, to selection: Selection) throws {
    try value.withElements { input in
      guard let input = input.baseAddress else { return }
      try withMutableElements { target in
        guard let target = target.baseAddress else { return }
        guard let inner = selection.axes.last else {
          target[selection.base] = input[0]
          return
        }
        try selection.forEachRow { offset, row in
          let source = input + row * inner.count
          let output = target + offset
          if let offsets = inner.offsets {
            for i in 0..<inner.count { output[offsets[i]] = source[i] }
          } else {
            for i in 0..<inner.count { output[i &* inner.stride] = source[i] }
          }
        }
      }
    }
  }
}

// MARK: - Single elements, without making arrays of indices

extension Tensor {
  /// The element of a vector, counted from the end when negative.
  package func element(_ index: Int) throws -> Double {
    guard rank == 1 else { throw wrongIndexCount(1) }
    let position = try AxisIndex.resolve(index, axis: 0, size: count)
    return withElements { $0[position] }
  }

  /// The element of a matrix, counted from the end when negative.
  package func element(_ row: Int, _ column: Int) throws -> Double {
    let position = try position(row, column)
    return withElements { $0[position] }
  }

  /// Replaces the element of a vector.
  package mutating func setElement(
    _ index: Int, to value: Double, kind: ElementKind = .number
  ) throws {
    guard rank == 1 else { throw wrongIndexCount(1) }
    try checkKind(of: kind)
    let position = try AxisIndex.resolve(index, axis: 0, size: count)
    withMutableElements { $0[position] = value }
  }

  /// Replaces the element of a matrix.
  package mutating func setElement(
    _ row: Int, _ column: Int, to value: Double, kind: ElementKind = .number
  ) throws {
    try checkKind(of: kind)
    let position = try position(row, column)
    withMutableElements { $0[position] = value }
  }

  private func position(_ row: Int, _ column: Int) throws -> Int {
    let shape = shape
    guard shape.rank == 2 else { throw wrongIndexCount(2) }
    let i = try AxisIndex.resolve(row, axis: 0, size: shape[0])
    let j = try AxisIndex.resolve(column, axis: 1, size: shape[1])
    return i * shape[1] + j
  }

  private func wrongIndexCount(_ found: Int) -> TensorError {
    TensorError(
      .index, "expected \(rank) positions for one element of \(shape), found \(found)")
  }
}

// MARK: - Masks of the tensor's own shape

extension Tensor {
  /// The elements where `mask` is true, as a vector.
  package func masked(by mask: Tensor) throws -> Tensor {
    let chosen = try count(in: mask)
    try TensorMemory.check(Shape(chosen))
    return Tensor(Shape(chosen), kind: kind) { target in
      withElements { source in
        mask.withElements { mask in
          var next = 0
          for i in 0..<source.count where mask[i] != 0 {
            target[next] = source[i]
            next += 1
          }
        }
      }
    }
  }

  /// Replaces the elements where `mask` is true by one number, or by as many as there are.
  package mutating func assign(mask: Tensor, _ value: Tensor) throws {
    let chosen = try count(in: mask)
    try checkKind(of: value.kind)
    guard value.count == 1 || value.rank == 1 && value.count == chosen else {
      throw TensorError(
        .shape, "shapes do not fit: \(value.shape) put where \(chosen) elements are true")
    }
    let step = value.count == 1 ? 0 : 1
    value.withElements { value in
      mask.withElements { mask in
        withMutableElements { target in
          var next = 0
          for i in 0..<target.count where mask[i] != 0 {
            target[i] = value[next]
            next += step
          }
        }
      }
    }
  }

  /// How many elements a mask selects; throws unless it is a bool tensor of this shape.
  private func count(in mask: Tensor) throws -> Int {
    guard mask.isBool else {
      throw TensorError(.type, "expected a mask of bools, found numbers")
    }
    guard mask.shape == shape else {
      throw TensorError(.index, "a mask of \(mask.shape) does not fit a tensor of \(shape)")
    }
    return mask.withElements { mask in
      var total = 0
      for i in 0..<mask.count where mask[i] != 0 { total += 1 }
      return total
    }
  }
}
