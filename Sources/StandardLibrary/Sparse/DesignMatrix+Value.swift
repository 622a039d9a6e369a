package import Runtime
package import Tensors

/// A matrix in either form, as an argument and a result.
extension DesignMatrix: ValueConvertible {
  package static var typeName: String { "tensor or sparse matrix" }

  package static func from(_ value: Value) -> DesignMatrix? {
    if let object = SparseObject.from(value) { return .sparse(object.matrix) }
    return Numbers.from(value).map { .dense($0.tensor) }
  }

  package var value: Value {
    switch self {
    case .dense(let tensor): tensor.value
    case .sparse(let matrix): SparseObject(matrix).value
    }
  }
}
