internal import Tensors

extension Operation {
  /// Applies an operation with several results.
  ///
  /// - Throws: what the computation throws for shapes or values that do not fit.
  package func results(of operands: [Variable], _ setting: Setting = .none) throws -> [Variable] {
    let values = try forward(operands.map(\.value), setting)
    guard pullback != nil, operands.contains(where: { $0.trace != nil }) else {
      return values.map { Variable($0) }
    }
    return try record(operands, setting, values)
  }

  /// Applies an operation with one result.
  package func callAsFunction(
    _ operands: Variable..., setting: Setting = .none
  ) throws -> Variable {
    try results(of: operands, setting)[0]
  }

  /// Writes the application on every tape that follows an operand, outermost first.
  private func record(
    _ operands: [Variable], _ setting: Setting, _ values: [Tensor]
  ) throws -> [Variable] {
    var results = values.map { Variable($0) }
    var serial = 0
    while let tape = Operation.nextTape(operands, after: serial) {
      serial = tape.serial
      let shape = values.count == 1 ? values[0].shape : nil
      var node = Node(operation: self, setting: setting)
      node.operands = operands.map { operand(of: $0, tape, shape) }
      node.results = results.map { keep.contains(.results) ? $0 : nil }
      let position = try tape.append(node)
      for index in results.indices {
        let trace = Trace(tape: tape, position: position + index, outer: results[index].trace)
        results[index] = Variable(values[index], trace)
      }
    }
    return results
  }

  private func operand(of variable: Variable, _ tape: Tape, _ result: Shape?) -> Operand {
    let isKept = keep.contains(.operands)
    let shape = isKept || variable.shape == result ? nil : ShapeBox(variable.shape)
    return Operand(
      variable: isKept ? variable.outside(tape) : nil, shape: shape,
      parent: Int32(clamping: variable.position(on: tape) ?? -1))
  }

  /// The outermost tape inside the given one that follows an operand.
  private static func nextTape(_ operands: [Variable], after serial: Int) -> Tape? {
    var next: Tape?
    for operand in operands {
      var trace = operand.liveTrace
      while let found = trace, found.tape.serial > serial {
        if next.map({ found.tape.serial < $0.serial }) ?? true { next = found.tape }
        trace = found.outer
      }
    }
    return next
  }
}
