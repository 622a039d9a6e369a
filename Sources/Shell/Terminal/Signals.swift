internal import Glibc
internal import Synchronization
internal import Tensors

/// What signals mean to the shell, in its two phases: reading a cell and running one.
///
/// | signal | while a cell is read | while one runs |
/// |---|---|---|
/// | `SIGINT` | a byte in the self-pipe: the line is discarded | `Interrupt.request()` |
/// | `SIGWINCH`, `SIGCONT` | a byte in the self-pipe: redraw | nothing |
/// | `SIGTSTP` | a byte in the self-pipe: tidy up, then stop | stops, as by default |
/// | `SIGTERM`, `SIGHUP`, `SIGQUIT` | restore the terminal, then die of it | the same |
///
/// A handler does nothing but atomic loads and stores and calls POSIX lists as safe.
package enum Signals {
  private static let isReading = Atomic<Bool>(false)
  private static let isInstalled = Atomic<Bool>(false)
  private static let pipeInput = Atomic<Int32>(-1)
  private static let pipeOutput = Atomic<Int32>(-1)
  /// Written before the first cell is read, by the only thread there is, then only read.
  nonisolated(unsafe) private static var terminalModes = termios()
  private static let hasTerminalModes = Atomic<Bool>(false)

  /// Installs the handlers; further calls do nothing.
  ///
  /// From here on Ctrl-C never ends the process.
  package static func install() {
    guard !isInstalled.exchange(true, ordering: .relaxed) else { return }
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      }
      pipeOutput.store(ends[0], ordering: .relaxed)
      pipeInput.store(ends[1], ordering: .relaxed)
    }
    if tcgetattr(0, &terminalModes) == 0 { hasTerminalModes.store(true, ordering: .relaxed) }
    _ = Interrupt.isRequested  // so that no handler is the first to use it
    handle(SIGINT) { signal in
      if Signals.isReading.load(ordering: .relaxed) {
        Signals.post(signal)
      } else {
        Interrupt.request()
      }
    }
    // A file that may not grow is an error of the write, not the end of the session.
    Glibc.signal(SIGXFSZ, SIG_IGN)
    for quiet in [SIGWINCH, SIGCONT] {
      handle(quiet) { if Signals.isReading.load(ordering: .relaxed) { Signals.post($0) } }
    }
    for fatal in [SIGTERM, SIGHUP, SIGQUIT] {
      handle(fatal) { signal in
        Signals.restoreTerminal()
        Glibc.signal(signal, SIG_DFL)
        raise(signal)
      }
    }
  }

  /// The descriptor that becomes readable when a signal came in while a cell was read.
  static var descriptor: Int32 { pipeOutput.load(ordering: .relaxed) }

  /// The next signal that came in, if any.
  static func next() -> Int32? {
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) == 1 ? Int32(byte) : nil
  }

  /// Enters the phase in which signals are the line editor's.
  static func beginReading() {
    while next() != nil {}
    isReading.store(true, ordering: .relaxed)
    handle(SIGTSTP) { Signals.post($0) }
  }

  /// Leaves that phase.
  ///
  /// A Ctrl-C that came when the line was already taken is meant for what runs now.
  static func endReading() {
    Glibc.signal(SIGTSTP, SIG_DFL)
    isReading.store(false, ordering: .relaxed)
    while let signal = next() {
      if signal == SIGINT { Interrupt.request() }
    }
  }

  /// Stops the process as Ctrl-Z does by default; returns when it is continued.
  static func suspend() {
    Glibc.signal(SIGTSTP, SIG_DFL)
    raise(SIGTSTP)
    handle(SIGTSTP) { Signals.post($0) }
  }

  private static func handle(_ signal: Int32, _ handler: @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_RESTART
    sigemptyset(&action.sa_mask)
    sigaction(signal, &action, nil)
  }

  private static func post(_ signal: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(pipeInput.load(ordering: .relaxed), &byte, 1)
    errno = saved
  }

  /// Undoes what the line editor did to the terminal, unless another job owns it by now.
  private static func restoreTerminal() {
    guard isatty(0) == 1, tcgetpgrp(0) == getpgrp() else { return }
    if hasTerminalModes.load(ordering: .relaxed) { tcsetattr(0, TCSANOW, &terminalModes) }
    withUnsafeBytes(of: pasteOff) { _ = write(1, $0.baseAddress, $0.count) }
  }

  /// `ESC [ ? 2 0 0 4 l` and a line break, as bytes that need no memory to be written.
  private static let pasteOff: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) =
    (27, 91, 63, 50, 48, 48, 52, 108, 10)
}
