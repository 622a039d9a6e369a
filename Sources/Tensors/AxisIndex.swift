/// What is taken along one axis.
package enum AxisIndex: Sendable, Equatable {
  /// One position, counted from the end when negative; the axis disappears.
  case at(Int)
  /// Positions from `start` before `stop`, clamped as in Python; `nil` means the natural end.
  case slice(start: Int?, stop: Int?, step: Int)
  /// Listed positions, in that order, repeats allowed.
  case positions([Int])
  /// The positions that are true; as many entries as the axis is long.
  case mask([Bool])
  /// As many whole axes as are left over; at most once.
  case ellipsis

  /// A whole axis.
  package static let all = AxisIndex.slice(start: nil, stop: nil, step: 1)

  /// Makes a position non-negative, or throws when the axis does not have it.
  static func resolve(_ index: Int, axis: Int, size: Int) throws -> Int {
    guard index >= -size, index < size else {
      throw TensorError.outOfRange(index, axis: axis, size: size)
    }
    return index < 0 ? index + size : index
  }

  /// The first position and the number of positions of a slice, by Python's rules.
  static func resolveSlice(
    start: Int?, stop: Int?, step: Int, size: Int
  ) throws -> (first: Int, count: Int) {
    guard step != 0 else { throw TensorError(.value, "a slice's step must not be 0") }
    let lower = step > 0 ? 0 : -1
    let upper = step > 0 ? size : size - 1
    func clamp(_ value: Int) -> Int { min(max(value < 0 ? value + size : value, lower), upper) }
    let first = start.map(clamp) ?? (step > 0 ? lower : upper)
    let last = stop.map(clamp) ?? (step > 0 ? upper : lower)
    let distance = step > 0 ? last - first : first - last
    guard distance > 0 else { return (0, 0) }
    return (first, Int((UInt(distance) - 1) / step.magnitude) + 1)
  }
}
