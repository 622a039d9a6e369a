internal import Synchronization
internal import Tensors

/// The record of one differentiation: every operation that touched what it follows, in order.
///
/// Nested differentiations have a tape each. A derivative is computed by the same operations as a
/// value, so that an inner derivative is recorded on the outer tapes like any other computation:
/// this is what second derivatives are made of. Nodes stand in one array and refer to each other
/// by position; walking and releasing a tape needs no recursion, however long it is.
///
/// A tape belongs to one thread.
package final class Tape: @unchecked Sendable {
  private static let lastSerial = Atomic<Int>(0)

  /// Tapes that were opened later are nested further in.
  let serial = Tape.lastSerial.add(1, ordering: .relaxed).newValue
  /// Whether operations are recorded; once closed, variables on the tape are constants.
  private(set) var isOpen = true
  private(set) var nodes: [Node] = []
  /// An operation that must fail, to find its place in a program.
  private let trap: UndefinedDerivative?

  /// An empty tape.
  ///
  /// - Parameter trap: a failure of an earlier run of the same computation: the operation that is
  ///   to blame throws it when it is performed, where whoever runs the program knows the place.
  package init(failingAt trap: UndefinedDerivative? = nil) { self.trap = trap }

  /// A variable that this tape follows; derivatives are taken with respect to it.
  package func variable(_ value: Variable) throws -> Variable {
    let position = try append(Node(operation: nil))
    return Variable(value.value, Trace(tape: self, position: position, outer: value.liveTrace))
  }

  /// Forgets everything; variables on the tape are constants from now on.
  package func close() {
    isOpen = false
    nodes = []
  }

  /// How many operations are recorded.
  package var count: Int { nodes.count }

  /// Adds a node, and one place more for each further result.
  func append(_ node: Node) throws -> Int {
    let position = nodes.count
    if let trap, node.operation != nil, trap.node == position {
      throw trap.error
    }
    if position & 0xFFFF == 0xFFFF { try Tape.checkMemory() }
    nodes.append(node)
    for _ in 1..<max(node.results.count, 1) { nodes.append(Node(operation: nil)) }
    return position
  }

  /// Takes a node off the tape, so that what it kept is released once it has been walked past.
  func take(_ position: Int) -> Node {
    let node = nodes[position]
    nodes[position] = Node(operation: nil)
    return node
  }

  /// Asks for a stretch of memory so large that the system is asked whether it is there.
  private static func checkMemory() throws {
    do {
      try TensorMemory.check(count: 1 << 24, described: "a record of operations")
    } catch let error as TensorError {
      throw TensorError(
        .limit, "the record of what is differentiated does not fit in memory",
        notes: error.notes + ["derivatives need every step of a loop: take fewer steps"])
    }
  }
}

/// One operation on a tape.
struct Node {
  /// The row of the table; `nil` for what is differentiated with respect to, and for places that
  /// belong to the operation before.
  let operation: Operation?
  var setting = Setting.none
  var operands: [Operand] = []
  /// The results, as tapes further out see them; empty values unless the pullback asks for them.
  var results: [Variable?] = [nil]
}

/// What a node knows of one operand.
struct Operand {
  /// The operand, as tapes further out see it; `nil` when the pullback does not ask for it.
  let variable: Variable?
  /// The shape, where it is neither the operand's nor the result's.
  let shape: ShapeBox?
  /// The place on the tape; negative for constants.
  let parent: Int32
}

/// A shape on the heap, for nodes that keep a shape without a value.
final class ShapeBox: Sendable {
  let shape: Shape
  init(_ shape: Shape) { self.shape = shape }
}
