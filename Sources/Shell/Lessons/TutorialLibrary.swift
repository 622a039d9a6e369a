internal import Diagnostics
internal import Files
internal import Glibc
internal import Notebook
internal import Runtime

/// The tutorials on this machine, and how far the learner is in each.
struct TutorialLibrary {
  /// A tutorial's file.
  struct Entry: Equatable {
    let name: String
    let path: String
    /// What its header calls it.
    var title = ""
    /// The number its name begins with; `nil` for a document that is known by its path.
    var number: Int?
  }

  let entries: [Entry]
  private let files: FileAccess

  /// Looks beside the working folder, then beside the program and in the folders above it.
  ///
  /// - Parameter files: which files may be touched; the tutorials found here may be read.
  init(_ files: FileAccess) {
    self.init(files, folders: TutorialLibrary.folders)
  }

  /// Looks in the first of several folders that has tutorials.
  init(_ files: FileAccess, folders: [String]) {
    self.files = files
    entries = folders.lazy.map(TutorialLibrary.tutorials).first { !$0.isEmpty } ?? []
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

  /// The documents of a folder that call themselves tutorials.
  private static func tutorials(in folder: String) -> [Entry] {
    // The lesson may be in another folder when it is asked for.
    guard let folder = FileAccess.resolve(folder) else { return [] }
    let names = Folder.names(in: folder).filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }
    return names.sorted().compactMap { name in
      let path = "\(folder)/\(name)"
      guard let text = try? FileAccess.read(path), let header = DocumentHeader(of: text),
        header.kind == .tutorial
      else { return nil }
      let number = Int(name.prefix { $0.isASCII && $0.isNumber })
      return Entry(
        name: String(name.dropLast(3)), path: path, title: header.title, number: number)
    }
  }

  // MARK: - Finding

  /// The tutorial that a path, a name, an unambiguous part of one, or its number means.
  ///
  /// - Throws: `name` with those that come near.
  func find(_ name: String) throws -> Entry {
    if name.hasSuffix(".md") || name.contains("/") { return try file(name) }
    if let exact = entries.first(where: { $0.name == name }) { return exact }
    let fitting = fitting(name)
    if fitting.count == 1 { return fitting[0] }
    guard fitting.isEmpty else {
      throw Failure(
        .name, "\(name) may be any of \(fitting.count) tutorials",
        notes: ["they are \(fitting.map(\.name).joined(separator: ", "))"])
    }
    throw Failure(.name, "there is no tutorial \(name)", notes: [suggestion(for: name)])
  }

  /// A tutorial by its path; one that is in the library is that one.
  private func file(_ path: String) throws -> Entry {
    let path = try files.readable(path)
    let place = FileAccess.resolve(path)
    if let known = entries.first(where: { FileAccess.resolve($0.path) == place }) { return known }
    return Entry(name: path, path: place ?? path)
  }

  private func fitting(_ name: String) -> [Entry] {
    if let number = Int(name) { return entries.filter { $0.number == number } }
    let name = name.lowercased()
    let beginning = entries.filter { $0.words.joined(separator: "-").hasPrefix(name) }
    if beginning.count == 1 { return beginning }
    return entries.filter {
      $0.name.lowercased().contains(name) || $0.title.lowercased().contains(name)
    }
  }

  /// The tutorials with a word near a misspelt one.
  private func suggestion(for name: String) -> String {
    guard !entries.isEmpty else { return "no folder named tutorials was found" }
    let words = entries.flatMap { [$0.name, $0.words.joined(separator: "-")] + $0.words }
    let near = nearNames(to: name.lowercased(), among: words)
    let meant = entries.filter { entry in
      near.contains { $0 == entry.name || entry.words.joined(separator: "-") == $0 }
        || entry.words.contains(where: near.contains)
    }
    return meant.isEmpty
      ? "there are \(entries.map(\.name).joined(separator: ", "))"
      : "did you mean \(meant.prefix(3).map(\.name).joined(separator: " or "))?"
  }

  /// The tutorial that comes after one.
  func successor(of entry: Entry) -> Entry? {
    guard let index = entries.firstIndex(of: entry) else { return nil }
    return index + 1 < entries.count ? entries[index + 1] : nil
  }

  /// What to take up next: the first that was begun and is not done, else the first not begun.
  var next: Entry? {
    let open = entries.map { ($0, progress(of: $0)) }.filter { !($0.1?.isDone ?? false) }
    return (open.first { $0.1.map { $0.position > 0 } ?? false } ?? open.first)?.0
  }

  // MARK: - Progress

  /// Where the progress in a document is kept: tutorials of the library by their names, others also
  /// by where they are.
  private func progressPath(_ entry: Entry) -> String? {
    guard let home = Terminal.stateFolder else { return nil }
    var name = File.name(of: entry.name)
    if !entries.contains(entry) {
      name += "-" + String(Checksum.crc32(entry.path.utf8), radix: 16)
    }
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
  ///
  /// - Returns: whether it is kept.
  @discardableResult
  func keep(_ progress: LessonProgress, of entry: Entry) -> Bool {
    guard let path = files.keepsake(progressPath(entry)) else { return false }
    TutorialLibrary.makeFolders(above: path)
    return (try? FileAccess.write(progress.text, to: path)) != nil
  }

  private static func makeFolders(above path: String) {
    var place = ""
    for part in path.split(separator: "/").dropLast() {
      place += "/" + part
      mkdir(place, 0o700)
    }
  }
}

extension TutorialLibrary.Entry {
  /// The words of its name, without the number.
  fileprivate var words: [String] {
    name.split(separator: "-").map { $0.lowercased() }.filter { Int($0) == nil }
  }

  /// The shortest that means it behind `tandem tutorial`.
  var shortName: String { number.map(String.init) ?? name }
}

extension LessonProgress {
  /// Whether the learner came to the end, now or before.
  var isDone: Bool { isFinished || wasFinished }
}
