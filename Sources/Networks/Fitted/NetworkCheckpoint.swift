package import Datasets
internal import Diagnostics
package import Files
internal import Tensors

/// The state of a training after a finished epoch, in a file.
///
/// It holds the call that makes the network, the options, a fingerprint of the data, the epochs so far
/// and everything that a run changes, so that going on gives the very numbers of a run that was never
/// stopped.
package enum NetworkCheckpoint {
  package static let content = "checkpoint"

  /// The state of a training as an archive.
  package static func archive(
    of training: NetworkTraining, fingerprint: DataFingerprint
  ) -> Archive {
    var archive = Archive(content)
    archive["network"] = .text(training.network.summary)
    archive.write(training.options)
    fingerprint.write(to: &archive)
    training.history.write(to: &archive)
    switch training.run {
    case .single(let run): run.write(to: &archive)
    case .double(let run): run.write(to: &archive)
    }
    return archive
  }

  /// Refuses to write over a file that is not a checkpoint of this network.
  ///
  /// - Throws: `file` saying what the file is.
  package static func checkMayReplace(_ path: String, by network: Network) throws {
    guard File.exists(path) else { return }
    let note = "nothing was written; name another file, or delete this one"
    let archive: Archive
    do {
      archive = try Archive.stoppable(path, holding: [content])
    } catch let failure as Failure {
      throw Failure(.file, failure.message, notes: [note])
    }
    try archive.check(network, named: path, notes: [note])
  }
}

extension NetworkTraining {
  /// A training that goes on where a checkpoint was written.
  ///
  /// Errors name the checkpoint by its path.
  ///
  /// - Throws: `file` when it is one of another network, other options or other data, saying what
  ///   differs; as ``init(_:on:_:)``.
  package init(
    resuming archive: Archive, named path: String, _ network: Network, on rows: TrainingRows,
    _ options: NetworkOptions
  ) throws {
    try archive.check(network, named: path)
    let differences = options.differences(from: try archive.optionFields())
    guard differences.isEmpty else {
      throw Failure(
        .file, "\(path) is a checkpoint of other options: \(differences.joined(separator: "; "))",
        notes: ["a run goes on with the options it began with"])
    }
    try self.init(network, on: rows, options)
    try DataFingerprint(rows, for: network).check(archive, named: path)
    history = try [EpochRecord](from: archive, heads: network.heads.count)
    switch run {
    case .single(var run):
      try run.read(from: archive)
      self.run = .single(run)
    case .double(var run):
      try run.read(from: archive)
      self.run = .double(run)
    }
  }
}

extension NetworkTraining {
  /// The same on rows that all count the same.
  package init(
    resuming archive: Archive, named path: String, _ network: Network, on data: HeadDataset,
    _ options: NetworkOptions
  ) throws {
    try self.init(resuming: archive, named: path, network, on: TrainingRows(data), options)
  }
}

extension Archive {
  /// Reads an archive as ``read(_:holding:check:)`` does; Ctrl-C stops it.
  ///
  /// - Throws: `limit` when it does not fit in memory, and what reading throws.
  package static func stoppable(_ path: String, holding contents: [String]) throws -> Archive {
    try read(path, holding: contents) { size in
      try Interrupt.check()
      try NetworkMemory.check(count: size / 4, path)
    }
  }

  /// Expects that the archive was written with this network.
  func check(_ network: Network, named path: String, notes: [String] = []) throws {
    let there = try text("network")
    guard there == network.summary else {
      throw Failure(
        .file, "\(path) is a \(content) of another network",
        notes: ["there: \(there)", "here: \(network.summary)"] + notes)
    }
  }

  mutating func write(_ options: NetworkOptions) {
    self["source"] = .text(options.written.text())
    self["options"] = .text(options.fields.map { "\($0.name)=\($0.text)\n" }.joined())
  }

  func optionFields() throws -> [(name: String, text: String)] {
    try text("options").split(separator: "\n").map { line in
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
  }
}
