internal import Glibc
internal import Tensors

/// Runs the contest that the arguments ask for; the exit code.
func runBenchmarks(_ arguments: BenchmarkArguments) throws(Absence) -> Int32 {
  if arguments.wantsHelp {
    print(BenchmarkArguments.help, terminator: "")
    return 0
  }
  let workloads = try arguments.workloads()
  if arguments.wantsList {
    for workload in workloads { print(workload.name) }
    return 0
  }
  if let name = arguments.measured { return try measure(name, arguments) }
  let folder = try arguments.peers.map { (path) throws(Absence) in try PeerFolder(path) }
  let home = "/tmp/tandem-benchmarks-\(getpid())"
  guard mkdir(home, 0o700) == 0 else { throw Absence(reason: "cannot make \(home)") }
  defer { _ = try? ChildProcess.run(["rm", "-r", home]) }
  var contest = Contest(workloads, folder: folder, threads: arguments.threads, home: home)
  for round in 1...arguments.rounds {
    StandardError.write("round \(round) of \(arguments.rounds):")
    contest.round()
  }
  let report = Report(contest.records)
  print(report.text, terminator: "")
  if folder != nil { print("\(report.met) goals met, \(report.missed) missed") }
  return report.isCorrect ? 0 : 1
}

/// One run of one workload in this process.
func measure(_ name: String, _ arguments: BenchmarkArguments) throws(Absence) -> Int32 {
  guard let workload = Workload.all.first(where: { $0.name == name }) else {
    throw Absence(reason: "no workload is named \(name)")
  }
  setenv("OPENBLAS_NUM_THREADS", "\(arguments.threads)", 1)
  Parallel.threadCount = arguments.threads
  let measurement =
    switch workload.subject {
    case .program(let program): try LanguageRun.measure(program, data: arguments.data)
    case .training(let training): try training.measure(data: arguments.data)
    case .start, .idle: throw Absence(reason: "\(name) does not run in this process")
    }
  print(measurement.line(of: name))
  return 0
}

/// Progress and errors.
enum StandardError {
  static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(2, bytes, bytes.count)
  }
}

do throws(Absence) {
  exit(try runBenchmarks(BenchmarkArguments(Array(CommandLine.arguments.dropFirst()))))
} catch {
  StandardError.write("\(error.reason)\n")
  exit(2)
}
