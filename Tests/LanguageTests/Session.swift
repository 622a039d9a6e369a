import Diagnostics
import Runtime
import StandardLibrary
import Synchronization

/// A fresh interpreter that records what is printed and shown.
final class Session {
  let interpreter = Interpreter(builtins: StandardLibrary.builtins)
  private(set) var output = ""

  init() {
    interpreter.write = { [unowned self] in output += $0 }
    interpreter.show = { [unowned self] in
      output += $0.display(interpreter.display) + "\n"
    }
  }

  /// Runs a source as one cell and gives what it wrote, without the last newline.
  func run(_ source: String) throws(Diagnostic) -> String {
    output = ""
    try interpreter.run(SourceText(name: "cell 1", text: source))
    return output.hasSuffix("\n") ? String(output.dropLast()) : output
  }
}
