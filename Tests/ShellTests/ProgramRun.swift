import Glibc
import Testing

/// The program run to its end without a terminal: what it wrote, how it ended, how long it took.
struct ProgramRun {
  let output: String
  let errors: String
  /// The exit code; 128 and the signal's number when a signal ended it.
  let code: Int32
  let seconds: Double

  /// Seconds after which a run is given up; the machine may be busy.
  private static let patience = 20.0

  /// Runs `tandem` with arguments and standard input.
  static func tandem(
    _ arguments: String..., input: String = "", in folder: TemporaryFolder? = nil
  ) throws -> ProgramRun {
    try Running([LineEditorTests.program] + arguments, input: Array(input.utf8), folder).finish()
  }

  /// Runs a line of the system's shell, in which `$T` is the program.
  static func shell(_ line: String, in folder: TemporaryFolder? = nil) throws -> ProgramRun {
    try Running(["/bin/sh", "-c", "T='\(LineEditorTests.program)'; \(line)"], input: [], folder)
      .finish()
  }

  /// A process under way.
  final class Running {
    private var process: pid_t = 0
    private let started = now
    private let files = TemporaryFolder()

    init(_ command: [String], input: [UInt8] = [], _ folder: TemporaryFolder? = nil) throws {
      files.write(input, "input")
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_addopen(&actions, 0, files.path("input"), O_RDONLY, 0)
      let flags = O_WRONLY | O_CREAT | O_TRUNC
      posix_spawn_file_actions_addopen(&actions, 1, files.path("output"), flags, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, files.path("errors"), flags, 0o600)
      // Threads of the test library block signals, and a new process inherits that.
      var attributes = posix_spawnattr_t()
      posix_spawnattr_init(&attributes)
      defer { posix_spawnattr_destroy(&attributes) }
      var none = sigset_t()
      sigemptyset(&none)
      posix_spawnattr_setsigmask(&attributes, &none)
      posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
      // What the tester's terminal can show does not matter here.
      let look = "unset TERM COLORTERM NO_COLOR FORCE_COLOR CLICOLOR_FORCE LC_ALL LC_CTYPE LANG"
      let start = ["/bin/sh", "-c", "\(look); cd \"$0\" && exec \"$@\"", folder?.path ?? "/"]
      var words = (start + command).map { (word: String) in strdup(word) } + [nil]
      defer { for word in words { free(word) } }
      try #require(posix_spawn(&process, start[0], &actions, &attributes, &words, environ) == 0)
    }

    deinit {
      if process > 0 {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
      }
    }

    func signal(_ number: Int32) { kill(process, number) }

    /// Waits for the end.
    func finish() throws -> ProgramRun {
      var status: Int32 = 0
      while waitpid(process, &status, WNOHANG) == 0 {
        guard now - started < patience else {
          Issue.record("the program does not end")
          kill(process, SIGKILL)
          waitpid(process, &status, 0)
          break
        }
        usleep(1000)
      }
      process = 0
      let signal = status & 0x7F
      return ProgramRun(
        output: files.text("output"), errors: files.text("errors"),
        code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, seconds: now - started)
    }
  }

  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
