internal import Diagnostics
internal import Files
internal import Glibc

/// A session's record on disk that survives a crash.
///
/// A new cell is appended, any other change replaces the file in one step, so that at every moment
/// it holds the notebook as it was before or after the operation. It is readable by its owner only
/// and locked while the session runs.
package final class Journal {
  package private(set) var path: String
  private var descriptor: Int32
  private var size = 0
  /// The chunks in the file; `nil` when what is in it is not known to be whole.
  private var kept: [String]?

  /// Starts a journal that holds a notebook.
  ///
  /// - Throws: a failure when the file exists or cannot be made.
  package init(creating path: String, _ state: NotebookState) throws {
    self.path = path
    descriptor = -1
    guard access(path, F_OK) != 0 else {
      throw File.failure("begin", "the journal \(path)", EEXIST)
    }
    try keep(state)
  }

  /// Takes the journal of a session that died, so that no other one does.
  ///
  /// - Throws: a failure when it cannot be opened or a session holds it.
  package init(claiming path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw File.failure("read", "the journal \(path)", errno) }
    try lock()
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Brings the file up to a notebook and waits until it is on the disk.
  ///
  /// - Throws: a failure when the disk refuses; the file then holds the notebook of an earlier call.
  package func keep(_ state: NotebookState) throws {
    let chunks = [state.path ?? ""] + state.texts
    if let kept, chunks.starts(with: kept) {
      let added = chunks.dropFirst(kept.count)
      if !added.isEmpty { try append(added.map(JournalText.chunk).joined()) }
    } else {
      try replace(JournalText.heading + chunks.map(JournalText.chunk).joined())
    }
    kept = chunks
  }

  /// Removes the file.
  package func remove() { unlink(path) }

  /// Marks the session as one that was left, though its file does not hold all of it.
  package func leave() {
    let left = String(path.dropLast(Self.ending.count)) + Self.leftEnding
    if path.hasSuffix(Self.ending), rename(path, left) == 0 { path = left }
  }

  /// How the name of a journal ends.
  package static let ending = ".md"
  private static let leftEnding = ".left.md"

  /// Whether the session of a journal was left, and did not break off.
  package static func wasLeft(_ path: String) -> Bool { path.hasSuffix(leftEnding) }

  /// Puts the file aside under another name, which no session looks at.
  package func setAside() -> String {
    let aside = path + ".damaged"
    return rename(path, aside) == 0 ? aside : path
  }

  // MARK: - Reading

  /// What a journal holds.
  package struct Contents {
    /// The path of the notebook's file, the front matter, then a text an entry.
    private let chunks: [String]
    /// Whether something follows that cannot be read.
    package let isDamaged: Bool

    fileprivate init(_ text: JournalText) {
      chunks = text.chunks
      isDamaged = text.isDamaged
    }

    /// Whether there is no cell or note in it.
    package var isEmpty: Bool { chunks.count <= 2 }

    /// How many cells there are, which is told without reading them.
    package var cellCount: Int {
      chunks.dropFirst(2).count { chunk in
        let line = chunk.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
        return Fence(opening: line)?.language == "tandem"
      }
    }

    /// The notebook; `nil` when there is none, or it cannot be read.
    package var state: NotebookState? {
      guard !isEmpty else { return nil }
      let file = chunks[0].isEmpty ? nil : chunks[0]
      let document = try? Document(chunks.dropFirst().joined(), name: file ?? "")
      return document.map { NotebookState($0, path: file) }
    }
  }

  /// Reads the journal of a session that died: every entry that is there as a whole.
  ///
  /// - Throws: a failure when the file cannot be read.
  package static func contents(_ path: String) throws -> Contents {
    Contents(JournalText(try File.read(path)))
  }

  /// Whether a running session writes this journal.
  package static func isInUse(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  // MARK: - Writing

  private func lock() throws {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(.file, "the journal \(path) belongs to a session that is running")
    }
  }

  /// Adds text; what was added in part is taken back.
  private func append(_ text: String) throws {
    let bytes = Array(text.utf8)
    let code = Self.write(bytes, to: descriptor)
    guard code == 0 else {
      if ftruncate(descriptor, off_t(size)) != 0 || lseek(descriptor, off_t(size), SEEK_SET) < 0 {
        kept = nil
      }
      throw File.failure("write", "the journal of this session", code)
    }
    size += bytes.count
  }

  /// Puts a new file in place of the old one, complete and locked before it is.
  private func replace(_ text: String) throws {
    let temporary = File.folder(of: path) + "." + File.name(of: path) + ".tmp"
    let new = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard new >= 0 else { throw File.failure("write", "the journal of this session", errno) }
    let bytes = Array(text.utf8)
    var code = flock(new, LOCK_EX | LOCK_NB) == 0 ? Self.write(bytes, to: new) : errno
    if code == 0, rename(temporary, path) != 0 { code = errno }
    guard code == 0 else {
      unlink(temporary)
      close(new)
      throw File.failure("write", "the journal of this session", code)
    }
    if descriptor >= 0 { close(descriptor) }
    descriptor = new
    size = bytes.count
    syncFolder()
  }

  /// Writes every byte and waits for the disk; the error code, 0 when all went well.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : ENOSPC }
      written += count
    }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  private func syncFolder() {
    let folder = open(File.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}
