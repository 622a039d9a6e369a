internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let anything = Parameter<Value>("x", "any value")

  static let values: [Builtin] = [
    Builtin(
      "print", "Writes values on one line, separated by spaces; drawings below each other.",
      Parameter<Variadic<Value>>("values", "what to write"),
      Parameter<String>("end", "what follows the last value", default: "\n"),
      examples: [Example("print(\"loss\", 0.5)", prints: "loss 0.5")],
      with: { interpreter, values, end in
        interpreter.write(printed(values.values, interpreter.display) + end)
        return Nothing()
      }),
    Builtin(
      "show", "Shows a value as the shell does, over several lines where needed.", anything,
      Parameter<Int?>(
        "digits", "significant digits of numbers, 1 to 17; none: as the shell does",
        default: .some(nil),
        Constraint("a whole number from 1 to 17") { $0.map { (1...17).contains($0) } ?? true }),
      examples: [
        Example("show([1, 2])", prints: "tensor 2\n  1  2"),
        Example("show(1 / 3, digits=12)", prints: "0.333333333333"),
      ],
      with: { interpreter, x, digits in
        if let digits {
          var options = interpreter.display
          options.digits = digits
          interpreter.write(x.display(options) + "\n")
        } else {
          try interpreter.show(x)
        }
        return Nothing()
      }),
    Builtin(
      "text", "What the shell would show for a value, as a string without colours.", anything,
      Parameter<Int?>(
        "width", "cells of the longest line; none: as wide as the terminal", default: .some(nil),
        Constraint("a whole number from 20 to 200") { $0.map { (20...200).contains($0) } ?? true }),
      details: "Charts take at most 100 cells, and have colours where they say color=\"always\".",
      examples: [
        Example("print(text([1, 2]))", prints: "tensor 2\n  1  2"),
        Example(
          "print(text(spark(0:40), width=30))", prints: "▁▁▂▂▃▃▄▄▄▅▅▆▆▆▇▇█ min 0 max 39"),
      ],
      with: { interpreter, x, width in
        var options = interpreter.display
        options.color = .none
        if let width { options.width = width }
        return x.display(options)
      }),
    Builtin(
      "type", "The name of a value's type.", anything,
      examples: [Example("type([1, 2])", prints: "tensor")],
      body: { x in x.typeName }),
    Builtin(
      "len",
      "The number of elements: rows of a tensor or data set, parts of a list, record or string.",
      Parameter<Value>("x", "a tensor, list, record, string or data set"),
      examples: [
        Example("len([1, 2; 3, 4; 5, 6])", prints: "3"), Example("len(\"abc\")", prints: "3"),
      ],
      unary: { try length($0).value },
      body: { x in try length(x) }),
    Builtin(
      "shape", "The sizes of a tensor's axes, as a vector.", numbers,
      examples: [Example("shape([1, 2, 3; 4, 5, 6])", prints: "tensor 2\n  2  3")],
      body: { x in Tensor(x.tensor.shape.dimensions.map(Double.init)) }),
    Builtin(
      "rank", "The number of a tensor's axes; a number has 0.", numbers,
      details: "The rank of a matrix in linear algebra is matrix_rank(x).",
      examples: [Example("rank([1, 2; 3, 4])", prints: "2")],
      body: { x in x.tensor.rank }),
    Builtin(
      "number", "A number read from a string, or made from a bool; bool tensors become 0 and 1.",
      Parameter<Value>("x", "a string, number, bool or tensor"),
      examples: [
        Example("number(\"2.5\")", prints: "2.5"),
        Example("number([1, 2] > 1)", prints: "tensor 2\n  0  1"),
      ],
      body: { x in try number(x) }),
    Builtin(
      "string", "A value as print writes it, as a string.", anything,
      examples: [Example("string(2) + \"x\"", prints: "2x")],
      unary: { .text($0.printed) },
      body: { x in x.printed }),
    Builtin(
      "list", "A list of the parts: rows of a tensor, characters of a string, values of a record.",
      Parameter<Value>("x", "a tensor, list, string or record"),
      examples: [
        Example("list([1, 2])", prints: "[1, 2]"),
        Example("list(\"ab\")", prints: "[\"a\", \"b\"]"),
      ],
      body: { x in try Value.list(of: try parts(of: x, for: "list", "x")) }),
    Builtin(
      "tensor", "A tensor from a list of numbers, of bools, or of such lists of one size.", numbers,
      examples: [Example("tensor(list([1, 2]))", prints: "tensor 2\n  1  2")],
      body: { x in Value.tensor(x.tensor) }),
  ]

  static func length(_ x: Value) throws -> Int {
    switch x {
    case .tensor(let tensor): return tensor.rowCount
    case .list(let box): return box.elements.count
    case .record(let box): return box.record.count
    case .string(let box): return box.text.count
    case .object(let box):
      if let count = box.object.elementCount { return count }
    default: break
    }
    throw Failure(
      .argument, "len: x must be a tensor, list, record, string or data set, found \(x.described)")
  }

  private static func number(_ x: Value) throws -> Value {
    if case .string(let box) = x {
      guard let number = Double(trimmed(box.text, whitespace)) else {
        throw Failure(
          .value, "number cannot read \(x.abbreviated(limit: 40))",
          notes: [
            box.text.contains(",")
              ? "the decimal point is written . and thousands are not set apart"
              : "a number is written like 1, -2.5 or 1e-3"
          ])
      }
      return .number(number)
    }
    guard let numbers = Numbers.from(x) else {
      throw Failure(
        .argument, "number: x must be a string, number, bool or tensor, found \(x.described)")
    }
    return .reduced(numbers.tensor.with(kind: .number))
  }

  /// The parts that a function over a collection sees.
  static func parts(of x: Value, for function: String, _ parameter: String) throws -> [Value] {
    switch x {
    case .list(let box): return box.elements
    case .record(let box): return box.record.values
    case .string(let box):
      try ValueLimits.checkList(box.text.count)
      return try box.text.enumerated().map { index, character in
        if index & 0xFFF == 0 { try Interrupt.check() }
        return .text(String(character))
      }
    case .tensor(let tensor) where tensor.rank > 0:
      try ValueLimits.checkList(tensor.rowCount)
      var rows: [Value] = []
      rows.reserveCapacity(tensor.rowCount)
      for row in 0..<tensor.rowCount {
        if row & 0xFFFF == 0 { try Interrupt.check() }
        rows.append(Operators.row(tensor, row))
      }
      return rows
    default:
      throw Failure(
        .argument,
        "\(function): \(parameter) must be a tensor, list, record or string, found \(x.described)")
    }
  }

  /// Values on one line, except drawings, which have lines of their own.
  private static func printed(_ values: [Value], _ options: DisplayOptions) -> String {
    var text = ""
    var follows = ""
    for value in values {
      var isDrawing = false
      if case .object(let box) = value { isDrawing = box.object is any Drawing }
      if !text.isEmpty { text += isDrawing ? "\n" : follows }
      text += isDrawing ? value.display(options) : value.printed
      follows = isDrawing ? "\n" : " "
    }
    return text
  }
}
