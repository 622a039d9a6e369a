internal import Diagnostics
internal import Notebook
internal import Runtime

/// How long code takes when it runs many times.
extension InteractiveShell {
  /// Runs code over and over for about a second and says how long a run takes; the variables and the
  /// random numbers stay as they were, and nothing is shown.
  func timeRepeatedly(_ code: String) throws {
    guard !code.isEmpty else {
      throw Failure(.argument, ":timeit needs code", notes: ["write :timeit sort(x)"])
    }
    let times = try session.measure(code)
    let middle = times.seconds.sorted()[times.seconds.count / 2]
    let least = times.seconds.min() ?? middle
    let runs = times.passes == 1 ? "runs" : "rounds of \(times.passes) runs"
    let line =
      "\(Clock.text(middle)) a run, at best \(Clock.text(least)) "
      + "(\(times.seconds.count) \(runs))"
    write(folded(line) + "\n")
  }
}
