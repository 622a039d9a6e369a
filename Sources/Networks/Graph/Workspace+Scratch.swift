extension Workspace {
  /// What an operation keeps between the way forward and the way back: each operation makes one
  /// value, the inputs come before them all.
  @inline(__always)
  func kept(_ operation: GraphOperation) -> UnsafeMutablePointer<S> {
    scratch[operation.output - 1]
  }
}
