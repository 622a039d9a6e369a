package import Tensors

/// A place where a function has no derivative, found on the way back.
///
/// The tape knows the operation by its position only; running the same computation again on a tape
/// that fails there (`Tape(failingAt:)`) finds its place in the program.
package struct UndefinedDerivative: Error, Sendable {
  /// The position on the tape.
  let node: Int
  /// The error, with a sentence for whoever wrote the function.
  package let error: TensorError

  /// The failure of a pullback to compute a cotangent at all.
  init(_ operation: Operation, at position: Int, _ error: TensorError) {
    node = position
    self.error =
      operation.limitation.map { Self.error(operation.name, "here", [$0]) } ?? error
  }

  /// The failure, when a cotangent that came from finite numbers is none itself.
  init?(_ node: Node, at position: Int, _ cotangent: Cotangent) {
    guard let operation = node.operation, let found = cotangent.variable?.value, !found.isFinite,
      node.operands.allSatisfy({ $0.variable?.value.isFinite ?? true })
    else { return nil }
    self.node = position
    var notes = operation.limitation.map { [$0] } ?? []
    if operation.stretches, let values = try? Self.values(node, found) {
      let place = values.map(Self.plain).joined(separator: " \(operation.name) ")
      if let element = Self.element(found) { notes.append(element) }
      error = Self.error(operation.name, "at \(place)", notes)
    } else {
      error = Self.error(operation.name, "here", notes)
    }
  }

  private static func error(_ name: String, _ place: String, _ notes: [String]) -> TensorError {
    TensorError(.numeric, "\(name) has no finite derivative \(place)", notes: notes)
  }

  /// The operands at the first element without a derivative.
  private static func values(_ node: Node, _ found: Tensor) throws -> [Double] {
    let position = found.withElements { $0.firstIndex { !$0.isFinite } ?? 0 }
    return try node.operands.compactMap { operand in
      try operand.variable?.value.broadcast(to: found.shape)[flat: position]
    }
  }

  /// Which of many elements it is.
  private static func element(_ found: Tensor) -> String? {
    guard found.rank > 0 else { return nil }
    var rest = found.withElements { $0.firstIndex { !$0.isFinite } ?? 0 }
    var indices: [String] = []
    for axis in stride(from: found.rank - 1, through: 0, by: -1) {
      indices.append("\(rest % found.shape[axis])")
      rest /= found.shape[axis]
    }
    return "at position [\(indices.reversed().joined(separator: ", "))] of \(found.shape)"
  }

  private static func plain(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}
