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

extension NetworkOptions {
  /// Each option by its name with its value as text; what is long stands there as a hash.
  ///
  /// Equal options have equal fields, and fields that differ say what an error is about.
  package var fields: [(name: String, text: String)] {
    Mirror(reflecting: self).children.flatMap { child -> [(name: String, text: String)] in
      let name = child.label ?? ""
      // What a run began with is in its numbers, and how options are written tells nothing more.
      guard name != "written", name != "start" else { return [] }
      let parts = Mirror(reflecting: child.value)
      guard parts.displayStyle == .struct, !parts.children.isEmpty else {
        return [(name, Self.text(child.value))]
      }
      return parts.children.map { ("\(name).\($0.label ?? "")", Self.text($0.value)) }
    }
  }

  /// The fields of these options that others have otherwise: `epochs is 20 there, 30 here`.
  ///
  /// How many epochs there are to be does not count: a run may go on to more of them.
  package func differences(from other: [(name: String, text: String)]) -> [String] {
    fields.compactMap { name, text in
      guard name != "epochs" else { return nil }
      let there = other.first { $0.name == name }?.text ?? "not set"
      return there == text ? nil : "\(name) is \(there) there, \(text) here"
    }
  }

  private static func text(_ value: Any) -> String {
    let text = String(describing: value).filter { $0 != "\n" }
    guard text.utf8.count > 120 else { return text }
    let hash = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return "\(text.prefix(40))… (\(String(hash, radix: 16)))"
  }
}
