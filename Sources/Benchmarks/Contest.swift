internal import Files
internal import Glibc

/// Workloads run in alternating rounds, Tandem and every peer once a round.
struct Contest {
  typealias Outcome = Result<Measurement, Absence>

  /// What a workload's contenders gave, one entry a round.
  struct Record {
    let workload: Workload
    var tandem: [Outcome] = []
    /// One list a peer.
    var peers: [[Outcome]]

    init(_ workload: Workload, peerCount: Int) {
      self.workload = workload
      peers = Array(repeating: [], count: peerCount)
    }
  }

  /// `nil` for Tandem alone.
  let folder: PeerFolder?
  /// The folders of generated files, or why there is none.
  private let folders: [GeneratedFiles: Result<String, Absence>]
  let threads: Int
  private(set) var records: [Record]
  /// This program and the one it measures, which lies beside it.
  private let program: String
  private let tandem: String
  /// A home without the user's history, for the shell.
  private let home: String

  init(_ workloads: [Workload], folder: PeerFolder?, threads: Int, home: String) {
    self.folder = folder
    self.threads = threads
    self.home = home
    records = workloads.map { Record($0, peerCount: folder == nil ? 0 : $0.peers.count) }
    program = realpath("/proc/self/exe", nil).map { String(cString: $0) } ?? "Benchmarks"
    tandem = File.folder(of: program) + "tandem"
    var folders: [GeneratedFiles: Result<String, Absence>] = [:]
    for files in GeneratedFiles.allCases where workloads.contains(where: { $0.files == files }) {
      folders[files] = Result { () throws(Absence) in
        guard let folder else { return try PeerFolder.made(files) }
        return try folder.folder(of: files)
      }
    }
    self.folders = folders
  }

  /// The folder of the files that a workload reads; empty where it reads none.
  private func data(_ workload: Workload) throws(Absence) -> String {
    try folders[workload.files]?.get() ?? ""
  }

  /// Runs every contender of every workload once.
  mutating func round() {
    var outputs: [[String]: Result<ChildProcess.Outcome, Absence>] = [:]
    for i in records.indices {
      let workload = records[i].workload
      StandardError.write(" \(workload.name)")
      if case .failure? = records[i].tandem.last {
      } else {
        records[i].tandem.append(Result { () throws(Absence) in try measure(workload) })
      }
      guard let folder else { continue }
      for (j, peer) in workload.peers.enumerated() {
        if case .failure? = records[i].peers[j].last { continue }
        let outcome = Result { () throws(Absence) in
          try measure(peer, of: workload, folder, &outputs)
        }
        records[i].peers[j].append(outcome)
      }
    }
    StandardError.write("\n")
  }

  // MARK: - Contenders

  private func environment(_ workload: Workload) -> [String: String] {
    PeerFolder.environment(
      data: (try? data(workload)) ?? "", threads: workload.threads ?? threads)
  }

  private func measure(_ workload: Workload) throws(Absence) -> Measurement {
    switch workload.subject {
    case .program, .training:
      let files = try data(workload)
      let count = workload.threads ?? threads
      let outcome = try ChildProcess.run(
        [program, "--measure", workload.name, "--data", files, "--threads", "\(count)"],
        environment: environment(workload))
      return try Self.measurement(workload.name, outcome, workload.quantity)
    case .start(let arguments):
      return try outside([tandem] + arguments, workload)
    case .idle: return try outside([tandem], workload)
    }
  }

  private func measure(
    _ peer: Peer, of workload: Workload, _ folder: PeerFolder,
    _ outputs: inout [[String]: Result<ChildProcess.Outcome, Absence>]
  ) throws(Absence) -> Measurement {
    let command = folder.command(
      peer.command, threads: workload.threads ?? threads)
    if case .outside = peer.command { return try outside(command, workload) }
    _ = try data(workload)
    // A program that does several workloads at once runs once a round.
    let known = outputs[command]
    let outcome =
      known
      ?? Result { () throws(Absence) in
        try ChildProcess.run(command, environment: environment(workload))
      }
    outputs[command] = outcome
    return try Self.measurement(
      workload.peersName ?? workload.name, try outcome.get(), workload.quantity, peer.reading)
  }

  private static func measurement(
    _ name: String, _ outcome: ChildProcess.Outcome, _ quantity: Workload.Quantity,
    _ reading: PeerReading = .resultLine
  ) throws(Absence) -> Measurement {
    guard let found = reading.measurement(of: name, in: outcome.output) else {
      throw Absence(reason: PeerFolder.lastLine(outcome.output))
    }
    return quantity == .memory
      ? Measurement(amount: outcome.peak, cpu: .nan, check: found.check) : found
  }

  /// Measures a program as a whole, all in the same way.
  private func outside(_ command: [String], _ workload: Workload) throws(Absence) -> Measurement {
    guard command[0] != tandem || File.exists(tandem) else {
      throw Absence(reason: "there is no \(tandem); swift build -c release makes it")
    }
    var variables = environment(workload)
    variables["HOME"] = home
    variables["TERM"] = "xterm"
    if case .idle = workload.subject {
      return try IdleProgram.measure(command, environment: variables)
    }
    var times: [ChildProcess.Outcome] = []
    for _ in 0..<10 {
      let outcome = try ChildProcess.run(command, environment: variables)
      guard outcome.isSuccess else { throw Absence(reason: PeerFolder.lastLine(outcome.output)) }
      times.append(outcome)
    }
    return Measurement(
      amount: times.map(\.wall).median, cpu: times.map(\.cpu).median, check: "-")
  }
}
