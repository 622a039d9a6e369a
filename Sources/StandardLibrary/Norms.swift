internal import Diagnostics
internal import Glibc
internal import Runtime
internal import Tensors

/// Which norm is meant.
enum NormOrder: ValueConvertible, Sendable {
  case euclidean
  case frobenius
  case nuclear
  case power(Double)

  static var typeName: String { "number, \"fro\" or \"nuc\"" }
  static var choices: [String] { ["fro", "nuc"] }

  static func from(_ value: Value) -> NormOrder? {
    switch value {
    case .none: .euclidean
    case .number(let number) where !number.isNaN: .power(number)
    case .string(let box) where box.text == "fro": .frobenius
    case .string(let box) where box.text == "nuc": .nuclear
    default: nil
    }
  }

  var value: Value {
    switch self {
    case .euclidean: .none
    case .frobenius: .text("fro")
    case .nuclear: .text("nuc")
    case .power(let number): .number(number)
    }
  }
}

extension StandardLibrary {
  /// NumPy's `linalg.norm`: of all elements, of a vector, of a matrix, or of lines along an axis.
  static func norm(_ x: Tensor, _ order: NormOrder, axis: Int?) throws -> Tensor {
    switch order {
    case .euclidean: return try x.reduced(by: .norm, axis: axis)
    case .power(let p) where axis != nil || x.rank == 1:
      return try vectorNorm(x, p, axis: axis)
    default: break
    }
    guard x.rank == 2, axis == nil else {
      throw Failure(
        .argument,
        "norm: this ord measures a matrix, found \(x.rank == 0 ? "a number" : "\(x.shape)")",
        notes: ["leave ord out for the root of the sum of squares"])
    }
    return Tensor(scalar: try matrixNorm(x, order))
  }

  /// (Σ |x|^p)^(1/p), and its limits at 0 (how many are not 0) and ±∞ (the extremes).
  private static func vectorNorm(_ x: Tensor, _ p: Double, axis: Int?) throws -> Tensor {
    let sizes = try apply(.abs, x)
    switch p {
    case .infinity: return try sizes.reduced(by: .max, axis: axis)
    case -.infinity: return try sizes.reduced(by: .min, axis: axis)
    case 0: return try apply(.notEqual, x, 0).reduced(by: .sum, axis: axis).with(kind: .number)
    case 1: return try sizes.reduced(by: .sum, axis: axis)
    case 2: return try x.reduced(by: .norm, axis: axis)
    default:
      let sum = try apply(.power, sizes, p).reduced(by: .sum, axis: axis)
      return try apply(.power, sum, 1 / p)
    }
  }

  private static func matrixNorm(_ x: Tensor, _ order: NormOrder) throws -> Double {
    switch order {
    case .euclidean, .frobenius: return try x.reduced(by: .norm)
    case .nuclear: return try LinearAlgebra.svd(x).s.reduced(by: .sum)
    case .power(let p):
      switch p {
      case 2: return try LinearAlgebra.svd(x).s.reduced(by: .max)
      case -2: return try LinearAlgebra.svd(x).s.reduced(by: .min)
      case 1, -1, .infinity, -.infinity:
        let sums = try apply(.abs, x).reduced(by: .sum, axis: p.isInfinite ? 1 : 0)
        return try sums.reduced(by: p > 0 ? .max : .min)
      default:
        throw Failure(
          .argument,
          "norm: ord of a matrix is 1, 2, inf, their negatives, \"fro\" or \"nuc\", "
            + "found \(NumberFormat.plain(p))",
          notes: ["axis= measures each line as a vector, with any ord"])
      }
    }
  }
}
