internal import Tensors

extension Operation {
  /// One number from many, and running sums.
  static let reductions: [Operation] = [
    sum, mean, prod, variance, std, norm, max, min, median, logsumexp, softmax, cumsum, any, all,
    argmin, argmax,
  ]

  static let sum: Operation = reduction(.sum) { p in try p.g.stretched(to: p.shape(0)) }

  static let mean: Operation = reduction(.mean) { p in
    try (p.g / Double(p.lineLength)).stretched(to: p.shape(0))
  }

  static let prod: Operation = reduction(.prod, keep: .operands) { p in
    try p.g * p.x.productOfOthers(axis: p.axis)
  }

  package static let variance: Operation = reduction(.variance, keep: .operands) { p in
    try p.g * (p.x - p.x.mean(axis: p.axis)) * (2 / Double(p.lineLength))
  }

  package static let std: Operation = reduction(
    .std, keep: [.operands, .results], limitation: "it has a kink where all elements are equal"
  ) { p in
    try p.g * (p.x - p.x.mean(axis: p.axis)) / (p.result * Double(p.lineLength))
  }

  package static let norm: Operation = reduction(
    .norm, keep: [.operands, .results], limitation: "it has a kink where all elements are 0"
  ) { p in try p.g * p.x / p.result }

  /// Equal largest elements share the derivative evenly.
  package static let max: Operation = reduction(.max, keep: [.operands, .results], shareOfExtremes)

  /// Equal smallest elements share the derivative evenly.
  package static let min: Operation = reduction(.min, keep: [.operands, .results], shareOfExtremes)

  @Sendable
  private static func shareOfExtremes(_ p: Application) throws -> Variable {
    let isExtreme = try p.x.value.indicator(.equal, p.result.value)
    let count = try isExtreme.reduced(by: .sum, axis: p.axis)
    return try p.g * Variable(apply(.divide, isExtreme, count))
  }

  /// The middle elements get the derivative; of equal elements those that come first in order.
  static let median: Operation = reduction(.median, keep: .operands) { p in
    let x = p.x.value
    let line = try p.axis == nil ? x.flattened() : x
    let axis = p.axis ?? 0
    let places = try line.sortingPositions(axis: axis).sortingPositions(axis: axis)
    let middle = Double(p.lineLength / 2)
    var weights = try places.indicator(.equal, Tensor(scalar: middle))
    if p.lineLength.isMultiple(of: 2) {
      let before = try places.indicator(.equal, Tensor(scalar: middle - 1))
      weights = try apply(.divide, apply(.add, weights, before), 2)
    }
    return try p.g * Variable(weights.reshaped(x.shape))
  }

  static let logsumexp: Operation = reduction(.logsumexp, keep: [.operands, .results]) { p in
    try p.g * exp(p.x - p.result)
  }

  static let softmax: Operation = lines("softmax", keep: .results, axes: [nil, 0, 1]) { x, axis in
    try x.softmax(axis: axis)
  } _: { p in
    try p.result * (p.g - (p.g * p.result).sum(axis: p.axis))
  }

  /// Running sums; backwards they run from the other end.
  package static let cumsum: Operation = lines("cumsum", axes: [0, 1]) { x, axis in
    try x.cumulativeSum(axis: axis)
  } _: { p in
    let axis = p.axis ?? 0
    return try cumsum(p.g.reversed(axis: axis), setting: .axis(axis)).reversed(axis: axis)
  }

  static let any: Operation = reduction(.any, nil)
  static let all: Operation = reduction(.all, nil)
  static let argmin: Operation = reduction(.argmin, nil)
  static let argmax: Operation = reduction(.argmax, nil)

  /// A row for one number from many, or from each line along an axis.
  private static func reduction(
    _ reduction: Reduction, keep: Keep = [], limitation: String? = nil,
    _ slope: (@Sendable (Application) throws -> Variable)?
  ) -> Operation {
    Operation(
      reduction.rawValue, keep: keep, limitation: limitation,
      samples: { lineSamples([nil, 0, 1]) },
      forward: { x, setting in [try x[0].reduced(by: reduction, axis: setting.axis)] },
      pullback: pullback(slope))
  }

  /// A row for a function of lines that keeps the shape.
  private static func lines(
    _ name: String, keep: Keep = [], axes: [Int?],
    _ function: @escaping @Sendable (Tensor, Int?) throws -> Tensor,
    _ slope: @escaping @Sendable (Application) throws -> Variable
  ) -> Operation {
    Operation(
      name, keep: keep, samples: { lineSamples(axes) },
      forward: { x, setting in [try function(x[0], setting.axis)] },
      pullback: pullback(slope))
  }

  private static func lineSamples(_ axes: [Int?]) -> [Sample] {
    let cube = Shape([2, 3, 2]) ?? Shape()
    return axes.flatMap { axis in
      [Sample([.sample(Shape(3, 4))], .axis(axis)), Sample([.sample(cube)], .axis(axis))]
    } + [Sample([.sample(Shape(5))], .axis(0))]
  }
}

extension Setting {
  /// The axis to work along; `nil` for all elements.
  var axis: Int? {
    if case .axis(let axis) = self { return axis }
    return nil
  }
}

extension Application {
  /// The axis the operation worked along; `nil` for all elements.
  var axis: Int? { node.setting.axis }

  /// How many elements each result was made from.
  var lineLength: Int {
    let shape = shape(0)
    guard let axis, let place = try? shape.resolve(axis: axis) else { return shape.count }
    return shape[place]
  }
}
