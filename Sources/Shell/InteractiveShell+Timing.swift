internal import Diagnostics
internal import Notebook
internal import Runtime

/// How long code takes: once as a cell, or many times as if it had not run.
extension InteractiveShell {
  func time(_ code: String) throws {
    guard !code.isEmpty else {
      throw Failure(.argument, ":time needs code", notes: ["write :time fit(model, data)"])
    }
    let number = session.state.nextCell
    runCell(code)
    guard let run = session.state.cell(number)?.run, run.outcome.error == nil else { return }
    write("\(Clock.text(run.seconds))\n")
  }

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
