internal import Diagnostics
package import Syntax

extension FunctionLiteral {
  /// The names that the function takes from outside when it is called.
  package var globalNames: Set<String> { FunctionScope(self).free }
}

extension Value {
  /// The top-level names that calls of the functions in this value look up; parts of lists and
  /// records count, and of functions made of others.
  package var globalNames: Set<String> {
    var seen: Set<ObjectIdentifier> = []
    var pending = [self]
    var names: Set<String> = []
    while let value = pending.popLast() {
      switch value {
      case .list(let box):
        if seen.insert(ObjectIdentifier(box)).inserted { pending += box.elements }
      case .record(let box):
        if seen.insert(ObjectIdentifier(box)).inserted { pending += box.record.values }
      case .function(let function):
        guard seen.insert(ObjectIdentifier(function)).inserted else { break }
        pending += function.captured
        names.formUnion(function.ownGlobalNames)
      default: break
      }
    }
    return names
  }
}

extension Function {
  /// The top-level names that its own code looks up; none for a builtin.
  fileprivate var ownGlobalNames: Set<String> {
    guard let code, let text = sourceText else { return [] }
    let literal: FunctionLiteral? =
      switch Parser.parse(SourceText(name: "", text: text)).statements.first?.kind {
      case .function(let literal): literal
      case .expression(let expression):
        if case .function(let literal) = expression.kind { literal } else { nil }
      default: nil
      }
    return (literal?.globalNames ?? []).subtracting(code.captureNames)
  }
}
