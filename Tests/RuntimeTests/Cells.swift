import Diagnostics
import Runtime
import StandardLibrary
import Testing

/// An interpreter with every builtin that records what is printed.
final class Cells {
  let interpreter: Interpreter
  private(set) var output = ""

  init(_ more: [Builtin] = []) {
    interpreter = Interpreter(builtins: StandardLibrary.builtins + more)
    interpreter.write = { [unowned self] in output += $0 }
    interpreter.show = { [unowned self] in output += $0.printed + "\n" }
  }

  /// Runs a cell and gives what it wrote, without the last newline.
  @discardableResult
  func run(_ source: String) throws(Diagnostic) -> String {
    output = ""
    try interpreter.run(SourceText(name: "cell", text: source))
    return output.hasSuffix("\n") ? String(output.dropLast()) : output
  }

  /// What running a cell writes, or its error as `kind: message`.
  func outcome(_ source: String) -> String {
    do {
      return try run(source)
    } catch {
      return "\(error.kind.rawValue): \(error.message)"
    }
  }

  /// The error of a cell that must fail.
  func error(_ source: String) throws -> Diagnostic {
    do {
      try run(source)
    } catch {
      return error
    }
    throw Failure(.value, "the cell was expected to fail")
  }

  /// Every variable with its literal, for comparisons.
  var state: [String: Value] {
    var state: [String: Value] = [:]
    for name in interpreter.variableNames { state[name] = interpreter.value(of: name) }
    return state
  }
}
