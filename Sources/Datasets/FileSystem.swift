internal import Glibc

/// What readers ask of folders, and files written at once or not at all.
enum FileSystem {
  /// Whether a regular file of that name can be read.
  static func isReadable(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && access(path, R_OK) == 0
  }

  /// Writes a file at once or not at all: a temporary file in the same folder, synced and renamed.
  ///
  /// - Throws: `file` with the reason; an older file of the name is then untouched.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw ByteFile.cannot("write", path, errno) }
    let code = append(bytes, to: descriptor)
    let isClosed = close(descriptor) == 0
    guard code == 0, isClosed, rename(temporary, path) == 0 else {
      let failure = ByteFile.cannot("write", path, code == 0 ? errno : code)
      unlink(temporary)
      throw failure
    }
  }

  /// Writes all bytes and syncs them; 0, or the number of the system's error.
  private static func append(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(
          descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : ENOSPC }
        written += count
      }
      return fsync(descriptor) == 0 ? 0 : errno
    }
  }
}
