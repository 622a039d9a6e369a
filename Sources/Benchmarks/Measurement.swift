/// What one run of one program gave.
struct Measurement: Sendable {
  /// Seconds on the wall, or the megabytes of an idle program.
  let amount: Double
  /// Seconds of processor time of all threads.
  let cpu: Double
  let check: String

  init(amount: Double, cpu: Double, check: String) {
    self.amount = amount
    self.cpu = cpu
    self.check = check
  }

  /// Finds the measurement of a workload among a program's result lines, each of the form
  /// `workload program seconds check cpu-seconds`.
  init?(of workload: String, in output: String) {
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 5, words[0] == workload, let amount = Double(words[2]),
        let cpu = Double(words[4])
      {
        self.init(amount: amount, cpu: cpu, check: String(words[3]))
        return
      }
    }
    return nil
  }

  /// The result line, which `init(of:in:)` reads.
  func line(of workload: String) -> String { "\(workload) tandem \(amount) \(check) \(cpu)" }
}

/// A sentence about why there is no measurement.
struct Absence: Error, Sendable {
  let reason: String
}

extension [Double] {
  /// The middle one, or the mean of the middle two; NaN of none.
  var median: Double {
    let ordered = sorted()
    guard let last = ordered.last else { return .nan }
    let middle = ordered.count / 2
    return ordered.count % 2 == 0
      ? (ordered[middle - 1] + ordered[middle]) / 2
      : ordered.count == 1 ? last : ordered[middle]
  }
}
