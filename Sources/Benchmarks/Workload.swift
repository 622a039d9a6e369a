/// One row of the table of workloads: what Tandem does, what must come out, and whom it is held
/// against.
struct Workload: Sendable {
  /// What is measured of Tandem.
  enum Subject: Sendable {
    /// A program of the language, timed inside of a process of its own.
    case program(Program)
    /// The training of a network, likewise.
    case training(TrainingWorkload)
    /// The time from the start of `tandem` with these arguments to its end.
    case start([String])
    /// The memory of `tandem` waiting at its prompt.
    case idle
  }

  /// What is measured of a process.
  enum Quantity: Sendable {
    /// The seconds that it tells.
    case time
    /// The most memory that it had, from its start to its end.
    case memory
  }

  /// The unit of what is measured.
  enum Unit: Sendable { case seconds, megabytes }

  let name: String
  let subject: Subject
  var quantity = Quantity.time
  /// The figure that Tandem and its peers must arrive at; `nil` where nothing is computed.
  var check: Check?
  let peers: [Peer]
  /// Threads for Tandem where they are not left to the command line.
  var threads: Int?
  /// The name in the peers' result lines, where it is another one.
  var peersName: String?
  /// The generated files that the program reads.
  var files = GeneratedFiles.none

  var unit: Unit {
    if case .idle = subject { .megabytes } else { quantity == .memory ? .megabytes : .seconds }
  }

  /// Every workload in the order of the report.
  static let all =
    scalar + tensors + loading + multiLabel + multiTask + networks + charts + shell
}

/// Files that workloads read: of a program of the peers' folder, which generates them before the first
/// round, or beside that folder.
enum GeneratedFiles: Sendable, CaseIterable {
  case none
  /// Those of `peers/gen_data.py`.
  case peers
  /// Those of `convex/gen.py`.
  case convex
  /// Handwritten digits, `data/mnist` beside the folder.
  case digits
}

/// A program of the language in three parts, of which the middle one is timed.
struct Program: Sendable {
  /// Runs before the clock starts; `data` holds the folder of the generated files.
  var setup = ""
  let body: String
  /// The expression of the check figure, or of several as a list.
  let check: String
  /// How often the body runs; the shortest time counts, as in the peer's program.
  var repeats = 1
  /// The expression of the seconds that count, where the body tells them itself; else all of it does.
  var seconds: String?
}

/// Another program that does the same work.
struct Peer: Sendable {
  /// How a peer is run.
  enum Command: Sendable {
    /// A script of the peers' folder in Debian's Python.
    case python(String, [String])
    /// A script of the peers' folder in a Python that has the packages.
    case packages(String, [String])
    /// A script of the folder `deep`, likewise; it is told the threads.
    case deep(String, [String])
    /// A script of the folder `convex`, run where its generated files are.
    case convex(String)
    /// A script of the peers' folder in Lua 5.4.
    case lua(String, [String])
    /// A command measured from outside, as Tandem itself is.
    case outside([String])
  }

  let name: String
  let command: Command
  /// The largest ratio of Tandem's time to the peer's that meets the goal; `nil` where none is set.
  var target: Double?
  /// How the peer's measurement is found in its output.
  var reading = PeerReading.resultLine
  /// Whether the peer can only tell processor time, so that this is what is compared.
  var tellsOnlyCPU: Bool { if case .lua = command { true } else { false } }
}
