package import Diagnostics
package import Tensors

/// Reading and replacing parts of values.
package enum Indexing {
  // MARK: - Positions

  /// A whole number used as a position.
  package static func position(_ value: Value) throws -> Int {
    guard case .number(let number) = value.plain else {
      throw Failure(
        .index, "a position is a whole number, found \(value.described)",
        notes: ["positions count from 0"], .fractionalPosition,
        facts: ["found": value.described])
    }
    guard let position = Int(exactly: number) else {
      throw Failure(
        .index, "a position is a whole number, found \(NumberFormat.plain(number))",
        notes: ["floor(x) or round(x) gives one"], .fractionalPosition,
        facts: ["found": "the number \(NumberFormat.plain(number))"])
    }
    return position
  }

  /// One evaluated position as the compute core takes it.
  package static func axisIndex(_ part: IndexValue) throws -> AxisIndex {
    switch part {
    case .ellipsis: return .ellipsis
    case .slice(let start, let stop, let step): return .slice(start: start, stop: stop, step: step)
    case .value(.number(let number)): return .at(try position(.number(number)))
    case .value(.tensor(let tensor)) where tensor.rank == 1:
      if tensor.isBool { return .mask(tensor.elements.map { $0 != 0 }) }
      return .positions(try tensor.elements.map { try position(.number($0)) })
    case .value(.list(let box)): return .positions(try box.elements.map(position))
    case .value(.object(let box)) where box.object is TracedObject:
      return try axisIndex(.value(Value.object(box).plain))
    case .value(let other):
      throw Failure(
        .index,
        "a position is a whole number, a list of them, a mask or a slice, found "
          + other.described)
    }
  }

  /// The positions of a list of so many elements that a part selects; `nil` for a single one.
  package static func selection(_ part: IndexValue, count: Int) throws -> [Int]? {
    switch try axisIndex(part) {
    case .at: return nil
    case .ellipsis: return Array(0..<count)
    case .slice(let start, let stop, let step):
      let all = Tensor((0..<count).map(Double.init))
      return try all.indexed(by: [.slice(start: start, stop: stop, step: step)]).elements.map {
        Int($0)
      }
    case .positions(let positions): return try positions.map { try resolve($0, count: count) }
    case .mask(let mask):
      guard mask.count == count else {
        throw Failure(.index, "a mask of \(mask.count) does not fit \(count) elements")
      }
      return mask.indices.filter { mask[$0] }
    }
  }

  /// A position counted from either end as one from the start.
  package static func resolve(_ position: Int, count: Int) throws -> Int {
    guard position >= -count, position < count else {
      let range = count == 0 ? "there are no elements" : "valid are \(-count) to \(count - 1)"
      throw Failure(
        .index, "position \(position) is out of range: \(range)",
        notes: position == count && count > 0
          ? ["positions count from 0: the last is \(count - 1), or -1"] : [],
        .outOfRange,
        facts: ["index": "\(position)", "size": "\(count)", "last": "\(count - 1)"])
    }
    return position < 0 ? position + count : position
  }

  // MARK: - Reading

  package static func read(_ base: Value, _ parts: [IndexValue]) throws -> Value {
    switch base {
    case .tensor(let tensor): return try readTensor(tensor, parts)
    case .list(let box): return try readList(box.elements, single(parts, base))
    case .string(let box): return try readString(box, single(parts, base))
    case .record(let box): return try readRecord(box.record, single(parts, base))
    case .object(let box): return try box.object.indexed(by: parts)
    case .function(let function):
      throw Failure(
        .type, "a function is called with parentheses: \(function.name ?? "f")(…)")
    default: throw Failure(.type, "\(base.described) has no parts")
    }
  }

  private static func single(_ parts: [IndexValue], _ base: Value) throws -> IndexValue {
    guard parts.count == 1 else {
      throw Failure(
        .index, "\(base.described) takes one position, found \(parts.count)",
        notes: ["parts of parts are written x[i][j]"])
    }
    return parts[0]
  }

  private static func readTensor(_ tensor: Tensor, _ parts: [IndexValue]) throws -> Value {
    if parts.count == 1, case .value(.tensor(let mask)) = parts[0], mask.isBool, mask.rank > 1 {
      return .tensor(try tensor.masked(by: mask))
    }
    return .reduced(try tensor.indexed(by: try parts.map(axisIndex)))
  }

  private static func readList(_ elements: [Value], _ part: IndexValue) throws -> Value {
    if let chosen = try selection(part, count: elements.count) {
      return try .list(of: chosen.map { elements[$0] })
    }
    guard case .value(let value) = part else { return .none }
    return elements[try resolve(try position(value), count: elements.count)]
  }

  private static func readString(_ box: StringBox, _ part: IndexValue) throws -> Value {
    if let chosen = try selection(part, count: box.characterCount) {
      let characters = Array(box.text)
      return .text(String(chosen.map { characters[$0] }))
    }
    guard case .value(let value) = part else { return .none }
    return .text(box.character(try resolve(try position(value), count: box.characterCount)))
  }

  private static func readRecord(_ record: Record, _ part: IndexValue) throws -> Value {
    guard case .value(.string(let name)) = part else {
      throw Failure(.index, "a record is read by a field's name: r[\"name\"] or r.name")
    }
    return try field(record, name.text)
  }

  private static func field(_ record: Record, _ name: String) throws -> Value {
    if let value = record[name] { return value }
    throw unknownField(name, among: record.names, of: "record")
  }

  package static func unknownField(
    _ name: String, among names: [String], of what: String
  ) -> Failure {
    let known = ForeignNames.fields[name].map { $0.filter(names.contains) } ?? []
    let near = (known.isEmpty ? nearNames(to: name, among: names, limit: 1) : known).prefix(1)
      .map { "did you mean \($0)?" }
    let other = what == "record" ? ForeignNames.recordFields[name].map { [$0] } ?? [] : []
    let list = names.isEmpty ? "it has no fields" : "it has \(names.joined(separator: ", "))"
    return Failure(
      .name, "this \(what) has no field \(name)",
      notes: other + (other.isEmpty ? near : []) + [list], .missingField,
      facts: ["field": name, "owner": what, "fields": names.joined(separator: ", ")])
  }

  /// A field of a record or an object.
  package static func field(_ base: Value, _ name: String) throws -> Value {
    switch base {
    case .record(let box): return try field(box.record, name)
    case .object(let box):
      if let value = try box.object.field(name) { return value }
      throw unknownField(name, among: box.object.fieldNames, of: box.object.typeName)
    case .tensor where name == "T":
      throw Failure(
        .name, "a tensor has no field T", notes: ["the transpose is written x'"], .noFields,
        facts: ["field": name, "owner": base.described])
    case .tensor, .list, .string:
      throw Failure(
        .type, "\(base.described) has no fields",
        notes: [ForeignNames.advice[name] ?? "functions are called: \(name)(x)"], .noFields,
        facts: ["field": name, "owner": base.described])
    default: throw Failure(.type, "\(base.described) has no field \(name)")
    }
  }

  // MARK: - Replacing

  /// A step from a value into one of its parts.
  enum Step {
    case index([IndexValue])
    case field(String)
  }

  /// Replaces the part of `base` at the end of a path; in place where `base` is the only owner.
  static func replace(_ base: inout Value, _ path: ArraySlice<Step>, with value: Value) throws {
    guard let step = path.first else {
      base = value
      return
    }
    // Checked before anything is stored: a box must never hold more levels than it claims.
    guard value.depth + path.count <= maximumValueDepth else { throw Value.tooDeep }
    let rest = path.dropFirst()
    // The payload is taken out of `base` inside each case, so that its single owner can be seen.
    switch (base.typeName, step) {
    case ("record", .field(let name)): try replaceField(&base, name, rest, value)
    case ("record", .index(let parts)):
      guard parts.count == 1, case .value(.string(let name)) = parts[0] else {
        throw Failure(.index, "a record is changed by a field's name: r.name = …")
      }
      try replaceField(&base, name.text, rest, value)
    case ("list", .index(let parts)):
      try replaceElement(&base, try single(parts, base), rest, value)
    case ("tensor", .index(let parts)): try replaceElements(&base, parts, rest, value)
    case (_, .index(let parts)) where base.operandObject != nil:
      try replaceElements(&base, parts, rest, value)
    case (_, .field(let name)):
      throw Failure(.type, "\(base.described) has no field \(name) that could be changed")
    default: throw Failure(.type, "\(base.described) cannot be changed part by part")
    }
  }

  private static func replaceField(
    _ base: inout Value, _ name: String, _ rest: ArraySlice<Step>, _ value: Value
  ) throws {
    guard case .record(var box) = base else { return }
    base = .none
    if !isKnownUniquelyReferenced(&box) { box = RecordBox(box.record, depth: box.depth) }
    defer { base = .record(box) }
    guard let position = box.record.position(of: name) else {
      guard rest.isEmpty else {
        throw unknownField(name, among: box.record.names, of: "record")
      }
      box.depth = max(box.depth, value.depth + 1)
      box.record[name] = value
      return
    }
    var part = box.record.exchange(at: position, .none)
    defer { _ = box.record.exchange(at: position, part) }
    try replace(&part, rest, with: value)
    box.depth = max(box.depth, part.depth + 1)
  }

  private static func replaceElement(
    _ base: inout Value, _ part: IndexValue, _ rest: ArraySlice<Step>, _ value: Value
  ) throws {
    guard case .list(var box) = base else { return }
    base = .none
    if !isKnownUniquelyReferenced(&box) { box = ListBox(box.elements, depth: box.depth) }
    defer { base = .list(box) }
    if let chosen = try selection(part, count: box.elements.count) {
      guard rest.isEmpty else { throw Failure(.index, "change one element at a time") }
      try replaceChosen(box, chosen, value)
      return
    }
    guard case .value(let wanted) = part else { return }
    let position = try resolve(try position(wanted), count: box.elements.count)
    var element = box.elements[position]
    box.elements[position] = .none
    defer { box.elements[position] = element }
    try replace(&element, rest, with: value)
    box.depth = max(box.depth, element.depth + 1)
  }

  private static func replaceChosen(_ box: ListBox, _ chosen: [Int], _ value: Value) throws {
    guard let values = [Value].from(value), values.count == chosen.count else {
      throw Failure(
        .value, "\(chosen.count) elements are replaced by as many, found \(value.described)")
    }
    for (position, value) in zip(chosen, values) {
      box.elements[position] = value
      box.depth = max(box.depth, value.depth + 1)
    }
  }

  private static func replaceElements(
    _ base: inout Value, _ parts: [IndexValue], _ rest: ArraySlice<Step>, _ value: Value
  ) throws {
    var value = value
    if !rest.isEmpty {
      // `x[i][j] = e`: the rows are values of their own, so the part is changed and stored back.
      var part = try read(base, parts)
      try replace(&part, rest, with: value)
      value = part
    }
    if let whole = try OperandOperation.replace(base, parts, with: value).performed() {
      base = whole
      return
    }
    guard let new = Tensor.from(value) else {
      throw Failure(.type, "a tensor's elements are numbers or bools, found \(value.described)")
    }
    guard case .tensor(var tensor) = base else { return }
    base = .none
    defer { base = .tensor(tensor) }
    if parts.count == 1, case .value(.tensor(let mask)) = parts[0], mask.isBool, mask.rank > 1 {
      return try tensor.assign(mask: mask, new)
    }
    let indices = try parts.map(axisIndex)
    if new.rank == 0 {
      try tensor.assign(at: indices, scalar: new[flat: 0], kind: new.kind)
    } else {
      try tensor.assign(at: indices, new)
    }
  }
}
