package import Tensors

extension Variable {
  // MARK: - Elements

  /// The natural logarithm of each element.
  package func log() throws -> Variable { try Operation.log(self) }
  /// e to the power of each element.
  package func exp() throws -> Variable { try Operation.exp(self) }

  // MARK: - Reductions

  /// The sum of all elements, or along an axis, which stays with size 1.
  package func sum(axis: Int? = nil) throws -> Variable {
    try Operation.sum(self, setting: .axis(axis))
  }

  /// The mean of all elements, or along an axis, which stays with size 1.
  package func mean(axis: Int? = nil) throws -> Variable {
    try Operation.mean(self, setting: .axis(axis))
  }

  /// For each element the product of the others of its line along an axis, or of all others.
  ///
  /// Pairs are multiplied, then pairs of pairs; on the way back each half gets the other's product.
  /// Nothing is divided, so zeros do no harm, to no derivative.
  func productOfOthers(axis: Int?) throws -> Variable {
    guard let axis else { return try flattened().productOfOthers(axis: 0).reshaped(shape) }
    let place = try shape.resolve(axis: axis)
    let length = shape[place]
    guard length > 1 else { return Variable(Tensor(repeating: 1, shape)) }
    let before = [AxisIndex](repeating: .all, count: place)
    let half = length / 2
    let first = try indexed(by: before + [.slice(start: 0, stop: half, step: 1)])
    let second = try indexed(by: before + [.slice(start: half, stop: 2 * half, step: 1)])
    let last = try indexed(by: before + [.slice(start: 2 * half, stop: nil, step: 1)])
    // An odd one out stands beside the pairs.
    let pairs = try Variable.concat([first * second, last], axis: place)
    let others = try pairs.productOfOthers(axis: place)
    let ofPairs = try others.indexed(by: before + [.slice(start: 0, stop: half, step: 1)])
    let ofLast = try others.indexed(by: before + [.slice(start: half, stop: nil, step: 1)])
    return try Variable.concat([ofPairs * second, ofPairs * first, ofLast], axis: place)
  }

  // MARK: - Shapes

  /// The elements repeated to a larger shape, as broadcasting does.
  package func stretched(to shape: Shape) throws -> Variable {
    self.shape == shape ? self : try Operation.stretch(self, setting: .shape(shape))
  }

  /// The same elements in another shape of as many.
  package func reshaped(_ shape: Shape) throws -> Variable {
    self.shape == shape ? self : try Operation.reshape(self, setting: .shape(shape))
  }

  /// All elements as a vector.
  package func flattened() throws -> Variable { try reshaped(Shape(shape.count)) }

  /// A vector as a matrix of one column; a matrix as it is.
  func asColumns() throws -> Variable {
    shape.rank == 1 ? try reshaped(Shape(shape.count, 1)) : self
  }

  /// The last two axes exchanged; a vector stays.
  package func transposed() throws -> Variable {
    let rank = shape.rank
    guard rank >= 2 else { return self }
    let order = Array(0..<rank - 2) + [rank - 1, rank - 2]
    return try Operation.permute(self, setting: .order(order))
  }

  /// Variables one after the other along an axis.
  package static func concat(_ parts: [Variable], axis: Int = 0) throws -> Variable {
    try Operation.concat.results(of: parts, .axis(axis))[0]
  }

  /// Variables of one shape side by side along a new axis.
  package static func stack(_ parts: [Variable], axis: Int = 0) throws -> Variable {
    let rank = parts.first?.shape.rank ?? 0
    let place = axis < 0 ? axis + rank + 1 : axis
    guard let first = parts.first, place >= 0, place <= rank, rank < Shape.maximumRank,
      parts.allSatisfy({ $0.shape == first.shape })
    else {
      // Found wrong, and said so, by the same rules as for plain tensors.
      return Variable(try Tensor.stack(parts.map(\.value), axis: axis))
    }
    var sizes = first.shape.dimensions
    sizes.insert(1, at: place)
    let shape = try Shape(checking: sizes)
    return try concat(parts.map { try $0.reshaped(shape) }, axis: place)
  }

  // MARK: - Elements by position

  /// The part that an index selects.
  package func indexed(by index: [AxisIndex]) throws -> Variable {
    try Operation.index(self, setting: .index(index))
  }

  /// The variable with the part that an index selects replaced; `part` stretches to it.
  package func replacing(_ index: [AxisIndex], with part: Variable) throws -> Variable {
    try Operation.replace(self, part, setting: .index(index))
  }

  /// The elements of each line from last to first.
  func reversed(axis: Int) throws -> Variable {
    let place = try shape.resolve(axis: axis)
    let before = [AxisIndex](repeating: .all, count: place)
    return try indexed(by: before + [.slice(start: nil, stop: nil, step: -1)])
  }

  /// The square matrix with a vector on its diagonal.
  func diagonalMatrix() throws -> Variable {
    let n = shape.count
    let places = AxisIndex.positions(Array(0..<n))
    return try Operation.scatter(self, setting: .places([[places, places]], Shape(n, n)))
  }

  // MARK: - Matrices

  /// The matrix product of vectors and matrices, as `@` in the language.
  package func matmul(_ other: Variable) throws -> Variable { try product(false, other, false) }

  /// The matrix product, either operand transposed first.
  func product(_ left: Bool, _ other: Variable, _ right: Bool) throws -> Variable {
    try Operation.product(self, other, setting: .transposed(left, right))
  }
}
