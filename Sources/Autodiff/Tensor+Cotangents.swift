internal import Tensors

extension Tensor {
  /// Whether no element is NaN or infinite.
  var isFinite: Bool {
    withElements { elements in
      // x − x is 0 for finite numbers only; a sum has no branches.
      var total = 0.0
      for element in elements { total += element - element }
      return total == 0
    }
  }

  /// Adds to the elements that an index picks; one that is picked twice is added to twice.
  mutating func add(_ value: Tensor, at index: [AxisIndex]) throws {
    guard index.contains(where: { if case .positions = $0 { true } else { false } }) else {
      // Elements picked once each: read, add, write.
      let sum = try apply(.add, try indexed(by: index), value)
      return sum.rank == 0
        ? try assign(at: index, scalar: sum[flat: 0]) : try assign(at: index, sum)
    }
    let places = try Tensor.places(index, in: shape)
    withMutableElements { target in
      places.withElements { places in
        value.withElements { value in
          for i in 0..<value.count { target[Int(places[i])] += value[i] }
        }
      }
    }
  }

  /// The row-major positions of the elements that an index picks.
  static func places(_ index: [AxisIndex], in shape: Shape) throws -> Tensor {
    try Tensor.range(0, Double(shape.count)).reshaped(shape).indexed(by: index)
  }

  /// Elements compared with a number: 1 where it holds, else 0, as numbers.
  func indicator(_ operation: BinaryOperation, _ other: Tensor) throws -> Tensor {
    try apply(operation, self, other).with(kind: .number)
  }

  /// Each element taken from the given position of its line along an axis.
  func taken(_ positions: Tensor, axis: Int) throws -> Tensor {
    let place = try shape.resolve(axis: axis)
    let inner = (place + 1..<rank).reduce(1) { $0 * shape[$1] }
    let length = shape[place]
    try TensorMemory.check(shape)
    return Tensor(shape) { target in
      withElements { source in
        positions.withElements { positions in
          for i in 0..<source.count {
            let base = i / (inner * length) * inner * length + i % inner
            target[i] = source[base + Int(positions[i]) * inner]
          }
        }
      }
    }
  }
}
