/// What a tensor's elements mean; both are stored as doubles, a bool as 0 or 1.
@usableFromInline package enum ElementKind: Sendable { case number, bool }

/// The shape of a storage and the meaning of its elements.
@usableFromInline
struct TensorHeader {
  @usableFromInline var shape: Shape
  @usableFromInline var kind: ElementKind
  @usableFromInline var count: Int

  init(shape: Shape, kind: ElementKind, count: Int) {
    self.shape = shape
    self.kind = kind
    self.count = count
  }
}

/// Elements and shape in one allocation.
@usableFromInline
final class TensorStorage: ManagedBuffer<TensorHeader, Double> {
  deinit {
    let bytes = header.count * MemoryLayout<Double>.stride
    if bytes >= TensorMemory.trackedBytes { TensorMemory.release(bytes) }
  }
}

/// A dense, row-major array of doubles (or bools) with value semantics; one word, copied on write.
@usableFromInline
package struct Tensor: @unchecked Sendable {
  @usableFromInline var buffer: TensorStorage

  /// Memory for `shape.count` elements that `initialize` must fill completely.
  ///
  /// The caller has made sure that the shape is affordable (`Tensor.checkSize`).
  package init(
    _ shape: Shape, kind: ElementKind = .number,
    initializing initialize: (UnsafeMutablePointer<Double>) throws -> Void
  ) rethrows {
    let count = shape.count
    let bytes = count * MemoryLayout<Double>.stride
    if bytes >= TensorMemory.trackedBytes { TensorMemory.retain(bytes) }
    let made = TensorStorage.create(minimumCapacity: count) { _ in
      TensorHeader(shape: shape, kind: kind, count: count)
    }
    buffer = unsafeDowncast(made, to: TensorStorage.self)
    try buffer.withUnsafeMutablePointerToElements { elements in
      if bytes >= TensorMemory.largePageBytes { TensorMemory.adviseLargePages(elements, bytes) }
      try initialize(elements)
    }
  }

  /// The memory of the elements, which copies share.
  package var memory: ObjectIdentifier { ObjectIdentifier(buffer) }

  /// A tensor filled with one value.
  package init(repeating value: Double, _ shape: Shape, kind: ElementKind = .number) {
    self.init(shape, kind: kind) { $0.initialize(repeating: value, count: shape.count) }
  }

  /// A vector.
  package init(_ elements: [Double], kind: ElementKind = .number) {
    self.init(elements, Shape(elements.count), kind: kind)
  }

  /// Elements in row-major order; their number is the shape's.
  package init(_ elements: [Double], _ shape: Shape, kind: ElementKind = .number) {
    precondition(elements.count == shape.count, "as many elements as the shape holds")
    self.init(shape, kind: kind) { target in
      elements.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { target.initialize(from: base, count: source.count) }
      }
    }
  }

  /// A matrix from rows of one length.
  package init(rows: [[Double]]) {
    self.init(rows.flatMap { $0 }, Shape(rows.count, rows.first?.count ?? 0))
  }

  /// The sizes of the axes.
  @inlinable package var shape: Shape {
    buffer.withUnsafeMutablePointerToHeader { $0.pointee.shape }
  }
  /// What the elements mean.
  @inlinable package var kind: ElementKind {
    buffer.withUnsafeMutablePointerToHeader { $0.pointee.kind }
  }
  /// Whether the elements are bools.
  @inlinable package var isBool: Bool { kind == .bool }
  /// The number of axes.
  @inlinable package var rank: Int {
    buffer.withUnsafeMutablePointerToHeader { $0.pointee.shape.rank }
  }
  /// The number of elements.
  @inlinable package var count: Int { buffer.withUnsafeMutablePointerToHeader { $0.pointee.count } }
  /// The size of the first axis; 1 for a scalar.
  @inlinable package var rowCount: Int { shape.rank == 0 ? 1 : shape[0] }
  /// The size of the second axis of a matrix; 1 for a vector.
  @inlinable package var columnCount: Int { shape.rank < 2 ? 1 : shape[1] }

  /// Read access to the elements, row-major; the pointer must not outlive the call.
  @inlinable
  package func withElements<R>(_ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    try buffer.withUnsafeMutablePointers { header, elements in
      try body(UnsafeBufferPointer(start: elements, count: header.pointee.count))
    }
  }

  /// Write access to the elements; copies them first when they are shared.
  @inlinable
  package mutating func withMutableElements<R>(
    _ body: (UnsafeMutableBufferPointer<Double>) throws -> R
  ) rethrows -> R {
    makeUnique()
    return try buffer.withUnsafeMutablePointers { header, elements in
      try body(UnsafeMutableBufferPointer(start: elements, count: header.pointee.count))
    }
  }

  /// Copies the elements unless this value is their only owner.
  @usableFromInline package mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&buffer) else { return }
    let source = buffer
    self = Tensor(shape, kind: kind) { target in
      source.withUnsafeMutablePointers { header, elements in
        target.initialize(from: elements, count: header.pointee.count)
      }
    }
  }

  /// The elements as an array, row-major.
  package var elements: [Double] { withElements { Array($0) } }

  /// The element at a position in row-major order.
  @inlinable package subscript(flat index: Int) -> Double {
    get { withElements { $0[index] } }
    set { withMutableElements { $0[index] = newValue } }
  }

  /// The element of a matrix.
  @inlinable package subscript(row: Int, column: Int) -> Double {
    get { withElements { $0[row * columnCount + column] } }
    set {
      let width = columnCount
      withMutableElements { $0[row * width + column] = newValue }
    }
  }

  /// The same elements seen with another meaning; copies unless this value is their only owner.
  package func with(kind: ElementKind) -> Tensor {
    guard kind != self.kind else { return self }
    var copy = self
    copy.makeUnique()
    copy.buffer.header.kind = kind
    return copy
  }

  /// The same elements in another shape of as many elements.
  package func reshaped(_ shape: Shape) throws -> Tensor {
    guard shape.count == count else {
      throw TensorError(
        .shape, "cannot reshape \(self.shape) (\(count) elements) to \(shape) (\(shape.count))",
        notes: ["the new sizes multiply to \(count); one of them may be -1, which is worked out"],
        .unfitReshape,
        facts: ["count": "\(count)", "wanted": "\(shape.count)", "shape": "\(shape)"])
    }
    try TensorMemory.check(shape)
    var copy = self
    copy.makeUnique()
    copy.buffer.header.shape = shape
    return copy
  }
}
