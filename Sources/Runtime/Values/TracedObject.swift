package import Autodiff
internal import Tensors

/// A number or tensor that a running differentiation follows.
///
/// It says that it is a number or a tensor, prints, compares and branches as its value, and is
/// recorded when it is computed with.
package struct TracedObject: OperandObject {
  package let variable: Variable

  package var typeName: String { plain.typeName }
  package var elementCount: Int? { variable.shape.rank == 0 ? nil : variable.value.rowCount }
  package var summary: String { plain.printed }
  package func display(_ options: DisplayOptions) -> String { plain.display(options) }

  /// Traced values decide about every operator that they take part in.
  package var operandRank: Int { 1_000 }

  /// The value alone.
  package var plain: Value { .reduced(variable.value) }

  /// What messages call it.
  package var described: String { "\(plain.described), which a derivative follows" }

  package func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? TracedObject else { return false }
    return plain.isEqual(to: other.plain)
  }
}

extension Value {
  /// A variable as a value: traced while a tape follows it, else a plain number or tensor.
  package init(_ variable: Variable) {
    self =
      variable.isTraced
      ? .object(ObjectBox(TracedObject(variable: variable))) : .reduced(variable.value)
  }

  /// The value as what operations are recorded on; `nil` unless it is a number, bool or tensor.
  package var variable: Variable? {
    if case .object(let box) = self { return (box.object as? TracedObject)?.variable }
    return Tensor.from(self).map { Variable($0) }
  }

  /// The value under differentiation that this is.
  package var traced: TracedObject? {
    if case .object(let box) = self { return box.object as? TracedObject }
    return nil
  }

  /// The value itself, without the trace that it may have; parts of lists and records keep theirs.
  package var plain: Value { traced?.plain ?? self }

  /// The value without any trace, in lists and records too.
  package var deeplyPlain: Value {
    guard containsTraced, !Interrupt.isRequested else { return self }
    switch self {
    case .list(let box): return .list(ListBox(box.elements.map(\.deeplyPlain), depth: box.depth))
    case .record(let box):
      let fields = zip(box.record.names, box.record.values.map(\.deeplyPlain))
      return .record(RecordBox(Record(Array(fields)), depth: box.depth))
    default: return plain
    }
  }

  /// Whether the value or a part of it is traced.
  ///
  /// Shared parts make small values with endlessly many parts: a request to stop ends the search.
  package var containsTraced: Bool {
    if Interrupt.isRequested { return false }
    return switch self {
    case .object: traced != nil
    case .list(let box): box.elements.contains(where: \.containsTraced)
    case .record(let box): box.record.values.contains(where: \.containsTraced)
    default: false
    }
  }
}
