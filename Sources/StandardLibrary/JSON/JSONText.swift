package import Runtime
internal import Tensors

/// Values as JSON text: tensors as nested arrays, records as objects, numbers with all their digits,
/// NaN, infinities and `none` as `null`.
package struct JSONText {
  /// What has no JSON form and was left out, by its place: `fits.best`.
  package private(set) var leftOut: [(place: String, what: String)] = []

  package init() {}

  /// An object with a member a line.
  ///
  /// - Parameter fields: names with values; functions and objects among them are left out.
  /// - Returns: the text with a newline at its end.
  package mutating func object(_ fields: [(name: String, value: Value)]) -> String {
    let lines = fields.compactMap { name, value in
      text(value, at: name).map { "  \(Self.quoted(name)): \($0)" }
    }
    return lines.isEmpty ? "{}\n" : "{\n\(lines.joined(separator: ",\n"))\n}\n"
  }

  /// The text of a value; `nil` for functions and objects.
  ///
  /// - Parameters:
  ///   - value: any value.
  ///   - place: what `leftOut` calls it.
  /// - Returns: JSON on one line.
  package mutating func text(_ value: Value, at place: String) -> String? {
    switch value {
    case .none: return "null"
    case .bool(let bool): return bool ? "true" : "false"
    case .number(let number): return Self.text(number)
    case .string(let box): return Self.quoted(box.text)
    case .tensor(let tensor):
      return tensor.withElements { Self.text(tensor, $0, axis: 0, offset: 0) }
    case .list(let box):
      var parts: [String] = []
      for (position, element) in box.elements.enumerated() {
        parts.append(text(element, at: "\(place)[\(position)]") ?? "null")
      }
      return "[" + parts.joined(separator: ", ") + "]"
    case .record(let box): return text(box.record, at: place)
    case .function: return nil
    case .object(let box):
      leftOut.append((place, box.object.typeName))
      return nil
    }
  }

  private mutating func text(_ record: Record, at place: String) -> String {
    var parts: [String] = []
    for (name, value) in zip(record.names, record.values) {
      if let text = text(value, at: "\(place).\(name)") {
        parts.append("\(Self.quoted(name)): \(text)")
      }
    }
    return "{" + parts.joined(separator: ", ") + "}"
  }

  private static func text(_ number: Double) -> String {
    number.isFinite ? NumberFormat.exact(number) : "null"
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
  package static func quoted(_ text: String) -> String {
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
