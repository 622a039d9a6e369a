internal import Autodiff
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// One number from many, along an axis or from all elements.
  static let reductionRules: [(String, DerivativeRule)] =
    ["sum", "prod", "mean", "median", "min", "max", "logsumexp", "softmax"].compactMap { name in
      Operation.row(named: name).map { row in (name, .variable { try along($0, row) }) }
    } + [
      ("var", .variable { try spread($0, .variance) }),
      ("std", .variable { try spread($0, .std) }),
      ("norm", .variable(norm)),
      (
        "cumsum",
        .variable { call in
          let x = try call.variable(0)
          guard let axis = try call.axis(1, of: x) else {
            return try Operation.cumsum(x.flattened(), setting: .axis(0))
          }
          return try Operation.cumsum(x, setting: .axis(axis))
        }
      ),
      ("diff", .variable(differences)),
      (
        "sort",
        .variable { call in
          let (x, axis) = (try call.variable(0), try call.whole(1))
          let order = try x.value.sortingPositions(axis: axis)
          return try Operation.reorder(x, setting: .permutation(order, axis: axis))
        }
      ),
      ("unique", .variable(unique)),
    ]

  private static func along(_ call: BuiltinCall, _ row: Operation) throws -> Variable {
    let x = try call.variable(0)
    return try row(x, setting: .axis(call.axis(1, of: x)))
  }

  private static func spread(_ call: BuiltinCall, _ row: Operation) throws -> Variable {
    let x = try call.variable(0)
    let (axis, ddof) = (try call.axis(1, of: x), try call.whole(2))
    let count = try axis.map { x.shape[try x.shape.resolve(axis: $0)] } ?? x.shape.count
    let result = try row(x, setting: .axis(axis))
    if ddof == 0 { return result }
    guard ddof > 0, ddof < count else { throw BuiltinCall.Mismatch() }
    let factor = Double(count) / Double(count - ddof)
    return try result * Variable(row === Operation.std ? factor.squareRoot() : factor)
  }

  private static func differences(_ call: BuiltinCall) throws -> Variable {
    var x = try call.variable(0)
    let times = try call.whole(1)
    guard times >= 0 else { throw BuiltinCall.Mismatch() }
    let axis = try x.shape.resolve(axis: call.whole(2))
    let before = [AxisIndex](repeating: .all, count: axis)
    for _ in 0..<times where x.shape[axis] > 0 {
      x =
        try x.indexed(by: before + [.slice(start: 1, stop: nil, step: 1)])
        - x.indexed(by: before + [.slice(start: 0, stop: -1, step: 1)])
    }
    return x
  }

  /// Of equal elements the first one stands for all.
  private static func unique(_ call: BuiltinCall) throws -> Variable {
    let x = try call.variable(0).flattened()
    var positions: [Int] = []
    var last: Double?
    for position in try x.value.sortingPositions(axis: 0).elements {
      let element = x.value[flat: Int(position)]
      if element == last || element.isNaN && last?.isNaN ?? false { continue }
      positions.append(Int(position))
      last = element
    }
    return try x.indexed(by: [.positions(positions)])
  }

  // MARK: - Norms

  private static func norm(_ call: BuiltinCall) throws -> Variable {
    let x = try call.variable(0)
    let axis = try call.axis(2, of: x)
    guard let order = NormOrder.from(try call.value(1).plain) else { throw BuiltinCall.Mismatch() }
    switch order {
    case .power(let p) where axis != nil || x.shape.rank == 1:
      return try vectorNorm(x, p, axis: axis)
    case .euclidean: return try Operation.norm(x, setting: .axis(axis))
    default: break
    }
    guard x.shape.rank == 2, axis == nil else { throw BuiltinCall.Mismatch() }
    return try matrixNorm(x, order)
  }

  private static func vectorNorm(_ x: Variable, _ p: Double, axis: Int?) throws -> Variable {
    let sizes = try Operation.abs(x)
    switch p {
    case .infinity: return try Operation.max(sizes, setting: .axis(axis))
    case -.infinity: return try Operation.min(sizes, setting: .axis(axis))
    case 0: return try Operation.row(for: .notEqual)(x, Variable(0)).sum(axis: axis)
    case 1: return try sizes.sum(axis: axis)
    case 2: return try Operation.norm(x, setting: .axis(axis))
    default:
      let sum = try Operation.power(sizes, Variable(p)).sum(axis: axis)
      return try Operation.power(sum, Variable(1 / p))
    }
  }

  private static func matrixNorm(_ x: Variable, _ order: NormOrder) throws -> Variable {
    guard case .power(let p) = order else {
      guard case .nuclear = order else { return try Operation.norm(x, setting: .axis(nil)) }
      return try Operation.svd.results(of: [x])[1].sum()
    }
    let extreme = p > 0 ? Operation.max : Operation.min
    switch Swift.abs(p) {
    case 2: return try extreme(Operation.svd.results(of: [x])[1], setting: .axis(nil))
    case 1, .infinity:
      let sums = try Operation.abs(x).sum(axis: p.isInfinite ? 1 : 0)
      return try extreme(sums, setting: .axis(nil))
    default: throw BuiltinCall.Mismatch()
    }
  }
}
