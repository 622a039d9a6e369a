internal import Files
internal import Diagnostics

/// What each epoch brought, a line an epoch in a CSV file that can be read while training goes on.
package struct EventLog: Sendable {
  package let path: String
  private let heads: [String]
  private let options: NetworkOptions
  private let isValidated: Bool

  /// A log in a file.
  package init(
    _ path: String, of network: Network, _ options: NetworkOptions, on rows: TrainingRows
  ) {
    self.path = path
    heads = network.heads.map(\.name)
    self.options = options
    isValidated = rows.validation != nil || options.validationShare > 0
  }

  /// Begins the file anew with the epochs so far.
  ///
  /// - Throws: `file` when it cannot be written.
  package func begin(_ history: [EpochRecord]) throws {
    let lines = history.enumerated().map { line(epoch: $0 + 1, $1) }
    try File.write(Array((header + lines.joined()).utf8), to: path)
  }

  /// Adds an epoch; it is in the file when this returns.
  package func append(epoch: Int, _ record: EpochRecord) throws {
    try File.append(Array(line(epoch: epoch, record).utf8), to: path)
  }

  // MARK: - Lines

  /// The figures of an epoch with their names, in the order of the columns.
  private func figures(epoch: Int, _ record: EpochRecord) -> [(name: String, value: Double)] {
    func byHead(_ group: String, _ values: [Double]) -> [(name: String, value: Double)] {
      heads.indices.map { ("\(group).\(heads[$0])", $0 < values.count ? values[$0] : .nan) }
    }
    let scores = record.validation
    return [("seconds", record.seconds), ("total", record.total)] + byHead("loss", record.losses)
      + (isValidated
        ? byHead("validation", scores?.losses ?? []) + byHead("measure", scores?.measures ?? [])
        : [])
      + byHead("weight", record.weights) + [("rate", rate(epoch))]
  }

  /// The learning rate at the beginning of an epoch.
  private func rate(_ epoch: Int) -> Double {
    let schedule = options.optimizer.schedule
    return options.optimizer.learningRate
      * schedule.factor(at: Double(epoch - 1), of: Double(options.epochs))
  }

  private var header: String {
    let blank = EpochRecord(losses: heads.map { _ in 0 }, total: 0, seconds: 0)
    let names = figures(epoch: 1, blank).map { Self.quoted($0.name) }
    return (["epoch"] + names).joined(separator: ",") + "\n"
  }

  private func line(epoch: Int, _ record: EpochRecord) -> String {
    let values = figures(epoch: epoch, record).map { "\($0.value)" }
    return (["\(epoch)"] + values).joined(separator: ",") + "\n"
  }

  /// A name as RFC 4180 writes one that has commas, quotes or line breaks.
  private static func quoted(_ name: String) -> String {
    guard name.contains(where: { ",\"\n\r".contains($0) }) else { return name }
    return "\""
      + name.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
