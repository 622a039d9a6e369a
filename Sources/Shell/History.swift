internal import Glibc

/// The cells entered in this and earlier sessions, kept in an append-only file.
///
/// One line holds one entry, line breaks written as `\n` and backslashes as `\\`. Writers take a lock
/// (`flock`) and append, so shells that run at the same time lose nothing of each other. Where the
/// file cannot be written the history lives in memory alone, without a word.
package final class History {
  /// Entries kept in memory.
  package static let entryLimit = 2000
  /// A file that grew beyond this is cut to about half, keeping the newest entries.
  static let byteLimit = 1 << 20
  /// Longer cells are not stored.
  static let entryByteLimit = 1 << 16

  /// Oldest first.
  package private(set) var entries: [String] = []
  private let path: String?

  /// Opens a history.
  ///
  /// - Parameter path: The file; `nil` keeps the history in memory.
  package init(path: String? = History.defaultPath) {
    self.path = path
    load()
  }

  /// `$TANDEM_HISTORY`, else `tandem/history` in `$XDG_STATE_HOME` or `~/.local/state`.
  ///
  /// An empty `$TANDEM_HISTORY` means no file.
  package static var defaultPath: String? {
    if let chosen = Terminal.environment("TANDEM_HISTORY") { return chosen.isEmpty ? nil : chosen }
    return Terminal.stateFolder.map { $0 + "/history" }
  }

  /// Adds a cell, unless it is blank, begins with a blank or repeats the entry before it.
  ///
  /// - Returns: Whether it was added.
  @discardableResult
  package func append(_ cell: String) -> Bool {
    var cell = cell[...]
    while let last = cell.last, last.isWhitespace { cell.removeLast() }
    guard let first = cell.first, first != " ", first != "\t" else { return false }
    let entry = String(cell)
    guard entry != entries.last, entry.utf8.count <= Self.entryByteLimit else { return false }
    entries.append(entry)
    if entries.count > Self.entryLimit { entries.removeFirst(entries.count - Self.entryLimit) }
    store(entry)
    return true
  }

  // MARK: - The file

  private func load() {
    guard let path else { return }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    flock(descriptor, LOCK_SH)
    let size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    let start = max(0, size - Self.byteLimit)
    let bytes = Self.read(descriptor, from: start, count: size - start)
    var lines = bytes.split(separator: UInt8(ascii: "\n"))
    if start > 0, !lines.isEmpty { lines.removeFirst() }
    entries = Array(lines.suffix(Self.entryLimit).compactMap(Self.decode))
  }

  private func store(_ entry: String) {
    guard let path else { return }
    let descriptor = Self.openForAppending(path)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    flock(descriptor, LOCK_EX)
    let size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    var line: [UInt8] = Self.encode(entry) + [UInt8(ascii: "\n")]
    // A writer that was killed may have left a line without its end.
    if size > 0, Self.read(descriptor, from: size - 1, count: 1) != [UInt8(ascii: "\n")] {
      line.insert(UInt8(ascii: "\n"), at: 0)
    }
    _ = write(descriptor, line, line.count)
    if size + line.count > Self.byteLimit { Self.shrink(descriptor, size: size + line.count) }
  }

  /// Keeps the newest half of an over-long file; the lock is held.
  private static func shrink(_ descriptor: Int32, size: Int) {
    let kept = read(descriptor, from: size - byteLimit / 2, count: byteLimit / 2)
    guard let cut = kept.firstIndex(of: UInt8(ascii: "\n")) else { return }
    guard ftruncate(descriptor, 0) == 0 else { return }
    let rest = Array(kept[(cut + 1)...])
    _ = write(descriptor, rest, rest.count)
  }

  private static func openForAppending(_ path: String) -> Int32 {
    let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC
    let descriptor = open(path, flags, 0o600)
    if descriptor >= 0 || errno != ENOENT { return descriptor }
    makeFolders(for: path)
    return open(path, flags, 0o600)
  }

  /// Makes the folders that a file lies in, for their owner alone.
  static func makeFolders(for path: String) {
    var folder = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
  }

  private static func read(_ descriptor: Int32, from start: Int, count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { memory, filled in
      while filled < count, let base = memory.baseAddress {
        let got = pread(descriptor, base + filled, count - filled, off_t(start + filled))
        if got <= 0 { break }
        filled += got
      }
    }
  }

  // MARK: - Lines

  static func encode(_ entry: String) -> [UInt8] {
    entry.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\n"): Array("\\n".utf8)
      case UInt8(ascii: "\\"): Array("\\\\".utf8)
      default: [byte]
      }
    }
  }

  /// The entry of a line; `nil` for one that is damaged: not UTF-8, a wrong escape, a control
  /// character.
  static func decode(_ line: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.count)
    var isEscaped = false
    for byte in line {
      if isEscaped {
        guard byte == UInt8(ascii: "n") || byte == UInt8(ascii: "\\") else { return nil }
        bytes.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\t") {
        bytes.append(contentsOf: "  ".utf8)
      } else {
        bytes.append(byte)
      }
    }
    guard !isEscaped, !bytes.isEmpty, let entry = String(validating: bytes, as: UTF8.self) else {
      return nil
    }
    let isShowable = entry.unicodeScalars.allSatisfy {
      $0 == "\n" || LineEditorPaste.isPrintable($0)
    }
    return isShowable ? entry : nil
  }
}
