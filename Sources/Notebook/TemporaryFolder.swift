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
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(place)/tandem-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw File.failure("write", place, errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    outer = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard outer >= 0, chdir(path) == 0 else {
      let code = errno
      rmdir(path)
      throw File.failure("read", path, code)
    }
  }

  /// Goes back and removes the folder with the files in it.
  package func leave() {
    _ = fchdir(outer)
    close(outer)
    if let directory = opendir(path) {
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        unlink("\(path)/\(name)")
      }
    }
    rmdir(path)
  }
}
