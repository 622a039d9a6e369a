internal import Diagnostics
internal import Glibc

/// Folders: what is in them, where the program is, and ones for a while.
package enum Folder {
  /// The names in a folder but those of itself and the one above, in no order; none where it cannot
  /// be read.
  package static func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// The current folder; empty where it was removed.
  package static var current: String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }

  /// A path that means the same file whatever the current folder becomes.
  package static func absolute(_ path: String) -> String {
    path.isEmpty || path.hasPrefix("/") || current.isEmpty ? path : "\(current)/\(path)"
  }

  /// Makes an empty folder for its owner alone, in `$TMPDIR` or `/tmp`.
  ///
  /// - Throws: `file` when none can be made.
  package static func makeTemporary() throws -> String {
    let chosen = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let place = chosen.isEmpty ? "/tmp" : chosen
    var template = Array("\(place)/tandem-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw File.failure("write", place, errno) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes a folder with everything in it; links are removed, not followed.
  package static func remove(_ path: String) {
    for name in names(in: path) {
      let inner = "\(path)/\(name)"
      if unlink(inner) != 0, errno == EISDIR { remove(inner) }
    }
    rmdir(path)
  }
}
