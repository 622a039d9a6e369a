import Glibc

/// A program run in a pseudo-terminal, driven by keys and looked at through a `VirtualScreen`.
final class PseudoTerminal {
  /// What a test waited for in vain, with what was on the screen instead.
  struct Timeout: Error, CustomStringConvertible {
    let description: String
  }

  private(set) var screen: VirtualScreen
  /// Everything the program wrote, escape sequences included.
  private(set) var output = ""
  private let process: pid_t
  private let descriptor: Int32
  private var undecoded: [UInt8] = []
  private var status: Int32?

  /// Seconds after which waiting is given up; the machine may be busy.
  private static let patience = 20.0

  /// Starts a program as the leader of a session that the new terminal controls.
  init(
    _ program: String, _ arguments: [String] = [], rows: Int = 24, columns: Int = 80,
    environment: [String: String] = [:]
  ) throws {
    screen = VirtualScreen(rows: rows, columns: columns)
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var lock: Int32 = 0
    var number: Int32 = -1
    guard ioctl(descriptor, Self.setLock, &lock) == 0,
      ioctl(descriptor, Self.getNumber, &number) == 0
    else { throw Timeout(description: "no pseudo-terminal: errno \(errno)") }
    Self.setSize(descriptor, rows: rows, columns: columns)
    process = try Self.spawn(
      program, arguments, terminal: "/dev/pts/\(number)",
      environment: Self.environment(adding: environment))
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(descriptor)
  }

  // MARK: - Driving

  /// Sends keys as the terminal would.
  func send(_ keys: String) { send(Array(keys.utf8)) }

  /// Sends bytes, which need not be valid UTF-8.
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
    }
  }

  /// Sends text the way a terminal does that was asked to mark pastes.
  func paste(_ text: String) { send("\u{1B}[200~" + text + "\u{1B}[201~") }

  func resize(rows: Int, columns: Int) {
    readWhatIsThere()
    screen.resize(rows: rows, columns: columns)
    Self.setSize(descriptor, rows: rows, columns: columns)  // the kernel sends SIGWINCH
  }

  func signal(_ number: Int32) { kill(process, number) }

  // MARK: - Looking

  /// Waits until the screen satisfies a condition.
  func wait(
    until what: String, patience: Double = PseudoTerminal.patience,
    _ condition: (VirtualScreen) -> Bool
  ) throws {
    let deadline = Self.now + patience
    while true {
      readWhatIsThere()
      if condition(screen) { return }
      guard Self.now < deadline else {
        throw Timeout(description: "waited for \(what), the screen shows:\n\(screen.text)")
      }
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&ready, 1, 20) > 0, ready.revents & Int16(POLLIN) == 0 { usleep(5000) }
    }
  }

  /// Waits until the row of the cursor reads exactly so (blanks at its end aside).
  func wait(forCursorLine line: String) throws {
    try wait(until: "the cursor in a row “\(line)”") { $0.cursorLine == line }
  }

  /// Waits until a text stands somewhere on the screen.
  func wait(for text: String) throws {
    try wait(until: "“\(text)”") { $0.text.contains(text) }
  }

  /// Waits until the screen's rows are exactly these.
  func wait(forLines lines: [String]) throws {
    try wait(until: "the rows\n" + lines.joined(separator: "\n") + "\n") { $0.lines == lines }
  }

  /// Lets the program do what it may do for so long.
  func pause(seconds: Double) {
    let end = Self.now + seconds
    while Self.now < end {
      readWhatIsThere()
      usleep(5000)
    }
  }

  /// Waits for the end: the exit status, or 128 plus the signal that ended it.
  func exitStatus() throws -> Int32 {
    if let status { return status }
    let deadline = Self.now + Self.patience
    while true {
      readWhatIsThere()
      var raw: Int32 = 0
      if waitpid(process, &raw, WNOHANG) == process {
        let ended = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + raw & 0x7F
        status = ended
        readWhatIsThere()
        return ended
      }
      guard Self.now < deadline else {
        throw Timeout(description: "waited for the end, the screen shows:\n\(screen.text)")
      }
      usleep(5000)
    }
  }

  /// Whether the terminal edits lines itself, as it does outside the line editor.
  var isCooked: Bool {
    var modes = termios()
    return tcgetattr(descriptor, &modes) == 0 && modes.c_lflag & tcflag_t(ICANON) != 0
      && modes.c_lflag & tcflag_t(ECHO) != 0
  }

  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func readWhatIsThere() {
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&ready, 1, 0) > 0, ready.revents & Int16(POLLIN) != 0 {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(descriptor, &bytes, bytes.count)
      if count <= 0 { return }
      undecoded += bytes[..<count]
      decode()
    }
  }

  /// Passes whole characters on; a sequence cut by the read waits for the rest.
  private func decode() {
    var end = undecoded.count
    var back = 0
    while end > 0, back < 3, undecoded[end - 1] & 0xC0 == 0x80 {
      end -= 1
      back += 1
    }
    if end > 0, undecoded[end - 1] >= 0xC0 {
      let lead = undecoded[end - 1]
      let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
      end = back + 1 >= length ? undecoded.count : end - 1
    } else {
      end = undecoded.count
    }
    let text = String(decoding: undecoded[..<end], as: UTF8.self)
    undecoded.removeFirst(end)
    output += text
    screen.feed(text)
  }

  // MARK: - Starting

  /// `TIOCSPTLCK` and `TIOCGPTN`, which are macros Swift cannot import.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  private static func setSize(_ descriptor: Int32, rows: Int, columns: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  /// A small, known environment, so that the tester's own settings do not matter.
  private static func environment(adding more: [String: String]) -> [String] {
    var values = [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": "",
      "PATH": "/usr/bin:/bin", "TANDEM_HISTORY": "",
    ]
    values.merge(more) { $1 }
    return values.map { "\($0)=\($1)" }
  }

  private static func spawn(
    _ program: String, _ arguments: [String], terminal: String, environment: [String]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, 0x80 | 0x08)  // POSIX_SPAWN_SETSID, …_SETSIGMASK
    var argumentPointers = ([program] + arguments).map { strdup($0) } + [nil]
    var environmentPointers = environment.map { strdup($0) } + [nil]
    defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(
      &process, program, &actions, &attributes, &argumentPointers, &environmentPointers)
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    guard code == 0 else { throw Timeout(description: "cannot start \(program): errno \(code)") }
    return process
  }
}
