internal import Diagnostics
internal import Glibc
internal import Tensors

/// Which files a program may touch: `--read-only` forbids writing, `--root` confines everything to
/// a folder.
package struct FileAccess: Sendable {
  package var isReadOnly = false
  /// The folder that confines reads and writes, without symbolic links.
  package var root: String?

  package init() {}

  /// The path to use for reading, after the rules were checked.
  package func readable(_ path: String) throws -> String {
    try confine(path)
    return path
  }

  /// The path to use for writing, after the rules were checked.
  package func writable(_ path: String) throws -> String {
    guard !isReadOnly else {
      throw Failure(.file, "cannot write \(path): Tandem runs with --read-only")
    }
    try confine(path)
    return path
  }

  private func confine(_ path: String) throws {
    guard let root else { return }
    let resolved = FileAccess.resolve(path)
    guard resolved == root || resolved.hasPrefix(root == "/" ? "/" : root + "/") else {
      throw Failure(.file, "\(path) lies outside of \(root)", notes: ["--root confines all files"])
    }
  }

  /// The path without symbolic links; the last parts need not exist.
  package static func resolve(_ path: String) -> String {
    var existing = path.isEmpty ? "." : path
    var missing: [String] = []
    while true {
      if let real = realpath(existing, nil) {
        defer { free(real) }
        let base = String(cString: real)
        let tail = missing.reversed().joined(separator: "/")
        return tail.isEmpty ? base : base == "/" ? "/" + tail : base + "/" + tail
      }
      guard let slash = existing.lastIndex(of: "/") else {
        missing.append(existing)
        existing = "."
        if missing.count > 1 { return path }
        continue
      }
      missing.append(String(existing[existing.index(after: slash)...]))
      if missing.last == ".." || missing.count > 256 { return path }
      existing = slash == existing.startIndex ? "/" : String(existing[..<slash])
    }
  }

  /// The text of a file.
  package static func read(_ path: String) throws -> String {
    let bytes = try readBytes(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.file, "\(path) is no UTF-8 text")
    }
    return text
  }

  private static let largestFile = 1 << 30

  /// The bytes of a file.
  package static func readBytes(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(.file, "cannot read \(path): \(FileAccess.reason(errno))")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(.file, "cannot read \(path): \(FileAccess.reason(errno))")
      }
      bytes += buffer[0..<count]
      try Interrupt.check()
      // A device such as /dev/zero never ends.
      guard bytes.count <= largestFile else {
        throw Failure(.file, "\(path) is larger than \(largestFile >> 30) GB")
      }
    }
  }

  /// Writes a file at once or not at all: a temporary file in the same folder, synced and renamed.
  package static func write(_ text: String, to path: String) throws {
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw Failure(.file, "cannot write \(path): \(FileAccess.reason(errno))")
    }
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
    let isComplete = written == bytes.count && fsync(descriptor) == 0
    let failure = errno
    close(descriptor)
    guard isComplete, rename(temporary, path) == 0 else {
      unlink(temporary)
      throw Failure(
        .file, "cannot write \(path): \(FileAccess.reason(isComplete ? errno : failure))")
    }
  }

  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "permission is missing"
    case EISDIR: "it is a folder"
    case ENOTDIR: "a part of the path is no folder"
    case ENOSPC: "the disk is full"
    default: String(cString: strerror(code)).lowercased()
    }
  }
}
