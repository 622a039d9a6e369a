package import Runtime
internal import StandardLibrary
internal import Tensors

extension Interpreter {
  /// An interpreter that knows every builtin and keeps to the command line's rules.
  package static func configured(
    _ arguments: CommandLineArguments, display: DisplayOptions
  ) -> Interpreter {
    let interpreter = Interpreter(builtins: StandardLibrary.builtins)
    interpreter.random = RandomGenerator(seed: arguments.seed)
    interpreter.display = display
    interpreter.files.isReadOnly = arguments.isReadOnly
    interpreter.files.root = arguments.root.map(FileAccess.resolve)
    // Both names exist from the start, so that the first cell may read them.
    interpreter.assign("ans", .none)
    interpreter.assign("out", .flatList([]))
    return interpreter
  }

  /// The names the user gave values, without the ones every session has.
  package var userNames: [String] { variableNames.filter { $0 != "ans" && $0 != "out" } }
}
