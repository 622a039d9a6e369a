package import Diagnostics

/// A function of the language: compiled from source, or implemented in Swift.
package final class Function: @unchecked Sendable {
  enum Body {
    case compiled(FunctionCode, captured: [Value])
    case builtin(Builtin)
  }

  let body: Body
  /// How deeply the captured values nest.
  let depth: Int

  init(code: FunctionCode, captured: [Value]) throws {
    body = .compiled(code, captured: captured)
    depth = captured.isEmpty ? 0 : try Value.depth(above: captured)
  }

  package init(_ builtin: Builtin) {
    body = .builtin(builtin)
    depth = 0
  }

  /// The name it was declared under; lambdas have none.
  package var name: String? {
    switch body {
    case .compiled(let code, _): code.name
    case .builtin(let builtin): builtin.name
    }
  }

  /// The builtin, when it is one.
  package var builtin: Builtin? {
    if case .builtin(let builtin) = body { return builtin }
    return nil
  }

  /// The line that help and displays show: `f(x, k=2)`.
  package var signature: String {
    switch body {
    case .compiled(let code, _):
      "\(code.name ?? "fn")(\(code.parameters.map(\.described).joined(separator: ", ")))"
    case .builtin(let builtin): builtin.signature
    }
  }

  /// The text it was compiled from; `nil` for a builtin.
  package var sourceText: String? {
    guard case .compiled(let code, _) = body else { return nil }
    return code.source[code.range]
  }
}
