internal import Diagnostics
internal import Glibc
internal import Notebook
internal import Runtime

/// The tutorials on this machine, and how far the learner is in each.
struct TutorialLibrary {
  /// A tutorial's file.
  struct Entry {
    let name: String
    let path: String
  }

  let entries: [Entry]
  private let files: FileAccess

  /// Looks beside the working folder, then beside the program and in the folders above it.
  ///
  /// - Parameter files: which files may be touched; the tutorials found here may be read.
  init(_ files: FileAccess) {
    self.files = files
    entries =
      TutorialLibrary.folders.lazy.map(TutorialLibrary.documents).first { !$0.isEmpty } ?? []
  }

  private static var folders: [String] {
    var folders = ["tutorials"]
    var place = FileAccess.resolve("/proc/self/exe") ?? ""
    while let slash = place.lastIndex(of: "/"), slash > place.startIndex {
      place = String(place[..<slash])
      folders.append(place + "/tutorials")
    }
    return folders
  }

  private static func documents(in folder: String) -> [Entry] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var entries: [Entry] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".md"), !name.hasPrefix(".") {
        entries.append(Entry(name: String(name.dropLast(3)), path: "\(folder)/\(name)"))
      }
    }
    return entries.sorted { $0.name < $1.name }
  }

  /// The tutorial that a name, the beginning of one, its number or a path means.
  func find(_ name: String) throws -> Entry {
    if name.hasSuffix(".md") {
      return Entry(name: String(name.dropLast(3)), path: try files.readable(name))
    }
    if let exact = entries.first(where: { $0.name == name }) { return exact }
    let near = entries.filter { $0.name.hasPrefix(name) || $0.name.contains("-\(name)") }
    if near.count == 1 { return near[0] }
    let notes =
      entries.isEmpty
      ? ["no folder named tutorials was found"]
      : ["there are \(entries.map(\.name).joined(separator: ", "))"]
    throw Failure(.name, "there is no tutorial \(name)", notes: notes)
  }

  /// The list with titles and progress, one a line.
  var listing: String {
    guard !entries.isEmpty else { return "no tutorials were found\n" }
    let width = entries.map(\.name.count).max() ?? 0
    let lines = entries.map { entry in
      let padding = String(repeating: " ", count: width - entry.name.count)
      return "  \(entry.name)\(padding)  \(title(of: entry))  \(progressText(entry))"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func title(of entry: Entry) -> String {
    guard let text = try? FileAccess.read(entry.path),
      let document = try? Document(text, name: entry.path)
    else { return "(cannot be read)" }
    return document.header.title
  }

  private func progressText(_ entry: Entry) -> String {
    guard let progress = progress(of: entry) else { return "" }
    return progress.isFinished ? "done" : "\(progress.position) of \(progress.stepCount)"
  }

  // MARK: - Progress

  private func progressPath(_ entry: Entry) -> String? {
    guard let home = Terminal.stateFolder else { return nil }
    let name = entry.name.split(separator: "/").last.map(String.init) ?? "lesson"
    return "\(home)/lessons/\(name)"
  }

  /// Where the learner left the tutorial.
  func progress(of entry: Entry) -> LessonProgress? {
    guard let path = progressPath(entry), let allowed = try? files.readable(path),
      let text = try? FileAccess.read(allowed)
    else { return nil }
    return LessonProgress(text)
  }

  /// Keeps where the learner is; a folder that cannot be written is no reason to stop.
  func keep(_ progress: LessonProgress, of entry: Entry) {
    guard let path = files.keepsake(progressPath(entry)) else { return }
    TutorialLibrary.makeFolders(above: path)
    try? FileAccess.write(progress.text, to: path)
  }

  private static func makeFolders(above path: String) {
    var place = ""
    for part in path.split(separator: "/").dropLast() {
      place += "/" + part
      mkdir(place, 0o700)
    }
  }
}
