internal import Charts
internal import Diagnostics
internal import Runtime
internal import Tensors

/// Reads groups of values by name: a vector, a record or list of vectors, the columns of a matrix,
/// or values with the class of each.
struct GroupsReader {
  /// The builtin, named in errors.
  let function: String
  /// Whether a matrix is one group of all its values rather than a group a column.
  var joinsColumns = false

  /// More groups are no chart that anybody reads.
  private static let maximumGroups = 40

  func groups(
    _ x: Value, by classes: Value?, names: [String]?
  ) throws -> [(name: String, values: [Double])] {
    var groups = try classes.map { try split(x, by: $0) } ?? all(x)
    guard !groups.isEmpty else {
      throw Failure(.argument, "\(function): x must hold at least one group of values, found none")
    }
    guard groups.count <= Self.maximumGroups else {
      throw Failure(
        .limit,
        "\(function): expected at most \(Self.maximumGroups) groups, found \(groups.count)",
        notes: ["heat(x) draws a matrix of any size"])
    }
    guard let names else { return groups }
    guard names.count == groups.count else {
      throw Failure(
        .argument, "\(function): names must name \(groups.count) groups, found \(names.count)")
    }
    for index in groups.indices { groups[index].name = names[index] }
    return groups
  }

  private func all(_ x: Value) throws -> [(name: String, values: [Double])] {
    if case .record(let box) = x {
      return try zip(box.record.names, box.record.values).map { name, value in
        (name, try numbers(value, "the group \(name)"))
      }
    }
    if let tensor = Numbers.from(x)?.tensor {
      guard !joinsColumns, tensor.rank == 2, tensor.columnCount > 1 else {
        return [("", tensor.elements)]
      }
      return (0..<tensor.columnCount).map { j in
        ("\(j)", (0..<tensor.rowCount).map { tensor[flat: $0 * tensor.columnCount + j] })
      }
    }
    guard case .list(let box) = x else {
      throw Failure(
        .argument,
        "\(function): x must be a vector, a matrix, or a record or list of vectors, found "
          + x.described)
    }
    return try box.elements.enumerated().map { index, value in
      ("\(index)", try numbers(value, "group \(index)"))
    }
  }

  private func numbers(_ value: Value, _ what: String) throws -> [Double] {
    guard let tensor = Numbers.from(value)?.tensor else {
      throw Failure(
        .argument, "\(function): \(what) must hold numbers, found \(value.described)")
    }
    return tensor.elements
  }

  /// The values of each class, in the order of the classes' numbers or of their first rows.
  private func split(
    _ x: Value, by classes: Value
  ) throws -> [(name: String, values: [Double])] {
    let values = try SeriesReader(function: function).vector(x, "x")
    let words = try ClassWords.words(classes, for: function, count: values.count)
    var groups: [String: [Double]] = [:]
    var order: [String] = []
    for (word, value) in zip(words, values) {
      if groups[word] == nil { order.append(word) }
      groups[word, default: []].append(value)
    }
    if order.allSatisfy({ Double($0) != nil }) {
      order.sort { (Double($0) ?? 0) < (Double($1) ?? 0) }
    }
    return order.map { ($0, groups[$0] ?? []) }
  }
}

/// The class of each row as a word.
enum ClassWords {
  static func words(_ classes: Value, for function: String, count: Int) throws -> [String] {
    let words: [String]
    if let texts = [String].from(classes) {
      words = texts
    } else if let tensor = Numbers.from(classes)?.tensor, tensor.rank <= 1 {
      words = tensor.elements.map { Value.number($0).printed }
    } else {
      throw Failure(
        .argument,
        "\(function): groups must be a vector or a list of strings, found \(classes.described)")
    }
    guard words.count == count else {
      throw Failure(
        .shape, "\(function): groups must have one entry a value, found \(words.count) for \(count)"
      )
    }
    return words
  }
}
