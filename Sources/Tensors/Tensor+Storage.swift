/// Access for the virtual machine, which keeps tensors in untyped registers.
extension Tensor {
  /// The one object behind the tensor.
  @inlinable package var storageObject: AnyObject { buffer }

  /// A tensor over an object that `storageObject` gave; takes over a reference that somebody holds.
  @inlinable
  package init(takingStorageAt address: UnsafeRawPointer) {
    buffer = Unmanaged<TensorStorage>.fromOpaque(address).takeRetainedValue()
  }

  /// Runs `body` on shape, kind and elements of a storage that the caller keeps alive.
  @inlinable
  package static func withStorage<R>(
    at address: UnsafeRawPointer,
    _ body: (borrowing Shape, ElementKind, UnsafeMutablePointer<Double>) -> R
  ) -> R {
    Unmanaged<TensorStorage>.fromOpaque(address)._withUnsafeGuaranteedRef { storage in
      storage.withUnsafeMutablePointers { header, elements in
        body(header.pointee.shape, header.pointee.kind, elements)
      }
    }
  }

  /// Whether the storage that the caller keeps alive has no other owner.
  @inlinable @inline(__always)
  package static func isUniquelyOwned(at address: UnsafeRawPointer) -> Bool {
    var address = address
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: TensorStorage.self, capacity: 1) {
        isKnownUniquelyReferenced(&$0.pointee)
      }
    }
  }
}
