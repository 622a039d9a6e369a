package import Runtime
internal import StandardLibrary
internal import Tensors

extension CommandLineArguments {
  /// Which files the program may touch.
  var files: FileAccess {
    var files = FileAccess()
    files.isReadOnly = isReadOnly
    files.root = root.map { FileAccess.resolve($0) ?? $0 }
    return files
  }
}

extension Interpreter {
  /// An interpreter that knows every builtin and keeps to the command line's rules.
  package static func configured(
    _ arguments: CommandLineArguments, display: DisplayOptions
  ) -> Interpreter {
    let interpreter = Interpreter(builtins: StandardLibrary.builtins)
    interpreter.random = RandomGenerator(seed: arguments.seed)
    interpreter.display = display
    interpreter.files = arguments.files
    // Both names exist from the start, so that the first cell may read them.
    interpreter.assign("ans", .none)
    interpreter.assign("out", .flatList([]))
    return interpreter
  }

  /// The names the user gave values, without the ones every session has.
  package var userNames: [String] { variableNames.filter { $0 != "ans" && $0 != "out" } }
}
