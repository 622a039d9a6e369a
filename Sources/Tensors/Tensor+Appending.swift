extension Tensor {
  /// Adds an element behind a vector that nobody else holds; `false` when the vector is shared, or
  /// is no vector, or its elements are of another kind.
  ///
  /// The storage grows by doubling, so n elements added one by one cost O(n).
  ///
  /// - Throws: `TensorError` of kind `limit` when the larger storage does not fit in memory; the
  ///   vector is then as it was.
  package mutating func append(_ value: Double, kind: ElementKind) throws -> Bool {
    guard rank == 1, kind == self.kind, isKnownUniquelyReferenced(&buffer) else { return false }
    let count = buffer.header.count
    if count >= buffer.capacity { try grow(to: max(8, 2 * count)) }
    buffer.withUnsafeMutablePointers { header, elements in
      (elements + count).initialize(to: value)
      header.pointee.count = count + 1
      header.pointee.shape[0] = count + 1
    }
    TensorMemory.change(from: count * 8, to: (count + 1) * 8)
    return true
  }

  /// Moves the elements to a storage with room for more of them.
  private mutating func grow(to capacity: Int) throws {
    try TensorMemory.check(Shape(capacity))
    let (shape, kind, count) = (self.shape, self.kind, self.count)
    let made = TensorStorage.create(minimumCapacity: capacity) { _ in
      TensorHeader(shape: shape, kind: kind, count: count)
    }
    let storage = unsafeDowncast(made, to: TensorStorage.self)
    withElements { source in
      guard let base = source.baseAddress else { return }
      storage.withUnsafeMutablePointerToElements { $0.initialize(from: base, count: count) }
    }
    TensorMemory.change(from: 0, to: count * 8)
    buffer = storage
  }
}
