internal import Tensors

/// What has reached one place on a tape on the way back.
///
/// Cotangents of single elements are kept as they come and put in their places all at once: a loop
/// that reads a long vector element by element costs one vector, not one for each element.
struct CotangentSum {
  private var value: Tensor?
  private var trace: Trace?
  private var parts: Parts?

  /// Cotangents of picked elements, on the heap because few places have any.
  private final class Parts {
    let shape: Shape
    var places: [[AxisIndex]] = []
    var variables: [Variable] = []
    init(_ shape: Shape) { self.shape = shape }
  }

  /// Whether anything has arrived.
  var isUsed: Bool { value != nil || parts != nil }

  mutating func add(_ cotangent: Cotangent) throws {
    switch cotangent {
    case .none: break
    case .whole(let variable): try add(variable)
    case .part(let place, let variable, let shape):
      let list = parts ?? Parts(shape)
      list.places.append(place)
      list.variables.append(variable)
      parts = list
    }
  }

  private mutating func add(_ variable: Variable) throws {
    guard var sum = value.take() else {
      (value, trace) = (variable.value, variable.liveTrace)
      return
    }
    if trace == nil, !variable.isTraced {
      // In place, unless somebody else holds the cotangent that came first.
      try sum.update(.add, with: variable.value)
      value = sum
    } else {
      let total = try Variable(sum, trace) + variable
      (value, trace) = (total.value, total.trace)
    }
  }

  /// Hands the sum over; `nil` when nothing has arrived.
  mutating func total() throws -> Variable? {
    defer { self = CotangentSum() }
    guard let parts else { return value.map { Variable($0, trace) } }
    guard trace == nil, !parts.variables.contains(where: \.isTraced) else {
      try add(
        Operation.scatter.results(of: parts.variables, .places(parts.places, parts.shape))[0])
      return value.map { Variable($0, trace) }
    }
    var sum = value.take() ?? Tensor(repeating: 0, parts.shape)
    for (place, variable) in zip(parts.places, parts.variables) {
      try sum.add(variable.value, at: place)
    }
    return Variable(sum)
  }
}
