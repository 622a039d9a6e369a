internal import Datasets
internal import Diagnostics
internal import Networks
internal import Runtime

/// What one output of a network means, as a value of the language.
struct HeadObject: LanguageObject, ValueConvertible {
  static let typeName = "head"

  let kind: HeadKind

  init(_ kind: HeadKind) { self.kind = kind }

  var typeName: String { HeadObject.typeName }

  var summary: String { kind.name }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? HeadObject)?.kind == kind
  }
}

extension HeadObject: Describable {
  var sentence: String { "The head \(summary) of a network." }
}

/// The heads of a network by name: `{click: binary(), age: regression()}`.
struct HeadList: ValueConvertible, Sendable {
  /// By name, as they were given.
  let entries: [(name: String, value: Value)]

  static var typeName: String { "record of heads, such as {y: regression()}" }

  static func from(_ value: Value) -> HeadList? {
    guard case .record(let box) = value else { return nil }
    return HeadList(entries: Array(zip(box.record.names, box.record.values)))
  }

  var value: Value { .flatRecord(entries.map { ($0.name, $0.value) }) }

  /// The name under which histories hold the sum of the losses.
  static let totalName = "total"

  /// The heads, each checked.
  ///
  /// - Throws: `argument` naming the head that is none.
  func heads(for function: String) throws -> [Head] {
    try entries.map { name, value in
      guard name != Self.totalName else {
        throw Failure(
          .argument, "\(function): a head cannot be called 'total'",
          notes: ["total is the sum of the losses in a fitted network's history"])
      }
      guard let object = HeadObject.from(value) else {
        throw Failure(
          .argument,
          "\(function): head '\(name)' must be binary(), classes(K), regression() or multilabel(C), "
            + "found \(value.described)", notes: Self.notes(value))
      }
      return Head(name, object.kind)
    }
  }

  private static func notes(_ value: Value) -> [String] {
    guard case .function(let function) = value, let name = function.builtin?.name else { return [] }
    return ["\(name)(…) makes the head: the brackets are missing"]
  }
}
