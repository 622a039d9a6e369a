internal import Diagnostics
internal import Files
internal import Glibc
internal import Notebook
internal import Runtime

/// The journals in the state folder: this session's own, and those of sessions that died.
///
/// A journal is begun at the first entry and removed when the session ends with nothing unsaved, so a
/// file that no running session holds belongs to one that died or was left. A folder or a disk that cannot be written is no reason
/// to stop working: the person is told once, and writing is tried again with the next operation.
final class SessionJournal {
  private let folder: String?
  private let warn: (String) -> Void
  private var journal: Journal?
  private var hasWarned = false
  /// Tells journals of this process apart.
  private var count = 0

  /// - Parameters:
  ///   - folder: where journals lie; `nil` keeps none.
  ///   - warn: is told, once, that nothing can be kept.
  init(folder: String?, warn: @escaping (String) -> Void) {
    self.folder = folder
    self.warn = warn
  }

  /// Where journals lie unless told otherwise.
  static var defaultFolder: String? { Terminal.stateFolder.map { $0 + "/journals" } }

  // MARK: - This session's

  /// Brings the journal up to the notebook and waits until it is on the disk.
  func keep(_ state: NotebookState) {
    guard let folder else { return }
    guard !state.entries.isEmpty else { return remove() }
    do {
      if let journal { return try journal.keep(state) }
      History.makeFolders(for: folder + "/journal")
      count += 1
      journal = try Journal(
        creating: "\(folder)/\(time(nil))-\(getpid())-\(count)\(Journal.ending)", state)
    } catch {
      if !hasWarned { warn(Diagnostic(error).message) }
      hasWarned = true
    }
  }

  /// Removes the journal: the session ended well or was forgotten.
  func remove() {
    journal?.remove()
    journal = nil
  }

  /// The end of a session that was left while its file does not hold all of it.
  func leave() {
    journal?.leave()
    journal = nil
  }

  // MARK: - Those left behind

  /// A session that died, or was left with changes that are saved nowhere.
  struct Abandoned {
    let path: String
    let contents: Journal.Contents
    /// When its last operation was kept.
    let date: String

    var isDamaged: Bool { contents.isDamaged }
    var wasLeft: Bool { Journal.wasLeft(path) }
  }

  /// The sessions that died or were left, the latest first.
  ///
  /// A journal without an entry is removed, one of which nothing can be read put aside. How long this
  /// takes depends on the size of the files alone: their cells are not read before someone asks.
  ///
  /// - Parameter toldOfDamage: is told where a damaged one went.
  /// - Returns: the sessions with at least one entry.
  func abandoned(_ toldOfDamage: (String) -> Void = { _ in }) -> [Abandoned] {
    paths.compactMap { path in
      guard let contents = try? Journal.contents(path) else { return nil }
      guard contents.isEmpty else {
        return Abandoned(path: path, contents: contents, date: Self.date(of: path))
      }
      guard let journal = try? Journal(claiming: path) else { return nil }
      if contents.isDamaged { toldOfDamage(journal.setAside()) } else { journal.remove() }
      return nil
    }
  }

  /// The journals that no session holds, the latest first; what a crash left half-made is removed.
  private var paths: [String] {
    guard let folder else { return [] }
    var names: [String] = []
    for name in Folder.names(in: folder) {
      let isPart = name.hasSuffix(Journal.ending + ".tmp")
      guard isPart || name.hasSuffix(Journal.ending), !Journal.isInUse("\(folder)/\(name)") else {
        continue
      }
      if isPart { removeIfOld("\(folder)/\(name)") } else { names.append(name) }
    }
    return names.sorted().reversed().map { "\(folder)/\($0)" }.filter { $0 != journal?.path }
  }

  /// One that is young may belong to a session that is just about to lock it.
  private func removeIfOld(_ path: String) {
    var status = stat()
    if stat(path, &status) == 0, time(nil) - status.st_mtim.tv_sec > 60 { unlink(path) }
  }

  private static func date(of path: String) -> String {
    var status = stat()
    var parts = tm()
    guard stat(path, &status) == 0, localtime_r(&status.st_mtim.tv_sec, &parts) != nil else {
      return ""
    }
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
      + "\(two(parts.tm_hour)):\(two(parts.tm_min))"
  }
}
