internal import Diagnostics
internal import Files
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Values in JSON files.
  static let jsonFiles: [Builtin] = [
    Builtin(
      "read_json", "The value that a JSON file holds.", path,
      details: "Objects become records. Arrays of numbers, or of such arrays of one shape, become "
        + "tensors, and a null among the numbers is nan; other arrays become lists, null none. "
        + "tandem run FILE --json OUT writes such a file.",
      examples: [
        Example(
          "write_json({rate: 0.1, f1: [0.5, 0.625]}, \"a.json\"); r = read_json(\"a.json\"); r.f1",
          prints: "tensor 2\n  0.5    0.625", needsFolder: true),
        Example("read_json(\"no.json\")", fails: "cannot read no.json: there is no such file"),
      ],
      with: { interpreter, path in
        let bytes = try File.read(try interpreter.files.readable(path)) { _ in
          try Interrupt.check()
        }
        return try Value(JSONValue.read(bytes, name: path))
      }),
    Builtin(
      "write_json", "Writes a value to a JSON file, all of it or nothing.",
      Parameter<Value>("x", "any value but a function or an object"),
      Parameter<String>("path", "the file, which is replaced"),
      details:
        "Tensors become nested arrays, records objects, numbers keep all their digits; nan, inf "
        + "and none become null. Functions and objects within the value are left out.",
      examples: [
        Example(
          "write_json({a: [1, nan; 3, 4], b: \"x\"}, \"b.json\"); print(read_text(\"b.json\"))",
          prints: "{\"a\": [[1, null], [3, 4]], \"b\": \"x\"}\n", needsFolder: true)
      ],
      with: { interpreter, value, path in
        var form = JSONForm()
        guard let json = try form.json(value, at: "x") else {
          throw Failure(
            .argument, "write_json: x must be a value with a JSON form, found \(value.described)",
            notes: ["save(x, path) keeps models and charts"])
        }
        let text = try json.text(.line) { try Interrupt.check() }
        try FileAccess.write(text + "\n", to: try interpreter.files.writable(path))
        return Nothing()
      }),
  ]
}

extension Value {
  /// A value that a JSON text held.
  init(_ json: JSONValue) throws {
    switch json {
    case .null: self = .none
    case .bool(let bool): self = .bool(bool)
    case .integer(let number): self = .number(Double(number))
    case .real(let number): self = .number(number)
    case .string(let text): self = .text(text)
    case .object(let members):
      var fields: [(String, Value)] = []
      for member in members { fields.append((member.name, try Value(member.value))) }
      self = .flatRecord(fields)
    case .array(let elements): self = try Value(elements)
    }
  }

  /// An array as a tensor where it is a grid of numbers or of bools, else as a list.
  private init(_ elements: [JSONValue]) throws {
    try Interrupt.check()
    var grid = JSONGrid()
    if grid.collect(.array(elements), depth: 0), grid.shape.count <= Shape.maximumRank {
      let tensor = Tensor(grid.numbers, kind: grid.boolCount > 0 ? .bool : .number)
      self = .tensor(try tensor.reshaped(to: grid.shape))
    } else {
      self = try .list(of: elements.map { try Value($0) })
    }
  }
}

/// Nested arrays that may be a grid of numbers or of bools.
private struct JSONGrid {
  var shape: [Int] = []
  /// The leaves row by row.
  var numbers: [Double] = []
  var boolCount = 0

  /// Collects the leaves; `false` where the arrays are no grid.
  mutating func collect(_ value: JSONValue, depth: Int) -> Bool {
    switch value {
    case .integer(let number): numbers.append(Double(number))
    case .real(let number): numbers.append(number)
    case .null: numbers.append(.nan)
    case .bool(let bool):
      numbers.append(bool ? 1 : 0)
      boolCount += 1
    case .string, .object: return false
    case .array(let elements):
      // The first array of a level says how many elements all of them have.
      if numbers.isEmpty, shape.count == depth { shape.append(elements.count) }
      guard depth < shape.count, shape[depth] == elements.count else { return false }
      for element in elements where !collect(element, depth: depth + 1) { return false }
      return true
    }
    return depth == shape.count && (boolCount == 0 || boolCount == numbers.count)
  }
}
