internal import Files
internal import Glibc

/// An interactive program waiting at its prompt in a pseudo-terminal.
enum IdleProgram {
  /// Seconds without a word from the program after which it counts as waiting.
  private static let silence = 0.5
  /// Requests of Linux's pseudo-terminals, which the C headers compute.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  /// The memory that a program keeps resident while it waits for its first line.
  ///
  /// - Returns: megabytes, and the processor time until then.
  /// - Throws: `Absence` when there is no terminal or the program ends.
  static func measure(
    _ command: [String], environment: [String: String]
  ) throws(Absence) -> Measurement {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(terminal) }
    var lock: Int32 = 0
    var number: Int32 = -1
    guard ioctl(terminal, setLock, &lock) == 0, ioctl(terminal, getNumber, &number) == 0 else {
      throw Absence(reason: "no pseudo-terminal: errno \(errno)")
    }
    let side = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(side) }
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(side, UInt(TIOCSWINSZ), &size)
    let process = try ChildProcess.spawn(
      command, environment, streams: [side, side, side])
    defer {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    awaitSilence(terminal)
    guard let kilobytes = residentKilobytes(process) else {
      throw Absence(reason: "\(command[0]) ended before its prompt")
    }
    return Measurement(amount: Double(kilobytes) / 1024, cpu: 0, check: "-")
  }

  private static func awaitSilence(_ terminal: Int32) {
    let deadline = Stopwatch.wall + 20
    var hasSpoken = false
    var chunk = [UInt8](repeating: 0, count: 4096)
    while Stopwatch.wall < deadline {
      var ready = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      if poll(&ready, 1, Int32(silence * 1000)) > 0 {
        guard read(terminal, &chunk, chunk.count) > 0 else { return }
        hasSpoken = true
      } else if hasSpoken {
        return
      }
    }
  }

  /// `VmRSS` of the kernel's account of a process.
  private static func residentKilobytes(_ process: pid_t) -> Int? {
    guard let bytes = try? File.read("/proc/\(process)/status") else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      if words.count > 1, words[0] == "VmRSS:" { return Int(words[1]) }
    }
    return nil
  }
}
