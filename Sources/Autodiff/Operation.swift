package import Tensors

/// A row of the table of derivatives: what an operation computes, and how a derivative passes
/// through it.
package final class Operation: Sendable {
  /// Which values the pullback asks for; tapes keep no others.
  struct Keep: OptionSet {
    let rawValue: Int
    static let operands = Keep(rawValue: 1)
    static let results = Keep(rawValue: 2)
  }

  /// A way to test a row: operands and setting at which it is differentiable.
  package struct Sample: Sendable {
    package let operands: [Tensor]
    package let setting: Setting

    init(_ operands: [Tensor], _ setting: Setting = .none) {
      self.operands = operands
      self.setting = setting
    }
  }

  typealias Forward = @Sendable ([Tensor], Setting) throws -> [Tensor]
  typealias Pullback = @Sendable (inout Application) throws -> [Cotangent]

  /// The operation's name, as programs write it.
  package let name: String
  /// Whether operands stretch to each other by broadcasting; their derivatives are summed back.
  package let stretches: Bool
  /// Where the derivative does not exist, in words that follow "because"; `nil` when it always does.
  package let limitation: String?
  /// Inputs at which a test compares the row with finite differences.
  package let samples: @Sendable () -> [Sample]
  let keep: Keep
  let forward: Forward
  /// Cotangents of the operands from those of the results; `nil` for a piecewise constant.
  let pullback: Pullback?

  init(
    _ name: String, keep: Keep = [], stretches: Bool = false, limitation: String? = nil,
    samples: @escaping @Sendable () -> [Sample], forward: @escaping Forward, pullback: Pullback?
  ) {
    self.name = name
    self.keep = keep
    self.stretches = stretches
    self.limitation = limitation
    self.samples = samples
    self.forward = forward
    self.pullback = pullback
  }

  /// The pullback of an operation on one operand; `nil` without a slope.
  static func pullback(_ slope: (@Sendable (Application) throws -> Variable)?) -> Pullback? {
    guard let slope else { return nil }
    return { (p: inout Application) in [.whole(try slope(p))] }
  }

  /// Whether the derivative is 0 wherever there is one, as for `floor` and comparisons.
  package var isPiecewiseConstant: Bool { pullback == nil }
}

/// What an operation is told besides its operands.
package enum Setting: Sendable {
  case none
  /// The axis it works along; `nil` means over all elements.
  case axis(Int?)
  /// A shape to make or to have been.
  indirect case shape(Shape)
  /// The order of the axes.
  indirect case order([Int])
  /// The elements it picks.
  indirect case index([AxisIndex])
  /// Where each operand goes in a tensor of zeros of this shape.
  indirect case places([[AxisIndex]], Shape)
  /// The positions, along an axis, that elements come from: a permutation of each line.
  indirect case permutation(Tensor, axis: Int)
  /// Which operands are transposed first.
  case transposed(Bool, Bool)
  /// The bounds that elements are kept between.
  indirect case bounds(Double, Double)
}

/// What reaches an operand on the way back.
enum Cotangent {
  case none
  case whole(Variable)
  /// The cotangent of elements picked from a tensor of this shape; those of all others are 0.
  case part([AxisIndex], Variable, of: Shape)

  var variable: Variable? {
    switch self {
    case .none: nil
    case .whole(let variable), .part(_, let variable, _): variable
    }
  }

  /// The cotangent of an operand that was stretched: what reached its copies is added up.
  func summed(to shape: Shape) throws -> Cotangent {
    guard case .whole(let variable) = self, variable.shape != shape else { return self }
    return .whole(try Operation.unstretch(variable, setting: .shape(shape)))
  }
}

/// One application of an operation, as its pullback sees it.
struct Application {
  let node: Node
  /// The cotangents of the results, `nil` where nothing depends on one.
  private(set) var cotangents: [Variable?]
  private let resultShape: Shape?

  init(_ node: Node, _ cotangents: [Variable?]) {
    self.node = node
    self.cotangents = cotangents
    resultShape = cotangents.count == 1 ? cotangents[0]?.shape : nil
  }

  /// The cotangent of the only result.
  var g: Variable { cotangents.first.flatMap { $0 } ?? Variable(0) }
  /// The first operand.
  var x: Variable { operand(0) }
  /// The second operand.
  var y: Variable { operand(1) }
  /// The first result.
  var result: Variable { result(0) }

  /// Whether everything that arrived is a finite number.
  var isFinite: Bool { cotangents.allSatisfy { $0?.value.isFinite ?? true } }

  func operand(_ index: Int) -> Variable { node.operands[index].variable ?? Variable(0) }
  func result(_ index: Int) -> Variable { node.results[index] ?? Variable(0) }

  /// Whether anything asks for the derivative with respect to an operand.
  func needs(_ index: Int) -> Bool { node.operands[index].parent >= 0 }

  /// The shape of an operand, whether or not its value was kept.
  func shape(_ index: Int) -> Shape {
    let operand = node.operands[index]
    return operand.variable?.shape ?? operand.shape?.shape ?? resultShape ?? Shape()
  }

  /// Hands the cotangent of the only result over, so that its memory can be used again.
  mutating func takeCotangent() -> Variable {
    defer { cotangents[0] = nil }
    return g
  }

  /// The cotangents of two operands, each computed only when it is needed.
  func each(
    _ first: () throws -> Variable, _ second: () throws -> Variable
  ) rethrows -> [Cotangent] {
    [needs(0) ? .whole(try first()) : .none, needs(1) ? .whole(try second()) : .none]
  }
}
