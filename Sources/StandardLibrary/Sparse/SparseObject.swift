internal import Charts
internal import Diagnostics
internal import Runtime
internal import Tensors

/// A sparse matrix as a value of the language.
struct SparseObject: ValueConvertible {
  static let typeName = "sparse matrix"

  let matrix: SparseMatrix

  init(_ matrix: SparseMatrix) { self.matrix = matrix }
}

extension SparseObject: OperandObject {
  var typeName: String { SparseObject.typeName }

  var elementCount: Int? { matrix.rowCount }

  var operandRank: Int { 1 }

  var conversionAdvice: String? { SparseObject.advice }

  private static let advice = "tensor(x) is the dense matrix"

  func overload(of builtin: String) -> Builtin? { StandardLibrary.sparseOverloads[builtin] }

  /// Whether shape and elements are the same; NaN differs from itself.
  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? SparseObject)?.matrix == matrix
  }

  func indexed(by parts: [IndexValue]) throws -> Value {
    for case .value(let value) in parts {
      let isMask = if case .tensor(let mask) = value { mask.rank > 1 } else { false }
      guard isMask || value.operandObject != nil else { continue }
      throw Failure(
        .index, "a sparse matrix takes positions, lists of them, slices and masks of one axis",
        notes: ["tensor(x)[mask] takes the elements under a mask of the whole"])
    }
    switch try matrix.indexed(by: try parts.map(Indexing.axisIndex)) {
    case .element(let value): return matrix.isBool ? .bool(value != 0) : .number(value)
    case .vector(let vector): return .tensor(vector)
    case .matrix(let part): return SparseObject(part).value
    }
  }
}

// MARK: - Operators

extension SparseObject {
  /// What an operator finds beside a sparse matrix.
  private enum Operand {
    case sparse(SparseMatrix)
    case tensor(Tensor)
    case scalar(Double, ElementKind)

    init?(_ value: Value) {
      if let object = SparseObject.from(value) {
        self = .sparse(object.matrix)
      } else if case .tensor(let tensor) = value {
        self = .tensor(tensor)
      } else if let tensor = Tensor.from(value) {
        self = .scalar(tensor[flat: 0], tensor.kind)
      } else {
        return nil
      }
    }
  }

  func perform(_ operation: OperandOperation) throws -> Value {
    switch operation {
    case .binary(let operation, let left, let right):
      return try SparseObject.binary(operation, left, right)
    case .matrixProduct(let left, let right): return try SparseObject.product(left, right)
    case .negate: return SparseObject(try apply(.negate, matrix)).value
    case .not: return SparseObject(try apply(.not, matrix)).value
    case .transpose: return SparseObject(try matrix.transposed()).value
    case .element(_, let index): return .tensor(try matrix.denseRow(index))
    case .replace(let whole, _, _):
      guard whole.operandObject == nil else {
        throw Failure(
          .type, "a sparse matrix cannot be changed part by part",
          notes: [
            "make it from its entries with sparse(rows, columns, values), or change the dense "
              + "one, tensor(x)"
          ])
      }
      throw Failure(
        .type, "a sparse matrix cannot be put into a tensor", notes: [SparseObject.advice])
    }
  }

  private static func binary(
    _ operation: BinaryOperation, _ left: Value, _ right: Value
  ) throws -> Value {
    guard let a = Operand(left), let b = Operand(right) else {
      if operation == .equal || operation == .notEqual { return .bool(operation == .notEqual) }
      throw Failure(
        .type, "\(operation.symbol) does not work on \(left.described) and \(right.described)")
    }
    switch (a, b) {
    case (.sparse(let x), .sparse(let y)): return SparseObject(try apply(operation, x, y)).value
    case (.sparse(let x), .scalar(let y, let kind)):
      return SparseObject(try apply(operation, x, y, kind: kind)).value
    case (.scalar(let x, let kind), .sparse(let y)):
      return SparseObject(try apply(operation, x, y, kind: kind)).value
    case (.sparse(let x), .tensor(let y)): return value(try apply(operation, x, y))
    case (.tensor(let x), .sparse(let y)): return value(try apply(operation, x, y))
    default: return .none
    }
  }

  private static func value(_ result: SparseOrDense) -> Value {
    switch result {
    case .sparse(let matrix): SparseObject(matrix).value
    case .dense(let tensor): .reduced(tensor)
    }
  }

  /// `left @ right`, at least one of them sparse.
  static func product(_ left: Value, _ right: Value) throws -> Value {
    switch (Operand(left), Operand(right)) {
    case (.sparse(let x), .sparse(let y)): return SparseObject(try matmul(x, y)).value
    case (.sparse(let x), .tensor(let y)): return .reduced(try matmul(x, y))
    case (.tensor(let x), .sparse(let y)): return .reduced(try matmul(x, y))
    default:
      throw Failure(
        .type, "@ is the product of matrices, found \(left.described) and \(right.described)",
        notes: left.scalar != nil || right.scalar != nil ? ["a number multiplies with *"] : [])
    }
  }
}

// MARK: - Display

extension SparseObject: Describable {
  /// Entries that `print` still writes as a call that makes them again.
  private static let literalEntries = 8
  private static let maximumRows = 10

  private var size: String { counted(matrix.entryCount, "entry", "entries") }

  var sentence: String {
    "A sparse matrix of \(counted(matrix.rowCount, "row")) and "
      + "\(counted(matrix.columnCount, "column")) with \(size), a share of \(share) of its elements."
  }

  private var share: String { NumberFormat.significant(matrix.density, 3) }

  var summary: String {
    let (rows, columns, values) = matrix.triplets
    guard matrix.entryCount <= SparseObject.literalEntries else {
      return "<sparse matrix \(matrix.shape): \(size)>"
    }
    func list(_ numbers: [Int]) -> String { Tensor(numbers.map(Double.init)).value.literal }
    let entries = Tensor(values, kind: matrix.kind).value.literal
    return "sparse(\(list(rows)), \(list(columns)), \(entries), "
      + "shape=[\(matrix.rowCount), \(matrix.columnCount)])"
  }

  /// The size, and the first rows with the columns and values of their entries.
  func display(_ options: DisplayOptions) -> String {
    let isPlain = options.glyphs == .ascii
    let times = isPlain ? "x" : "×"
    let heading =
      "sparse \(matrix.isBool ? "bool " : "")matrix \(matrix.rowCount)\(times)\(matrix.columnCount): "
      + "\(size), density \(share)"
    let shown = min(matrix.rowCount, SparseObject.maximumRows)
    let width = String(max(shown - 1, 0)).count
    var lines = [heading]
    for row in 0..<shown {
      let label = String(row)
      let start = "  " + String(repeating: " ", count: width - label.count) + label + " |"
      lines.append(self.line(row, start: start, options))
    }
    if matrix.rowCount > shown {
      lines.append("  \(isPlain ? "..." : "…") \(counted(matrix.rowCount - shown, "more row"))")
    }
    return lines.joined(separator: "\n")
  }

  private func line(_ row: Int, start: String, _ options: DisplayOptions) -> String {
    var line = start
    let ellipsis = options.glyphs == .ascii ? " ..." : " …"
    let entries = matrix.entries(ofRow: row)
    for k in entries {
      let value =
        matrix.isBool ? "true" : NumberFormat.plain(matrix.values[k], digits: options.digits)
      let cell = "  \(matrix.columns[k]): \(value)"
      let room = options.width - (k + 1 < entries.upperBound ? ellipsis.count : 0)
      guard line.count + cell.count <= room else { return line + ellipsis }
      line += cell
    }
    return line
  }
}
