internal import Tensors

extension Tape {
  /// The derivatives of a number with respect to variables of this tape; closes the tape.
  ///
  /// Walks the operations from the last to the first and carries to each what the output changes
  /// by when its result does. The derivatives are values of the tapes further out.
  ///
  /// - Throws: `UndefinedDerivative` where an operation is not differentiable.
  package func gradients(of output: Variable, at inputs: [Variable]) throws -> [Variable] {
    defer { close() }
    precondition(output.shape.rank == 0, "a gradient is that of a number")
    let places = inputs.map { $0.position(on: self) }
    var sums = [CotangentSum](repeating: CotangentSum(), count: count)
    if let last = output.position(on: self) {
      try sums[last].add(.whole(Variable(1)))
      for position in stride(from: last, through: 0, by: -1) {
        try Interrupt.check()
        try walk(past: position, &sums)
      }
    }
    return try zip(places, inputs).map { place, input -> Variable in
      try place.flatMap { try sums[$0].total() } ?? Variable(Tensor(repeating: 0, input.shape))
    }
  }

  /// Passes what has gathered at an operation's results on to its operands.
  private func walk(past position: Int, _ sums: inout [CotangentSum]) throws {
    guard nodes[position].operation != nil else { return }
    let node = take(position)
    guard let operation = node.operation, let pullback = operation.pullback else { return }
    let places = position..<(position + node.results.count)
    guard places.contains(where: { sums[$0].isUsed }) else { return }
    var application = Application(node, try places.map { try sums[$0].total() })
    let isWatched = operation.limitation != nil && application.isFinite
    let parts: [Cotangent]
    do {
      parts = try pullback(&application)
    } catch let error as TensorError where error.kind == .numeric {
      throw UndefinedDerivative(operation, at: position, error)
    }
    for (index, part) in parts.enumerated() where node.operands[index].parent >= 0 {
      if isWatched, let failure = UndefinedDerivative(node, at: position, part) { throw failure }
      let part = operation.stretches ? try part.summed(to: application.shape(index)) : part
      try sums[Int(node.operands[index].parent)].add(part)
    }
  }
}

extension Tape {
  /// A function's value and its derivatives with respect to each input.
  ///
  /// - Throws: what the function throws; `UndefinedDerivative` where it is not differentiable.
  package static func valueAndGradients(
    at inputs: [Variable], of function: ([Variable]) throws -> Variable
  ) throws -> (value: Variable, gradients: [Variable]) {
    let tape = Tape()
    defer { tape.close() }
    let variables = try inputs.map { try tape.variable($0) }
    let value = try function(variables)
    let gradients = try tape.gradients(of: value, at: variables)
    return (value.outside(tape), gradients)
  }
}
