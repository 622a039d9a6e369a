internal import Glibc
internal import Runtime

extension Completer {
  /// How a path is written.
  enum PathStyle {
    /// Between quotation marks.
    case string
    /// Behind a command of the shell, as it is.
    case plain
  }

  /// The files and folders that a path could go on with, as far as they may be read.
  ///
  /// A `~` at the start becomes the home folder.
  func pathCompletion(_ typed: String, _ cursor: Int, style: PathStyle) -> Completion? {
    var path = style == .string ? StringSpelling.unescaped(typed) : typed
    let isHome = path == "~" || path.hasPrefix("~/")
    if isHome, let home = Terminal.environment("HOME") { path = home + path.dropFirst() }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let stem = String(path.dropFirst(folder.count))
    let names = FolderListing(folder, stem: stem, files: interpreter.files).names
    func spelled(_ text: String) -> String {
      style == .string ? StringSpelling.escaped(text) : text
    }
    let candidates = names.map { name in
      let isFolder = name.hasSuffix("/")
      return Completion.Candidate(
        spelled(isHome ? folder + name : name), suffix: isFolder || style == .plain ? "" : "\"")
    }
    return completion(candidates, stem: isHome ? spelled(path) : spelled(stem), cursor).map {
      // What is replaced is what was typed, however that spells the path.
      let replaced = isHome ? typed : String(typed.suffix(spelled(stem).count))
      return Completion(
        range: (cursor - replaced.utf8.count)..<cursor, candidates: $0.candidates)
    }
  }
}

/// The names in a folder that a person may mean, folders with a slash.
struct FolderListing {
  let names: [String]

  /// - Parameters:
  ///   - folder: the folder, with its slash; the current one when empty.
  ///   - stem: what the name begins with; when nothing does, all names are listed, so that looser
  ///     matches can be found.
  ///   - files: which folders may be read.
  init(_ folder: String, stem: String, files: FileAccess) {
    guard let place = try? files.readable(folder.isEmpty ? "." : folder),
      let directory = opendir(place)
    else {
      names = []
      return
    }
    defer { closedir(directory) }
    var beginning: [String] = []
    var others: [String] = []
    while let entry = readdir(directory) {
      let name = Self.name(of: entry)
      guard name != ".", name != "..", !name.hasPrefix(".") || stem.hasPrefix(".") else { continue }
      let isFolder = Self.isFolder(entry, name, in: place)
      if name.hasPrefix(stem) {
        beginning.append(isFolder ? name + "/" : name)
      } else {
        others.append(isFolder ? name + "/" : name)
      }
    }
    names = (beginning.isEmpty ? others : beginning).sorted()
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
  }

  private static func isFolder(
    _ entry: UnsafeMutablePointer<dirent>, _ name: String, in place: String
  ) -> Bool {
    switch Int(entry.pointee.d_type) {
    case Int(DT_DIR): return true
    case Int(DT_LNK), Int(DT_UNKNOWN):
      var status = stat()
      return stat(place + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    default: return false
    }
  }
}
