internal import Diagnostics
internal import Files
internal import Glibc

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
      throw Failure(
        .file, "cannot write \(path): Tandem runs with --read-only", .readOnly,
        facts: ["path": path])
    }
    try confine(path)
    return path
  }

  /// The path to keep something under that a session can do without; `nil` where the rules forbid
  /// it.
  package func keepsake(_ path: String?) -> String? {
    path.flatMap { try? writable($0) }
  }

  private func confine(_ path: String) throws {
    guard let root else { return }
    guard let resolved = FileAccess.resolve(path),
      resolved == root || resolved.hasPrefix(root == "/" ? "/" : root + "/")
    else {
      throw Failure(
        .file, "\(path) lies outside of \(root)", notes: ["--root confines all files"],
        .outsideRoot,
        facts: ["path": path, "root": root])
    }
  }

  /// The path without symbolic links; the last parts need not exist.
  ///
  /// - Returns: `nil` when what does not exist cannot be told: a `..` behind it, or a link to it.
  package static func resolve(_ path: String) -> String? {
    var existing = path.isEmpty ? "." : path
    var missing: [String] = []
    while true {
      if let real = realpath(existing, nil) {
        defer { free(real) }
        let base = String(cString: real)
        let tail = missing.reversed().joined(separator: "/")
        return tail.isEmpty ? base : base == "/" ? "/" + tail : base + "/" + tail
      }
      guard existing != ".", existing != "/", !isLink(existing), missing.count < 256 else {
        return nil
      }
      let slash = existing.lastIndex(of: "/")
      let name = slash.map { String(existing[existing.index(after: $0)...]) } ?? existing
      guard name != ".." else { return nil }
      if !name.isEmpty, name != "." { missing.append(name) }
      existing = slash.map { $0 == existing.startIndex ? "/" : String(existing[..<$0]) } ?? "."
    }
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The text of a file.
  package static func read(_ path: String) throws -> String {
    let bytes = try File.read(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.file, "\(path) is no UTF-8 text")
    }
    return text
  }

  /// Writes a text at once or not at all.
  package static func write(_ text: String, to path: String) throws {
    try File.write(Array(text.utf8), to: path)
  }
}
