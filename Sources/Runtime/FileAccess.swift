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
