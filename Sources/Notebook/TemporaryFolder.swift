internal import Diagnostics
internal import Files
internal import Glibc

/// An empty folder made the current one, for documents whose cells write files.
package struct TemporaryFolder {
  private let path: String
  /// The folder to come back to.
  private let outer: Int32

  /// Makes a folder and goes there.
  ///
  /// - Throws: `file` when none can be made.
  package init() throws {
    path = try Folder.makeTemporary()
    outer = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard outer >= 0, chdir(path) == 0 else {
      let code = errno
      rmdir(path)
      throw File.failure("read", path, code)
    }
  }

  /// Goes back and removes the folder with everything in it.
  package func leave() {
    _ = fchdir(outer)
    close(outer)
    Folder.remove(path)
  }
}
