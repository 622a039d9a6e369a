package import Diagnostics
internal import Tensors

extension Diagnostic {
  /// Any error of a lower layer as a diagnostic without a place.
  package init(_ error: any Error) {
    switch error {
    case let diagnostic as Diagnostic: self = diagnostic
    case let interruption as Interruption:
      let isOver = interruption == .timeLimit
      self.init(
        .interrupted, isOver ? "the time allowed for this run is over" : "interrupted",
        isOver ? .timeLimit : nil)
    case let tensor as TensorError:
      self.init(
        Diagnostic.kind(of: tensor), tensor.message, notes: tensor.notes,
        tensor.rule.flatMap { Mistake(rawValue: $0.rawValue) }, facts: tensor.facts)
    case let explained as any ExplainedError:
      self.init(
        explained.kind, explained.message, notes: explained.notes, explained.mistake,
        facts: explained.facts)
    default:
      self.init(.unsupported, "an unexpected error: \(error)")
    }
  }

  private static func kind(of error: TensorError) -> DiagnosticKind {
    switch error.kind {
    case .shape: .shape
    case .index: .index
    case .value: .value
    case .numeric: .numeric
    case .limit: .limit
    case .type: .type
    }
  }
}
