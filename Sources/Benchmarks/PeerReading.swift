/// How a peer's measurement is found in what it wrote.
enum PeerReading: Sendable {
  /// In the line that `Measurement` reads.
  case resultLine
  /// In that line too; its figures are `gap=3e-9,rank=5,…`, of which these count, in this order.
  case named([String])
  /// In that line too; all its figures count, with a name before them or not.
  case figures
  /// In the line `workload program seconds name=figure …`, of which all figures count.
  case namedWords
  /// In the line that begins so and ends in `{gap: (iterations, seconds), …}`, at this gap.
  case gapTable(line: String, gap: String)

  /// The measurement of a workload; `nil` where there is none.
  func measurement(of workload: String, in output: String) -> Measurement? {
    switch self {
    case .resultLine: return Measurement(of: workload, in: output)
    case .named(let names):
      guard let found = Measurement(of: workload, in: output) else { return nil }
      let figures = found.check.split(separator: ",")
      let chosen = names.compactMap { name in
        figures.first { $0.hasPrefix("\(name)=") }?.dropFirst(name.count + 1)
      }
      return Measurement(
        amount: found.amount, cpu: found.cpu, check: chosen.joined(separator: "/"))
    case .figures:
      guard let found = Measurement(of: workload, in: output) else { return nil }
      let figures = found.check.split(separator: ",").compactMap { $0.split(separator: "=").last }
      return Measurement(
        amount: found.amount, cpu: found.cpu, check: figures.joined(separator: "/"))
    case .namedWords: return Self.namedWords(of: workload, in: output)
    case .gapTable(let start, let gap):
      guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix(start + " ") }),
        let seconds = Self.seconds(at: gap, in: line)
      else { return nil }
      return Measurement(amount: seconds, cpu: .nan, check: gap)
    }
  }

  private static func namedWords(of workload: String, in output: String) -> Measurement? {
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 3, words[0] == workload, let amount = Double(words[2]) else { continue }
      let figures = words[3...].compactMap { $0.split(separator: "=").last }
      return Measurement(amount: amount, cpu: .nan, check: figures.joined(separator: "/"))
    }
    return nil
  }

  /// The seconds of the entry `gap: (iterations, seconds)`.
  private static func seconds(at gap: String, in line: Substring) -> Double? {
    let words = line.split { " {}(),".contains($0) }
    guard let place = words.firstIndex(of: "\(gap):"), words.indices.contains(place + 2) else {
      return nil
    }
    return Double(words[place + 2])
  }
}
