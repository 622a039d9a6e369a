internal import Files
internal import Glibc

extension File {
  /// Makes a folder, with those around it, unless it is there.
  ///
  /// - Throws: `file` when it cannot be made.
  static func makeFolder(_ path: String) throws {
    guard !path.isEmpty, !isFolder(path) else { return }
    try makeFolder(folder(of: path.hasSuffix("/") ? String(path.dropLast()) : path))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw failure("make", path, errno) }
  }
}
