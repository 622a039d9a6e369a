internal import Files
internal import Glibc

/// The cells entered in this and earlier sessions, kept in an append-only file.
///
/// One line holds one entry, line breaks written as `\n` and backslashes as `\\`. Writers take a lock
/// (`flock`) and append, so shells that run at the same time lose nothing of each other: what others
/// enter meanwhile comes before what was entered here, so that ↑ always begins with the latter. Where
/// the file cannot be written the history lives in memory alone, without a word.
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
  /// How many of the entries, at the end, were entered here.
  private var ownCount = 0
  /// How much of the file is known, and which file it is: a shorter one may take its place.
  private var known: (size: Int, file: ino_t) = (0, 0)
  /// Whether the lock could not be had the last time.
  private var isLockStuck = false
  /// How often the lock is tried, 5 ms apart.
  private static let lockAttempts = 20

  /// Opens a history.
  ///
  /// - Parameter path: The file; `nil` keeps the history in memory.
  package init(path: String? = History.defaultPath) {
    self.path = path.map(Folder.absolute)
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
    ownCount += 1
    store(entry)
    limit()
    return true
  }

  /// Takes in what other shells have entered since.
  func takeInOthers() {
    guard let path else { return }
    var status = stat()
    // Most of the time nothing has happened, which needs no file to be opened.
    guard stat(path, &status) == 0,
      Int(status.st_size) != known.size || status.st_ino != known.file,
      let descriptor = Self.open(path, O_RDONLY)
    else { return }
    defer { close(descriptor) }
    takeInOthers(descriptor)
    limit()
  }

  /// Takes in what follows the known part of the file, as far as its lines are complete.
  private func takeInOthers(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return }
    let size = Int(status.st_size)
    defer { known.file = status.st_ino }
    let isKnown = known.file == 0 || known.file == status.st_ino
    guard isKnown, size >= known.size, size - known.size <= Self.byteLimit else {
      // What is new in another file cannot be told; the next start finds it.
      known.size = size
      return
    }
    let bytes = Self.read(descriptor, from: known.size, count: size - known.size)
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return }
    known.size += end + 1
    let others = bytes[..<end].split(separator: UInt8(ascii: "\n")).compactMap(Self.decode)
    entries.insert(contentsOf: others, at: entries.count - ownCount)
  }

  private func limit() {
    entries.removeFirst(max(0, entries.count - Self.entryLimit))
    ownCount = min(ownCount, entries.count)
  }

  /// How the newest entry goes on that begins like a text, to the end of the line; `nil` when none
  /// does.
  func continuation(of text: String) -> String? {
    guard text.utf8.count > 1 else { return nil }
    let found = entries.last { entry in
      entry.utf8.count > text.utf8.count && entry.hasPrefix(text)
        && entry.dropFirst(text.count).first != "\n"
    }
    return found.map { String($0.dropFirst(text.count).prefix { $0 != "\n" }) }
  }

  // MARK: - The file

  private func load() {
    guard let path else { return }
    guard let descriptor = Self.open(path, O_RDONLY) else { return }
    defer { close(descriptor) }
    // Without the lock the worst is half an entry, which is skipped.
    _ = lock(descriptor, LOCK_SH)
    let size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    let start = max(0, size - Self.byteLimit)
    let bytes = Self.read(descriptor, from: start, count: size - start)
    var status = stat()
    if fstat(descriptor, &status) == 0 { known = (size, status.st_ino) }
    var lines = bytes.split(separator: UInt8(ascii: "\n"))
    if start > 0, !lines.isEmpty { lines.removeFirst() }
    entries = Array(lines.suffix(Self.entryLimit).compactMap(Self.decode))
  }

  private func store(_ entry: String) {
    guard let path else { return }
    guard let (descriptor, isLocked) = openForAppending(path) else { return }
    defer { close(descriptor) }
    takeInOthers(descriptor)
    let size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    var line: [UInt8] = Self.encode(entry) + [UInt8(ascii: "\n")]
    // A writer that was killed may have left a line without its end.
    if size > 0, Self.read(descriptor, from: size - 1, count: 1) != [UInt8(ascii: "\n")] {
      line.insert(UInt8(ascii: "\n"), at: 0)
    }
    _ = write(descriptor, line, line.count)
    // Behind what was written here; what came in between without the lock shows at the next start.
    known.size = max(0, Int(lseek(descriptor, 0, SEEK_CUR)))
    if isLocked, size + line.count > Self.byteLimit {
      Self.shrink(descriptor, path, size: size + line.count)
    }
  }

  /// Keeps the newest half of an over-long file; the lock is held.
  ///
  /// The shorter file replaces the longer one at once, so that nothing is lost when the program is
  /// killed meanwhile; who waits for the lock notices, see `openForAppending`.
  private static func shrink(_ descriptor: Int32, _ path: String, size: Int) {
    let kept = read(descriptor, from: size - byteLimit / 2, count: byteLimit / 2)
    guard let cut = kept.firstIndex(of: UInt8(ascii: "\n")) else { return }
    try? File.write(Array(kept[(cut + 1)...]), to: path)
  }

  // MARK: - Opening and locking

  /// Opens a regular file; whatever else may lie there could keep the shell waiting.
  private static func open(_ path: String, _ flags: Int32) -> Int32? {
    let descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return descriptor }
    close(descriptor)
    return nil
  }

  /// The file to append to, if possible locked; an append is whole without the lock, too.
  private func openForAppending(_ path: String) -> (descriptor: Int32, isLocked: Bool)? {
    let flags = O_RDWR | O_APPEND | O_CREAT
    for _ in 0..<8 {
      var found = Self.open(path, flags)
      if found == nil, errno == ENOENT {
        Self.makeFolders(for: path)
        found = Self.open(path, flags)
      }
      guard let descriptor = found else { return nil }
      guard lock(descriptor, LOCK_EX) else { return (descriptor, false) }
      // Another shell may have put a shorter file in its place before the lock was free.
      if Self.isSameFile(descriptor, path) { return (descriptor, true) }
      close(descriptor)
    }
    return nil
  }

  private static func isSameFile(_ descriptor: Int32, _ path: String) -> Bool {
    var opened = stat()
    var present = stat()
    return fstat(descriptor, &opened) == 0 && stat(path, &present) == 0
      && opened.st_ino == present.st_ino && opened.st_dev == present.st_dev
  }

  /// Locks the file; `false` when that takes longer than a moment, and at once from then on.
  private func lock(_ descriptor: Int32, _ kind: Int32) -> Bool {
    for attempt in 0...(isLockStuck ? 0 : Self.lockAttempts) {
      if flock(descriptor, kind | LOCK_NB) == 0 {
        isLockStuck = false
        return true
      }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      if attempt < Self.lockAttempts, !isLockStuck { usleep(5_000) }
    }
    isLockStuck = true
    return false
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
