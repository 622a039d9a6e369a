package import Diagnostics
internal import Glibc

/// Reading and writing whole files, with errors that a reader of the message can act on.
package enum File {
  /// The last part of a path, as messages name a file.
  package static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The folder part of a path with its slash, empty when there is none.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  /// Whether a path names a regular file that exists.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether a path names a folder that exists.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static let largestFile = 4 << 30
  /// What one call of the system reads at most, so that a long read can be stopped.
  private static let chunkSize = 4 << 20

  /// All bytes of a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - check: asked before each chunk, with the bytes the file is known to have; may throw.
  /// - Returns: the bytes.
  /// - Throws: `file` when it does not exist, is a folder or cannot be read; what `check` throws.
  package static func read(
    _ path: String, check: (Int) throws -> Void = { _ in }
  ) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("read", path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("read", path, errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw failure("read", path, EISDIR) }
    // One byte more than the size, so that the end is seen without growing the array.
    let expected = max(Int(status.st_size), 0)
    try check(expected)
    var bytes = try readOnce(descriptor, capacity: expected + 1, path) { try check(expected) }
    while bytes.count == bytes.capacity || bytes.count > expected {
      try check(bytes.count)
      let more = try readOnce(descriptor, capacity: 1 << 16, path) {}
      if more.isEmpty { break }
      bytes += more
      // A device such as /dev/zero never ends.
      guard bytes.count <= largestFile else {
        throw Failure(.file, "\(path) is larger than \(largestFile >> 30) GB")
      }
    }
    return bytes
  }

  /// Reads until `capacity` bytes are there or the file ends.
  private static func readOnce(
    _ descriptor: Int32, capacity: Int, _ path: String, check: () throws -> Void
  ) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
      adviseLargePages(target)
      while count < capacity {
        try check()
        let got = Glibc.read(
          descriptor, target.baseAddress.map { $0 + count }, min(capacity - count, chunkSize))
        if got == 0 { return }
        if got < 0 {
          if errno == EINTR { continue }
          throw failure("read", path, errno)
        }
        count += got
      }
    }
  }

  /// Asks for large pages for the memory of a large file: they take a quarter of the time to become
  /// available.
  private static func adviseLargePages(_ memory: UnsafeMutableBufferPointer<UInt8>) {
    let page = 1 << 21
    guard memory.count >= 2 * page, let base = memory.baseAddress else { return }
    let start = UnsafeMutableRawPointer(base).alignedUp(toMultipleOf: page)
    let end = UnsafeMutableRawPointer(base + memory.count).alignedDown(toMultipleOf: page)
    if start < end { madvise(start, end - start, MADV_HUGEPAGE) }
  }

  /// Replaces a file in one step: whoever opens it sees the old bytes or the new ones, never a part.
  ///
  /// The bytes go to a temporary name in the same folder, are synced to disk, and are renamed. An
  /// existing file keeps its permissions; a symbolic link keeps pointing at the file it replaces.
  /// A pipe or a device such as `/dev/stdout` cannot be replaced and is written to.
  ///
  /// - Throws: `file` when the folder does not exist or may not be written, or the disk is full.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    guard !path.isEmpty else { throw Failure(.file, "cannot write a file without a name") }
    let target = resolved(path)
    var status = stat()
    let exists = stat(target, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw failure("write", path, EISDIR) }
    if exists, status.st_mode & S_IFMT != S_IFREG { return try append(bytes, to: path) }
    let temporary = "\(folder(of: target)).\(name(of: target)).\(getpid()).\(unique()).tmp"
    let mode = exists ? status.st_mode & 0o777 : 0o666
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure("write", path, errno) }
    var code = writeAll(bytes, descriptor)
    if exists, code == 0 { _ = fchmod(descriptor, mode) }
    if code == 0, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, rename(temporary, target) != 0 { code = errno }
    guard code == 0 else {
      unlink(temporary)
      throw failure("write", path, code)
    }
    syncFolder(of: target)
  }

  /// Expects that ``write(_:to:)`` can put a file there, before what it is to hold took long to make.
  ///
  /// - Throws: `file` when the path is empty or a folder, or its folder does not exist or may not be
  ///   written.
  package static func checkWritable(_ path: String) throws {
    guard !path.isEmpty else { throw Failure(.file, "cannot write a file without a name") }
    guard !isFolder(path) else { throw failure("write", path, EISDIR) }
    let target = resolved(path)
    let parent = folder(of: target)
    guard access(parent.isEmpty ? "." : parent, W_OK) == 0 || access(target, W_OK) == 0 else {
      throw failure("write", path, errno)
    }
  }

  /// The path of a file without links and dots, also where only its folder exists.
  package static func resolved(_ path: String) -> String {
    func real(_ path: String) -> String? {
      guard let found = realpath(path, nil) else { return nil }
      defer { free(found) }
      return String(cString: found)
    }
    if let whole = real(path) { return whole }
    let folder = folder(of: path)
    return real(folder.isEmpty ? "." : folder).map { "\($0)/\(name(of: path))" } ?? path
  }

  /// Adds bytes at the end of a file that exists.
  ///
  /// - Throws: `file` when it does not exist, may not be written, or the disk is full.
  package static func append(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("write", path, errno) }
    defer { close(descriptor) }
    let code = writeAll(bytes, descriptor)
    guard code == 0 else { throw failure("write", path, code) }
  }

  /// Writes every byte; the error code, 0 when all went well.
  private static func writeAll(_ bytes: [UInt8], _ descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { source in
      var done = 0
      while done < source.count {
        let count = Glibc.write(
          descriptor, source.baseAddress.map { $0 + done }, source.count - done)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        done += count
      }
      return 0
    }
  }

  /// Makes a rename survive a power cut; file systems that cannot are left as they are.
  private static func syncFolder(of path: String) {
    let folder = folder(of: path)
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  /// A number that two writers of one process do not share.
  private static func unique() -> UInt64 { UInt64.random(in: 0...UInt64.max) }

  /// The error for a call of the system that failed.
  ///
  /// - Parameters:
  ///   - verb: what was tried, `read` or `write`.
  ///   - path: the file as the user wrote it.
  ///   - code: the value of `errno`.
  /// - Returns: an error of the kind `file`.
  package static func failure(_ verb: String, _ path: String, _ code: Int32) -> Failure {
    switch code {
    case ENOENT:
      let what = verb == "read" ? "there is no such file" : "its folder does not exist"
      return Failure(
        .file, "cannot \(verb) \(path): \(what)", .fileNotFound, facts: ["path": path])
    case ENOTDIR:
      return Failure(.file, "cannot \(verb) \(path): a part of the path is no folder")
    case EISDIR: return Failure(.file, "cannot \(verb) \(path): it is a folder")
    case EACCES, EPERM, EROFS:
      return Failure(.file, "cannot \(verb) \(path): permission was denied")
    case ENOSPC: return Failure(.file, "cannot \(verb) \(path): the disk is full")
    default:
      let reason = String(cString: strerror(code)).lowercased()
      return Failure(.file, "cannot \(verb) \(path): \(reason)")
    }
  }
}
