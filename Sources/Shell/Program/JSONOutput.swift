internal import Files
internal import Glibc
internal import Runtime
internal import StandardLibrary
internal import Tensors

/// What `--json` writes after a program has run.
enum JSONOutput {
  /// The name that stands for standard output, which then holds nothing else.
  static let standardOutput = "-"
  /// A record of this name is all that is written.
  static let chosen = "results"

  /// Expects that the file can be written, before a program runs for hours.
  static func check(_ path: String?, _ files: FileAccess) throws {
    guard let path, path != standardOutput else { return }
    try File.checkWritable(try files.writable(path))
  }

  /// Writes the variables: the fields of `results` where that is a record, else all of them.
  ///
  /// What has no JSON form is named on standard error.
  static func write(_ interpreter: Interpreter, to path: String) throws {
    var form = JSONForm()
    let json = try form.json(fields(interpreter))
    let text = try json.text(.members) { try Interrupt.check() } + "\n"
    if path == standardOutput {
      let code = Terminal.write(text)
      guard code == 0 else { throw File.failure("write", "standard output", code) }
    } else {
      try FileAccess.write(text, to: try interpreter.files.writable(path))
    }
    guard !form.leftOut.isEmpty else { return }
    let names = form.leftOut.map { "\($0.place) (\($0.what))" }.joined(separator: ", ")
    Terminal.writeError("tandem: without a form in JSON and left out: \(names)\n")
  }

  private static func fields(_ interpreter: Interpreter) -> [(name: String, value: Value)] {
    if case .record(let box)? = interpreter.value(of: chosen) {
      return Array(zip(box.record.names, box.record.values)).map { (name: $0, value: $1) }
    }
    return interpreter.userNames.compactMap { name in
      interpreter.value(of: name).map { (name: name, value: $0) }
    }
  }
}
