internal import Files
internal import Diagnostics
internal import Glibc
internal import Runtime

/// A session's record on disk that survives a crash.
///
/// The file is a document in which a comment with its number of bytes precedes every entry, so that
/// an entry cut off by a crash is recognized. It is readable by its owner only and locked while
/// the session runs.
package final class Journal {
  package let path: String
  private let descriptor: Int32
  private var size: Int

  /// Starts a journal.
  ///
  /// - Throws: a failure when the file exists or cannot be made.
  package convenience init(creating path: String, title: String = "", seed: UInt64 = 0) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Journal.failure("begin", path) }
    self.init(path, descriptor, size: 0)
    try lock()
    try write(SessionWriter.header(title: title, seed: seed))
  }

  /// Goes on with the journal of a session that crashed; an entry cut off is removed.
  ///
  /// - Throws: a failure when the file is no journal or another session writes it.
  package convenience init(continuing path: String) throws {
    let descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw Journal.failure("continue", path) }
    self.init(path, descriptor, size: 0)
    try lock()
    size = JournalText(try File.read(path)).completeBytes
    guard size > 0 else { throw Failure(.file, "\(path) is no journal of a session") }
    guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, off_t(size), SEEK_SET) >= 0
    else { throw Journal.failure("continue", path) }
  }

  private init(_ path: String, _ descriptor: Int32, size: Int) {
    self.path = path
    self.descriptor = descriptor
    self.size = size
  }

  deinit { close(descriptor) }

  /// Adds an entry and waits until it is on the disk.
  ///
  /// - Throws: a failure when the disk refuses; the file is then as before.
  package func append(_ entry: SessionEntry) throws {
    let text = SessionWriter.text(entry)
    try write("\(JournalText.mark(text.utf8.count))\(text)")
  }

  /// Reads the session of a journal; `nil` when there is no cell or note in it.
  ///
  /// - Throws: a failure when the file cannot be read or is no journal.
  package static func recover(_ path: String) throws -> Document? {
    let text = JournalText(try File.read(path))
    return text.entryCount == 0 ? nil : try Document(text.document, name: path)
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

  private func write(_ text: String) throws {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      written += count
    }
    guard written == bytes.count, fsync(descriptor) == 0 else {
      let failure = Journal.failure("write", path)
      _ = ftruncate(descriptor, off_t(size))
      _ = lseek(descriptor, off_t(size), SEEK_SET)
      throw failure
    }
    size += bytes.count
  }

  private static func failure(_ what: String, _ path: String) -> Failure {
    let reason = errno == EEXIST ? "it exists already" : String(cString: strerror(errno))
    return Failure(.file, "cannot \(what) the journal \(path): \(reason.lowercased())")
  }
}
