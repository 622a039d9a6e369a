package import Diagnostics
internal import Tensors

extension Diagnostic {
  /// Any error of a lower layer as a diagnostic without a place.
  package init(_ error: any Error) {
    switch error {
    case let diagnostic as Diagnostic: self = diagnostic
    case let interruption as Interruption:
      self.init(
        .interrupted,
        interruption == .interrupted ? "interrupted" : "the time allowed for this run is over")
    case let tensor as TensorError:
      self.init(Diagnostic.kind(of: tensor), tensor.message, notes: tensor.notes)
    case let explained as any ExplainedError:
      self.init(explained.kind, explained.message, notes: explained.notes)
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
