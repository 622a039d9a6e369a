internal import Runtime
internal import Tensors

/// Values as JSON: tensors as nested arrays, records as objects, NaN and infinities as `null`.
enum JSON {
  /// The text of a value; `nil` for functions and objects, which have no JSON form.
  static func text(_ value: Value) -> String? {
    switch value {
    case .none: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): text(number)
    case .string(let box): quoted(box.text)
    case .tensor(let tensor):
      tensor.withElements { text(tensor, $0, axis: 0, offset: 0) }
    case .list(let box): "[" + box.elements.map { text($0) ?? "null" }.joined(separator: ", ") + "]"
    case .record(let box):
      "{"
        + zip(box.record.names, box.record.values).compactMap { name, value in
          text(value).map { "\(quoted(name)): \($0)" }
        }.joined(separator: ", ") + "}"
    case .function, .object: nil
    }
  }

  private static func text(_ number: Double) -> String {
    guard number.isFinite else { return "null" }
    if number == number.rounded(), number.magnitude < 0x1p53 {
      return NumberFormat.plain(number)
    }
    return "\(number)"
  }

  private static func text(
    _ tensor: Tensor, _ elements: UnsafeBufferPointer<Double>, axis: Int, offset: Int
  ) -> String {
    guard axis < tensor.rank else {
      return tensor.isBool
        ? (elements[offset] != 0 ? "true" : "false") : text(elements[offset])
    }
    let stride = ((axis + 1)..<tensor.rank).reduce(1) { $0 * tensor.shape[$1] }
    let parts = (0..<tensor.shape[axis]).map {
      text(tensor, elements, axis: axis + 1, offset: offset + $0 * stride)
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  /// A string in double quotes with JSON's escapes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
