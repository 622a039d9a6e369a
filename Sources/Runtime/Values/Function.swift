internal import Diagnostics

/// What the virtual machine needs to enter a compiled function, without touching any object.
struct CallTarget {
  let instructions: UnsafeMutablePointer<Instruction>
  let constants: UnsafeMutablePointer<Register>
  let registerCount: Int
  let parameterCount: Int
  /// Locals behind the parameters that are made undefined on entry.
  let clearedCount: Int
}

/// A function of the language: compiled from source, or implemented in Swift.
package final class Function: @unchecked Sendable {
  /// How to enter it; `nil` for a builtin.
  let target: UnsafePointer<CallTarget>?
  let code: FunctionCode?
  let captured: [Value]
  /// The builtin, when it is one.
  package let builtin: Builtin?
  /// How deeply the captured values nest.
  let depth: Int

  init(code: FunctionCode, captured: [Value]) throws {
    self.code = code
    self.captured = captured
    builtin = nil
    depth = captured.isEmpty ? 0 : try Value.depth(above: captured)
    target = UnsafePointer(code.target)
  }

  package init(_ builtin: Builtin) {
    self.builtin = builtin
    target = nil
    code = nil
    captured = []
    depth = 0
  }

  /// A function that a builtin made of others, which it holds on to.
  ///
  /// - Throws: `limit` when such functions nest too deeply.
  package init(_ builtin: Builtin, over functions: [Function]) throws {
    self.builtin = builtin
    target = nil
    code = nil
    captured = functions.map { .function($0) }
    depth = try Value.depth(above: captured)
  }

  /// Its parameters as help, completion and binding see those of a builtin.
  package var parameterInfos: [ParameterInfo] {
    builtin?.parameters
      ?? code?.parameters.map { parameter in
        ParameterInfo(
          Parameter<Value>(
            parameter.name, "as the function takes it",
            default: parameter.isOptional ? Value.none : nil))
      } ?? []
  }

  /// The name it was declared under; lambdas have none.
  package var name: String? { code?.name ?? builtin?.name }

  /// The line that help and displays show: `f(x, k=2)`.
  package var signature: String {
    builtin?.signature ?? "\(name ?? "fn")(\(parameterSpellings.joined(separator: ", ")))"
  }

  /// How each parameter stands in the signature.
  package var parameterSpellings: [String] {
    builtin?.parameters.map(\.spelling) ?? code?.parameters.map(\.described) ?? []
  }

  /// The text it was compiled from; `nil` for a builtin.
  package var sourceText: String? { code.map { $0.source[$0.range] } }

  /// The lines of comment directly above its text, oldest first.
  package var comment: [String] {
    guard let code else { return [] }
    let above = code.source[SourceRange(0, code.range.start)]
    let lines = above.split(separator: "\n", omittingEmptySubsequences: false)
    // The last piece is what stands before the function in its own line.
    return lines.dropLast().reversed().prefix { $0.hasPrefix("#") }.reversed().map(String.init)
  }

  /// The names of its parameters, in order.
  package var parameterNames: [String] {
    code?.parameters.map(\.name) ?? builtin?.parameters.map(\.name) ?? []
  }
}
