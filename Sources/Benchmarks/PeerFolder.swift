internal import Files
internal import Glibc

/// The folder of the peers' programs: where its parts are and how they are run.
struct PeerFolder {
  let path: String
  /// Debian's own Python, which has no packages to import.
  private let python: String
  /// A Python with NumPy and its kin: the folder's own environment, else the first one on the path.
  private let packages: String

  init(_ path: String) throws(Absence) {
    guard File.isFolder(path + "/peers") else {
      throw Absence(reason: "\(path) holds no folder named peers")
    }
    self.path = path
    python = File.exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3"
    let own = path + "/venv/bin/python"
    packages = access(own, X_OK) == 0 ? own : "python3"
  }

  /// The command line of a peer.
  func command(_ command: Peer.Command, threads: Int) -> [String] {
    switch command {
    case .python(let script, let arguments): [python, "\(path)/peers/\(script)"] + arguments
    case .packages(let script, let arguments): [packages, "\(path)/peers/\(script)"] + arguments
    case .deep(let script, let arguments):
      [packages, "\(path)/deep/\(script)"] + arguments + ["--threads", "\(threads)"]
    case .convex(let script):
      ["sh", "-c", "cd \"$0\" && exec \"$1\" \"$2\"", Self.convex, packages, script]
    case .lua(let script, let arguments): ["lua5.4", "\(path)/peers/\(script)"] + arguments
    case .outside(let words): words[0] == "python3" ? [python] + words.dropFirst() : words
    }
  }

  /// The variables that tell a peer where its data are and how many threads it may use.
  static func environment(data: String, threads: Int) -> [String: String] {
    [
      "BENCH_DATA": data, "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "\(threads)",
      "OPENBLAS_NUM_THREADS": "\(threads)", "MKL_NUM_THREADS": "\(threads)",
      "NUMEXPR_MAX_THREADS": "2",
    ]
  }

  /// Where generated files are kept from one run to the next.
  static var cache: String {
    let base =
      getenv("XDG_CACHE_HOME").map { String(cString: $0) }
      ?? (getenv("HOME").map { String(cString: $0) } ?? "/tmp") + "/.cache"
    return base + "/tandem-benchmarks"
  }

  /// Where the scripts of `convex` are copied to, since they write and read beside themselves.
  private static var convex: String { cache + "-convex" }

  /// The folder of files that were generated earlier.
  static func made(_ files: GeneratedFiles) throws(Absence) -> String {
    let folder =
      switch files {
      case .none: ""
      case .peers: cache
      case .convex: convex + "/data"
      case .digits: throw Absence(reason: "its digits lie beside the folder that --peers names")
      }
    guard folder.isEmpty || File.isFolder(folder) else {
      throw Absence(reason: "its files are generated with --peers")
    }
    return folder
  }

  /// The folder of the files that workloads read, which are generated where they are missing.
  func folder(of files: GeneratedFiles) throws(Absence) -> String {
    if files == .peers, File.isFolder(path + "/data") { return path + "/data" }
    if files == .digits {
      let digits = path + "/../data/mnist"
      guard File.isFolder(digits) else { throw Absence(reason: "there is no folder \(digits)") }
      return digits
    }
    if let folder = try? Self.made(files) { return folder }
    let final = files == .peers ? Self.cache : Self.convex
    let unfinished = final + ".\(getpid())"
    StandardError.write("generating the files of the workloads in \(final)\n")
    try Self.succeed([
      "mkdir", "-p", final.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" },
    ])
    if files == .peers {
      try Self.succeed([packages, path + "/peers/gen_data.py"], data: unfinished)
    } else {
      try Self.succeed(["cp", "-R", path + "/convex", unfinished])
      try Self.succeed(["chmod", "-R", "u+w", unfinished])
      try Self.succeed([packages, unfinished + "/gen.py"])
    }
    guard rename(unfinished, final) == 0 else { throw Absence(reason: "cannot make \(final)") }
    return try Self.made(files)
  }

  private static func succeed(_ command: [String], data: String = "") throws(Absence) {
    let outcome = try ChildProcess.run(
      command, environment: environment(data: data, threads: 1), patience: 900)
    guard outcome.isSuccess else { throw Absence(reason: lastLine(outcome.output)) }
  }

  /// What a failing program said last.
  static func lastLine(_ output: String) -> String {
    output.split(separator: "\n").last.map(String.init) ?? "no output"
  }
}
