extension Workload {
  /// Training of multi-label models, against scikit-learn; predictions must be as good.
  static let multiLabel: [Workload] = []
}
