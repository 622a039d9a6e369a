internal import Synchronization

/// What builtins keep for a session beside its variables: one value a type.
///
/// No error and no undo takes it back, as it is not part of what a program computes with.
package final class SessionServices: Sendable {
  private let values = Mutex<[ObjectIdentifier: any Sendable]>([:])

  init() {}

  /// The value of a type; `nil` when none is kept.
  package subscript<Kept: Sendable>(type: Kept.Type) -> Kept? {
    get { values.withLock { $0[ObjectIdentifier(type)] } as? Kept }
    set { values.withLock { $0[ObjectIdentifier(type)] = newValue } }
  }
}
