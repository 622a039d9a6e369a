/// Options as a program writes them, so that a file can make them again; worked out when it is asked
/// for.
///
/// It says nothing that the options themselves do not, so all of them count as equal.
package struct WrittenOptions: Sendable, Equatable {
  /// A line an option: `optimizer=adam(lr=0.01)`.
  package let text: @Sendable () -> String

  package init(_ text: @escaping @Sendable () -> String = { "" }) { self.text = text }

  package static func == (left: WrittenOptions, right: WrittenOptions) -> Bool { true }
}
