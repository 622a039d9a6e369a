import Files
import Glibc

/// A folder that goes when the test ends.
final class TemporaryFolder {
  let path: String

  init() { path = (try? Folder.makeTemporary()) ?? "/tmp/none" }

  deinit { Folder.remove(path) }

  /// The environment of a shell that keeps its state here.
  var environment: [String: String] { ["XDG_STATE_HOME": path + "/state"] }

  /// The names in a folder inside; none when it does not exist.
  func names(in folder: String) -> [String] { Folder.names(in: "\(path)/\(folder)").sorted() }

  func path(_ name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ text: String, _ name: String) -> String { write(Array(text.utf8), name) }

  @discardableResult
  func write(_ bytes: [UInt8], _ name: String) -> String {
    guard let file = fopen(path(name), "w") else { return path(name) }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    return path(name)
  }

  func text(_ name: String) -> String {
    guard let file = fopen(path(name), "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func has(_ name: String) -> Bool { access(path(name), F_OK) == 0 }

  func makeFolder(_ name: String) { mkdir(path(name), 0o700) }

  func link(_ name: String, to target: String) { symlink(target, path(name)) }
}
