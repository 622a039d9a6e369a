internal import CEditLine
internal import Diagnostics
internal import Files
internal import Glibc
internal import Tensors

/// The terminal this process runs in: whether there is one, how large it is, what it can show.
package enum Terminal {
  /// A size in character cells.
  package struct Size: Sendable, Equatable {
    package var rows: Int
    package var columns: Int
  }

  /// Whether a person sits at both ends: standard input and standard output are a terminal.
  package static var isInteractive: Bool { isatty(0) == 1 && isatty(1) == 1 }

  /// The size the terminal reports; 24×80 where it reports none.
  package static var size: Size {
    var window = winsize()
    guard [1, 0, 2].contains(where: { ioctl($0, UInt(TIOCGWINSZ), &window) == 0 }) else {
      return Size(rows: 24, columns: 80)
    }
    return Size(
      rows: window.ws_row > 0 ? Int(window.ws_row) : 24,
      columns: window.ws_col > 0 ? Int(window.ws_col) : 80)
  }

  /// The width that output is laid out for: `COLUMNS` when it is a sensible number, else the
  /// terminal's own, else 80.
  package static var outputWidth: Int {
    if let columns = environment("COLUMNS").flatMap({ Int($0) }), (10...10_000).contains(columns) {
      return columns
    }
    return size.columns
  }

  /// Whether colour may be used on standard output.
  ///
  /// It may not when the caller says so (`--no-color`), when `NO_COLOR` is set and not empty, when
  /// `TERM` is `dumb` or missing, or when standard output is no terminal.
  package static func allowsColor(disabledByOption: Bool = false) -> Bool {
    if disabledByOption || isatty(1) != 1 { return false }
    if let refusal = environment("NO_COLOR"), !refusal.isEmpty { return false }
    return !isDumb
  }

  /// Whether colour may be used on standard error.
  package static var errorsAllowColor: Bool {
    isatty(2) == 1 && (environment("NO_COLOR") ?? "").isEmpty && !isDumb
  }

  /// Gives each closed standard descriptor a file, before another one takes its number.
  ///
  /// Nothing can be written to that file, so lost output is noticed.
  static func claimDescriptors() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Everything on standard input.
  ///
  /// - Throws: `Interruption` on Ctrl-C, `file` when it cannot be read or is no UTF-8 text.
  package static func readAll() throws -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // `read` goes on after a signal, `poll` does not.
      var ready = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      let isReady = poll(&ready, 1, 100) > 0
      try Interrupt.check()
      guard isReady else { continue }
      let count = read(0, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[0..<count]
      } else if count == 0 {
        break
      } else if errno != EINTR, errno != EAGAIN {
        throw File.failure("read", "standard input", errno)
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.file, "standard input is no UTF-8 text")
    }
    return text
  }

  /// Whether the terminal cannot move its cursor, as far as `TERM` tells.
  package static var isDumb: Bool {
    let name = environment("TERM") ?? ""
    return name.isEmpty || name == "dumb"
  }

  /// Chooses the character encoding: the user's when it is UTF-8, `C.UTF-8` otherwise.
  ///
  /// Only `LC_CTYPE` is touched; `LC_NUMERIC` would bring decimal commas into the C library.
  package static func prepareLocale() {
    if setlocale(LC_CTYPE, "") != nil, let codeset = nl_langinfo(Int32(CODESET)),
      String(cString: codeset) == "UTF-8"
    {
      return
    }
    _ = setlocale(LC_CTYPE, "C.UTF-8")
  }

  /// Writes to standard output after whatever the C library still holds back.
  ///
  /// - Returns: 0, or the value of `errno` when not everything could be written.
  @discardableResult
  package static func write(_ text: String) -> Int32 {
    editline_flush()
    return writeAll(text, to: 1)
  }

  /// Writes to standard error.
  ///
  /// - Returns: 0, or the value of `errno` when not everything could be written.
  @discardableResult
  package static func writeError(_ text: String) -> Int32 { writeAll(text, to: 2) }

  /// The number of cells a character takes: 0 for combining marks, 2 for wide ones.
  static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return scalar.value < 32 || scalar.value == 127 ? 0 : 1 }
    return max(0, Int(editline_width(wchar_t(bitPattern: scalar.value))))
  }

  /// The number of cells a text without line breaks takes.
  static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  /// Where Tandem keeps what outlives a session: `tandem` in `$XDG_STATE_HOME` or `~/.local/state`.
  static var stateFolder: String? {
    if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/tandem" }
    guard let home = environment("HOME"), !home.isEmpty else { return nil }
    return Folder.absolute(home) + "/.local/state/tandem"
  }

  /// The value of an environment variable.
  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static func writeAll(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let base = rest.baseAddress, !rest.isEmpty {
        let count = Glibc.write(descriptor, base, rest.count)
        if count > 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if errno == EAGAIN {
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&ready, 1, 100)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }
}
