/// What the command line asks for.
struct BenchmarkArguments {
  /// The folder of the peers' programs; `nil` for Tandem alone.
  var peers: String?
  var rounds = 5
  var threads = 1
  var names: [String] = []
  /// One run of one workload in this process, which prints a result line.
  var measured: String?
  /// The folder of the generated files for that run.
  var data = ""
  var wantsHelp = false
  var wantsList = false

  static let help = """
    Benchmarks [--peers DIR] [--rounds N] [--threads N] [WORKLOAD…]

      --peers DIR      run the peers' programs of this folder beside Tandem
      --rounds N       how often each contender runs (5)
      --threads N      threads for Tandem and its peers (1)
      --list           the names of the workloads
      --measure NAME   one run in this process: workload, tandem, seconds, check, cpu seconds
      --data DIR       the folder of generated files for --measure

    A WORKLOAD may be the beginning of several names: elem runs elem_1e6 and its kin.

    """

  init(_ arguments: [String]) throws(Absence) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--peers": peers = try Self.value(of: argument, &rest)
      case "--rounds": rounds = try Self.count(argument, &rest)
      case "--threads": threads = try Self.count(argument, &rest)
      case "--measure": measured = try Self.value(of: argument, &rest)
      case "--data": data = try Self.value(of: argument, &rest)
      case "--list": wantsList = true
      case "-h", "--help": wantsHelp = true
      default:
        guard !argument.hasPrefix("-") else {
          throw Absence(reason: "unknown option \(argument); --help lists the options")
        }
        names.append(argument)
      }
    }
    while let folder = peers, folder.count > 1, folder.hasSuffix("/") {
      peers = String(folder.dropLast())
    }
  }

  /// The workloads to run, in the order of the table.
  func workloads() throws(Absence) -> [Workload] {
    for name in names where !Workload.all.contains(where: { $0.name.hasPrefix(name) }) {
      throw Absence(reason: "no workload begins with \(name); --list names them all")
    }
    return names.isEmpty
      ? Workload.all
      : Workload.all.filter { workload in names.contains { workload.name.hasPrefix($0) } }
  }

  private static func value(
    of option: String, _ rest: inout ArraySlice<String>
  ) throws(Absence) -> String {
    guard let value = rest.popFirst() else { throw Absence(reason: "\(option) needs a value") }
    return value
  }

  private static func count(
    _ option: String, _ rest: inout ArraySlice<String>
  ) throws(Absence) -> Int {
    let text = try value(of: option, &rest)
    guard let count = Int(text), (1...1000).contains(count) else {
      throw Absence(reason: "\(option) needs a whole number from 1 to 1000, found \(text)")
    }
    return count
  }
}
