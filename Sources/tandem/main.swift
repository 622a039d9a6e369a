internal import Diagnostics
internal import Runtime
internal import StandardLibrary
internal import Glibc

let interpreter = Interpreter(builtins: StandardLibrary.builtins)
interpreter.write = { print($0, terminator: "") }
interpreter.show = { print($0.display(interpreter.display)) }
let text = try FileAccess.read(CommandLine.arguments[1])
do {
  try interpreter.run(SourceText(name: CommandLine.arguments[1], text: text))
} catch {
  print(DiagnosticRenderer().render(error), terminator: "")
  exit(1)
}
