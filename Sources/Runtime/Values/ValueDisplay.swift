internal import Diagnostics
internal import Tensors

/// How values are shown: the room there is and what the terminal can do.
package struct DisplayOptions: Sendable {
  /// What colours a terminal shows.
  package enum Color: Sendable { case none, ansi16, ansi256, trueColor }
  /// What glyphs a terminal shows.
  package enum Glyphs: Sendable { case braille, block, ascii }

  package var width: Int
  package var color: Color
  package var glyphs: Glyphs
  /// Significant digits of numbers.
  package var digits: Int
  /// The colours of what asks for colours where none are shown otherwise.
  package var depth: Color
  /// Whether dark ink stands on light paper.
  package var isLight: Bool
  /// Cells of a character of East Asian Ambiguous width, 1 or 2.
  package var ambiguous: Int

  package init(
    width: Int = 80, color: Color = .none, glyphs: Glyphs = .braille, digits: Int = 6,
    depth: Color = .ansi16, isLight: Bool = false, ambiguous: Int = 1
  ) {
    self.width = width
    self.color = color
    self.glyphs = glyphs
    self.digits = digits
    self.depth = depth
    self.isLight = isLight
    self.ambiguous = ambiguous
  }
}

extension Value {
  /// The value on one line as `print` and interpolation write it: strings bare.
  package var printed: String {
    if case .string(let box) = self { return box.text }
    if case .number(let number) = self { return NumberFormat.plain(number) }
    return literal
  }

  /// The value on one line as its literal.
  package var literal: String { literal(limit: Int.max) }

  /// The literal, cut to a length with `…`.
  package func abbreviated(limit: Int) -> String { literal(limit: limit) }

  /// The literal, abandoned with `…` once it is longer than `limit`.
  func literal(limit: Int, digits: Int = 6) -> String {
    var writer = LiteralWriter(limit: limit) { .success(Value.text(of: $0, digits)) }
    writer.write(self)
    return writer.text
  }

  /// The literal with each number and bool written by a format.
  ///
  /// - Throws: the first error of `format`.
  func literal(writing format: @escaping (Value) throws(Failure) -> String) throws -> String {
    var writer = LiteralWriter(limit: Int.max) { value in
      Result { () throws(Failure) in try format(value) }
    }
    writer.write(self)
    if let failure = writer.failure { throw failure }
    return writer.text
  }

  /// The literal with numbers so exact that reading it gives the same value again.
  package var exactLiteral: String {
    (try? literal { value throws(Failure) in
      guard case .number(let number) = value else { return value.literal }
      return NumberFormat.exact(number)
    }) ?? literal
  }

  private static func text(of scalar: Value, _ digits: Int) -> String {
    switch scalar {
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): NumberFormat.plain(number, digits: digits)
    default: ""
    }
  }

  /// How the shell shows the value, one or more lines.
  package func display(_ options: DisplayOptions) -> String {
    switch self {
    case .number(let number): return NumberFormat.plain(number, digits: options.digits)
    case .tensor(let tensor): return TensorDisplay(tensor, options).text
    case .object(let box): return box.object.display(options)
    case .record(let box): return Value.lines(of: box.record, options)
    case .list(let box): return Value.lines(of: box.elements, self, options)
    case .function(let function): return "function \(function.signature)"
    default: return printed
    }
  }

  private static let maximumLines = 40

  private static func lines(of record: Record, _ options: DisplayOptions) -> String {
    guard record.count > 0 else { return "{}" }
    let width = min(record.names.map(\.count).max() ?? 0, 30)
    let shown = zip(record.names, record.values).prefix(maximumLines).map { name, value in
      let padding = String(repeating: " ", count: max(0, width - name.count))
      let line = "\(name)\(padding)  "
      return line + value.literal(limit: options.width - line.count, digits: options.digits)
    }
    return (shown + remainder(record.count)).joined(separator: "\n")
  }

  private static func lines(of list: [Value], _ whole: Value, _ options: DisplayOptions) -> String {
    let line = whole.literal(limit: options.width, digits: options.digits)
    if line.count <= options.width, !line.hasSuffix("…") { return line }
    let shown = list.prefix(maximumLines).enumerated().map { index, value in
      let label = "\(index)  "
      return label + value.literal(limit: options.width - label.count, digits: options.digits)
    }
    return (["list of \(list.count)"] + shown + remainder(list.count)).joined(separator: "\n")
  }

  private static func remainder(_ count: Int) -> [String] {
    count > maximumLines ? ["… \(count - maximumLines) more"] : []
  }
}

/// Writes literals up to a length.
private struct LiteralWriter {
  let limit: Int
  /// How numbers and bools are written.
  let scalar: (Value) -> Result<String, Failure>
  private(set) var text = ""
  /// Why a number could not be written.
  private(set) var failure: Failure?
  private var length = 0
  private var isFull = false

  init(limit: Int, scalar: @escaping (Value) -> Result<String, Failure>) {
    self.limit = limit
    self.scalar = scalar
  }

  private mutating func put(scalar value: Value) {
    switch scalar(value) {
    case .success(let text): put(text)
    case .failure(let error):
      failure = error
      isFull = true
    }
  }

  private mutating func put(_ part: String) {
    guard !isFull else { return }
    // Shared parts make small values with endless literals; the caller polls when this gave up.
    if text.utf8.count > ValueLimits.literalBytes || Interrupt.isRequested {
      text += "…"
      isFull = true
      return
    }
    let size = limit == Int.max ? 0 : part.count
    if size > limit - 1 - length {
      text += part.prefix(max(0, limit - 1 - length)) + "…"
      isFull = true
      return
    }
    text += part
    length += size
  }

  mutating func write(_ value: Value) {
    guard !isFull else { return }
    switch value {
    case .none: put("none")
    case .bool, .number: put(scalar: value)
    case .string(let box): put(LiteralWriter.quoted(box.text))
    case .tensor(let tensor) where tensor.count == 0 && tensor.rank > 1:
      // No literal has this shape, but a call does.
      let sizes = tensor.shape.dimensions.map(String.init).joined(separator: ", ")
      put("zeros(\(sizes))")
    case .tensor(let tensor): tensor.withElements { write(tensor, $0, axis: 0, offset: 0) }
    case .list(let box): write(box.elements)
    case .record(let box): write(box.record)
    case .function(let function): put("<function \(function.signature)>")
    case .object(let box): put(box.object.summary)
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "{": result += "\\{"
      case "}": result += "\\}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private mutating func write(_ elements: [Value]) {
    put("[")
    for (index, element) in elements.enumerated() {
      if index > 0 { put(", ") }
      write(element)
      if isFull { return }
    }
    put("]")
  }

  private mutating func write(_ record: Record) {
    put("{")
    for (index, name) in record.names.enumerated() {
      if index > 0 { put(", ") }
      put("\(name): ")
      write(record.values[index])
      if isFull { return }
    }
    put("}")
  }

  /// Vectors as `[1, 2]`, matrices as `[1, 2; 3, 4]`, higher ranks nested.
  private mutating func write(
    _ tensor: Tensor, _ elements: UnsafeBufferPointer<Double>, axis: Int, offset: Int
  ) {
    let shape = tensor.shape
    let depth = shape.rank - axis
    guard depth > 0 else { return write(element: elements[offset], tensor.isBool) }
    put("[")
    let size = shape[axis]
    if depth <= 2 {
      let width = depth == 2 ? shape[axis + 1] : 1
      for index in 0..<size where !isFull {
        if index > 0 { put(depth == 2 ? "; " : ", ") }
        for column in 0..<width where !isFull {
          if column > 0 { put(", ") }
          write(element: elements[offset + index * width + column], tensor.isBool)
        }
      }
      if depth == 2, size == 1 { put(";") }
    } else {
      let stride = ((axis + 1)..<shape.rank).reduce(1) { $0 * shape[$1] }
      for index in 0..<size where !isFull {
        if index > 0 { put(", ") }
        write(tensor, elements, axis: axis + 1, offset: offset + index * stride)
      }
    }
    put("]")
  }

  private mutating func write(element: Double, _ isBool: Bool) {
    put(scalar: isBool ? .bool(element != 0) : .number(element))
  }
}
