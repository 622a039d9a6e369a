/// Ordered fields by name.
package struct Record: Sendable {
  package private(set) var names: [String]
  package private(set) var values: [Value]
  /// Positions by name, kept only for records too wide for a linear search.
  private var positions: [String: Int]?

  private static let linearSearchLimit = 12

  package init() {
    names = []
    values = []
  }

  /// A record from fields; a later field of the same name replaces an earlier one.
  package init(_ fields: [(String, Value)]) {
    self.init()
    for (name, value) in fields { self[name] = value }
  }

  package var count: Int { names.count }

  /// The position of a field.
  package func position(of name: String) -> Int? {
    if let positions { return positions[name] }
    return names.firstIndex(of: name)
  }

  /// A field's value; setting a new name appends it.
  package subscript(name: String) -> Value? {
    get { position(of: name).map { values[$0] } }
    set {
      guard let newValue else { return }
      if let position = position(of: name) {
        values[position] = newValue
      } else {
        append(name, newValue)
      }
    }
  }

  /// The value at a position, taken out to be changed and put back.
  mutating func exchange(at position: Int, _ value: Value) -> Value {
    let old = values[position]
    values[position] = value
    return old
  }

  private mutating func append(_ name: String, _ value: Value) {
    names.append(name)
    values.append(value)
    if positions != nil {
      positions?[name] = names.count - 1
    } else if names.count > Record.linearSearchLimit {
      positions = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    }
  }

  /// Whether both have the same names with the same values, in any order.
  package func isEqual(to other: Record) -> Bool {
    guard count == other.count else { return false }
    for (name, value) in zip(names, values) {
      guard let theirs = other[name], value.isEqual(to: theirs) else { return false }
    }
    return true
  }
}

/// A record on the heap; changed in place only by its single owner.
package final class RecordBox: @unchecked Sendable {
  package internal(set) var record: Record
  package internal(set) var depth: Int

  init(_ record: Record, depth: Int) {
    self.record = record
    self.depth = depth
  }
}

extension Value {
  /// A record value; throws when it would nest too deeply.
  package static func record(of record: Record) throws -> Value {
    .record(RecordBox(record, depth: try depth(above: record.values)))
  }

  /// A record of values that nest little, made by a builtin.
  package static func flatRecord(_ fields: [(String, Value)]) -> Value {
    let depth = 1 + (fields.lazy.map(\.1.depth).max() ?? 0)
    return .record(RecordBox(Record(fields), depth: depth))
  }
}
