internal import Diagnostics
internal import Runtime
internal import StandardLibrary

/// Runs a workload's program in this process.
enum LanguageRun {
  /// Times the body of a program.
  ///
  /// - Parameters:
  ///   - program: the program; it finds `data`, the folder of the generated files.
  ///   - data: that folder.
  /// - Returns: the shortest wall and processor times, each on its own, and the check figure; a
  ///   program that tells its seconds itself has no processor time.
  /// - Throws: `Absence` with the error of the program.
  static func measure(_ program: Program, data: String) throws(Absence) -> Measurement {
    let interpreter = Interpreter(builtins: StandardLibrary.builtins)
    interpreter.assign("data", .text(data))
    do throws(Diagnostic) {
      try interpreter.run(SourceText(name: "setup", text: program.setup))
      var (wall, cpu) = (Double.infinity, Double.infinity)
      for _ in 0..<program.repeats {
        let start = (wall: Stopwatch.wall, cpu: Stopwatch.cpu)
        try interpreter.run(SourceText(name: "body", text: program.body))
        if let seconds = program.seconds {
          (wall, cpu) = (min(wall, try number(seconds, interpreter)), .nan)
        } else {
          (wall, cpu) = (
            min(wall, Stopwatch.wall - start.wall), min(cpu, Stopwatch.cpu - start.cpu)
          )
        }
      }
      let figure = try interpreter.evaluate(SourceText(name: "check", text: program.check))
      return Measurement(amount: wall, cpu: cpu, check: Check.text(of: figure) ?? figure.typeName)
    } catch {
      throw Absence(reason: "\(error.message)")
    }
  }

  private static func number(
    _ expression: String, _ interpreter: Interpreter
  ) throws(Diagnostic) -> Double {
    let value = try interpreter.evaluate(SourceText(name: "seconds", text: expression))
    guard case .number(let number) = value else { return .nan }
    return number
  }
}
