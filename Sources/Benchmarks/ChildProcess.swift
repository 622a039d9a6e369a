internal import Glibc

/// Other programs, run to their end and looked at from outside.
enum ChildProcess {
  /// What a program did.
  struct Outcome {
    /// What it wrote to standard output and standard error.
    let output: String
    let wall: Double
    let cpu: Double
    /// The most memory that it had resident, in megabytes.
    let peak: Double
    let isSuccess: Bool
  }

  /// Runs a program and waits for its end.
  ///
  /// - Parameters:
  ///   - command: the program, found like a shell does, and its arguments.
  ///   - environment: variables beside the present ones, which they replace.
  ///   - patience: seconds after which the program is ended.
  /// - Returns: what it wrote and the times it took.
  /// - Throws: `Absence` when it cannot be started or takes too long.
  static func run(
    _ command: [String], environment: [String: String] = [:], patience: Double = 120
  ) throws(Absence) -> Outcome {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Absence(reason: "no pipe: errno \(errno)") }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let start = Stopwatch.wall
    let process: pid_t
    do throws(Absence) {
      process = try spawn(command, environment, streams: [nil, ends[1], ends[1]])
    } catch {
      close(ends[1])
      throw error
    }
    close(ends[1])
    let bytes = readToEnd(ends[0], until: start + patience)
    if bytes == nil { kill(process, SIGKILL) }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let wall = Stopwatch.wall - start
    guard let bytes else { throw Absence(reason: "ended after \(Int(patience)) s") }
    return Outcome(
      output: String(decoding: bytes, as: UTF8.self), wall: wall,
      cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peak: Double(usage.ru_maxrss) / 1024, isSuccess: status == 0)
  }

  /// Starts a program; streams that are `nil` lead nowhere.
  static func spawn(
    _ command: [String], _ environment: [String: String], streams: [Int32?]
  ) throws(Absence) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in streams.enumerated() {
      if let stream {
        posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
      } else {
        posix_spawn_file_actions_addopen(&actions, Int32(number), "/dev/null", O_RDWR, 0)
      }
    }
    var arguments = command.map { strdup($0) } + [nil]
    var variables = merged(environment).map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, command[0], &actions, nil, &arguments, &variables)
    guard code == 0 else {
      throw Absence(
        reason: code == ENOENT
          ? "\(command[0]) is not installed"
          : "\(command[0]) does not start: \(String(cString: strerror(code)))")
    }
    return process
  }

  /// All bytes until the other end closes, or `nil` when the time is over.
  private static func readToEnd(_ descriptor: Int32, until deadline: Double) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let left = deadline - Stopwatch.wall
      guard left > 0 else { return nil }
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, Int32(left * 1000) + 1) > 0 else { continue }
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 { bytes += chunk[..<count] }
    }
  }

  /// The present environment with some variables replaced.
  private static func merged(_ variables: [String: String]) -> [String] {
    var result = variables.map { "\($0.key)=\($0.value)" }
    var entry = environ
    while let variable = entry.pointee {
      let text = String(cString: variable)
      let name = text.prefix { $0 != "=" }
      if variables[String(name)] == nil { result.append(text) }
      entry += 1
    }
    return result
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}

/// The clocks of this process.
enum Stopwatch {
  static var wall: Double { read(CLOCK_MONOTONIC) }
  static var cpu: Double { read(CLOCK_PROCESS_CPUTIME_ID) }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
