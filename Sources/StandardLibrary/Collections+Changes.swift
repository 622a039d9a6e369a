internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Collections with parts put in, taken out or in another order; what is given stays as it is.
  static let collectionChanges: [Builtin] = [
    Builtin(
      "insert", "The collection with one more element before a position.",
      Parameter<Value>("x", "a list, a tensor (taken row by row) or a string"),
      Parameter<Int>("position", "where, from -len(x) to len(x)"),
      Parameter<Value>("value", "the element; to a matrix a row, to a string a string"),
      examples: [
        Example("insert([\"a\", \"c\"], 1, \"b\")", prints: "[\"a\", \"b\", \"c\"]"),
        Example("insert([1, 2], 0, 9)", prints: "tensor 3\n  9  1  2"),
      ],
      body: { x, position, value in try inserted(x, position, value) }),
    Builtin(
      "remove", "The collection without the elements at some positions.",
      Parameter<Value>("x", "a list, a tensor (taken row by row), a string or a record"),
      Parameter<Value>(
        "at",
        "a position, a list of positions or a mask; of a record a field's name or a list "
          + "of names"),
      details: "By value instead: filter(x, e -> e != value).",
      examples: [
        Example("remove([\"a\", \"b\", \"c\"], -1)", prints: "[\"a\", \"b\"]"),
        Example("remove(0:5, [0, 2])", prints: "tensor 3\n  1  3  4"),
        Example("print(remove({a: 1, b: 2}, \"a\"))", prints: "{b: 2}"),
      ],
      body: { x, at in try removed(x, at) }),
    Builtin(
      "reverse", "The elements from the last to the first; of a tensor the rows.",
      Parameter<Value>("x", "a tensor, list, record or string"),
      details: "The same as x[::-1].",
      examples: [
        Example("reverse([1, 2, 3])", prints: "tensor 3\n  3  2  1"),
        Example("reverse(\"abc\")", prints: "cba"),
      ],
      body: { x in
        let elements = try parts(of: x, for: "reverse", "x")
        return try selected(x, elements, Array(elements.indices.reversed()))
      }),
    Builtin(
      "record", "A record from pairs of a name and a value.",
      Parameter<Value>("pairs", "a list of lists [name, value], or a record"),
      details: "record(zip(names, values)) puts names and values together; of equal names the "
        + "last counts.",
      examples: [
        Example("print(record([[\"a\", 1], [\"b\", 2]]))", prints: "{a: 1, b: 2}"),
        Example("print(record(zip([\"x\", \"y\"], [1, 2])))", prints: "{x: 1, y: 2}"),
      ],
      body: { pairs in try record(pairs) }),
  ]

  private static func inserted(_ x: Value, _ position: Int, _ value: Value) throws -> Value {
    let count = try length(x)
    guard position >= -count, position <= count else {
      throw Failure(
        .index, "insert: position \(position) is out of range: valid are \(-count) to \(count)")
    }
    let place = position < 0 ? position + count : position
    switch x {
    case .list(let box):
      try ValueLimits.checkList(count + 1)
      return try .list(of: box.elements[..<place] + [value] + box.elements[place...])
    case .tensor(let tensor): return .tensor(try inserted(tensor, place, value))
    case .string(let box):
      guard case .string(let part) = value else {
        throw Failure(.type, "insert: a string holds strings, found \(value.described)")
      }
      try ValueLimits.checkText(box.text.utf8.count + part.text.utf8.count)
      let index = box.text.index(box.text.startIndex, offsetBy: place)
      return .text(box.text[..<index] + part.text + box.text[index...])
    default:
      throw Failure(
        .argument, "insert: x must be a list, a tensor or a string, found \(x.described)")
    }
  }

  private static func inserted(_ tensor: Tensor, _ place: Int, _ value: Value) throws -> Tensor {
    guard let element = Numbers.from(value)?.tensor else {
      throw Failure(
        .type, "insert: a tensor holds numbers, found \(value.described)",
        notes: ["list(x) turns the tensor into a list, which holds anything"])
    }
    let row = try Tensor.stack([element])
    guard tensor.count > 0 || tensor.rank > 1 else { return row }
    let head = try tensor.indexed(by: [.slice(start: nil, stop: place, step: 1)])
    let tail = try tensor.indexed(by: [.slice(start: place, stop: nil, step: 1)])
    return try Tensor.concat([head, row, tail], axis: 0)
  }

  private static func removed(_ x: Value, _ at: Value) throws -> Value {
    if case .record(let box) = x { return try removed(box.record, at) }
    let count = try length(x)
    let part = IndexValue.value(at)
    let positions =
      try Indexing.selection(part, count: count)
      ?? [try Indexing.resolve(try Indexing.position(at), count: count)]
    let gone = Set(positions)
    let kept = (0..<count).filter { !gone.contains($0) }
    return try selected(x, try parts(of: x, for: "remove", "x"), kept)
  }

  private static func removed(_ record: Record, _ at: Value) throws -> Value {
    let wanted = String.from(at).map { [$0] } ?? [String].from(at)
    guard let wanted else {
      throw Failure(
        .type, "remove: a record's fields are named by strings, found \(at.described)")
    }
    for name in wanted where record.position(of: name) == nil {
      throw Indexing.unknownField(name, among: record.names, of: "record")
    }
    let gone = Set(wanted)
    let kept = zip(record.names, record.values).filter { !gone.contains($0.0) }
    return try .record(of: Record(kept.map { ($0.0, $0.1) }))
  }

  private static func record(_ pairs: Value) throws -> Value {
    if case .record = pairs { return pairs }
    var record = Record()
    for (index, pair) in try parts(of: pairs, for: "record", "pairs").enumerated() {
      if index & 0xFFF == 0 { try Interrupt.check() }
      guard case .list(let box) = pair, box.elements.count == 2,
        case .string(let name) = box.elements[0]
      else {
        throw Failure(
          .argument,
          "record: element \(index) of pairs must be [name, value], found "
            + pair.described, notes: ["record(zip(names, values)) makes the pairs"])
      }
      record[name.text] = box.elements[1]
    }
    return try .record(of: record)
  }
}
