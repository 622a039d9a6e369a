internal import Glibc
internal import Shell

var environment: [String: String] = [:]
var entry = environ
while let variable = entry.pointee {
  let text = String(cString: variable)
  if let equals = text.firstIndex(of: "=") {
    environment[String(text[..<equals])] = String(text[text.index(after: equals)...])
  }
  entry += 1
}
exit(Program.main(Array(CommandLine.arguments.dropFirst()), environment: environment))
