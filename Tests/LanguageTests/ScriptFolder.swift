import Glibc
import Runtime

/// The scripts beside the tests.
enum ScriptFolder {
  static let path =
    #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Scripts"

  static let scripts: [ScriptTests.Script] = names.map { name in
    let text = (try? FileAccess.read(path + "/" + name)) ?? ""
    return ScriptTests.Script(name: name, text: text)
  }

  private static var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".tdm") { names.append(name) }
    }
    return names.sorted()
  }
}
