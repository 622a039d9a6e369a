internal import Files
internal import Glibc
internal import Notebook

/// The journals in the state folder: this session's own, and those of sessions that died.
///
/// A journal is begun at the first entry and removed on a clean exit, so a file that no running
/// session holds belongs to one that crashed. A folder that cannot be written is no reason to stop
/// working: there is no journal then.
final class SessionJournal {
  private let folder: String?
  private let seed: UInt64
  private var journal: Journal?
  /// Tells journals of this process apart.
  private var count = 0

  /// - Parameters:
  ///   - folder: where journals lie; `nil` keeps none.
  ///   - seed: where the session's random numbers start.
  init(folder: String?, seed: UInt64) {
    self.folder = folder
    self.seed = seed
  }

  /// Where journals lie unless told otherwise.
  static var defaultFolder: String? { Terminal.stateFolder.map { $0 + "/journals" } }

  // MARK: - This session's

  /// Adds an entry and waits until it is on the disk.
  func append(_ entry: SessionEntry) {
    if journal == nil { journal = begin() }
    try? journal?.append(entry)
  }

  /// Replaces what was written, as after an undo.
  ///
  /// The new file is complete before the old one goes.
  func replace(with entries: [SessionEntry]) {
    let old = journal
    journal = nil
    entries.forEach(append)
    if let old { unlink(old.path) }
  }

  /// Removes the journal: the session ended well or was forgotten.
  func remove() {
    if let journal { unlink(journal.path) }
    journal = nil
  }

  private func begin() -> Journal? {
    guard let folder else { return nil }
    History.makeFolders(for: folder + "/journal")
    count += 1
    return try? Journal(creating: "\(folder)/\(time(nil))-\(getpid())-\(count).md", seed: seed)
  }

  // MARK: - Those left behind

  /// The journals of sessions that died, the oldest first.
  var abandoned: [String] {
    guard let folder, let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".md"), !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().map { "\(folder)/\($0)" }
      .filter { $0 != journal?.path && !Journal.isInUse($0) }
  }

  /// The session that died last, with its journal; `nil` when there is nothing to bring back.
  func lastAbandoned() -> (path: String, document: Document)? {
    for path in abandoned.reversed() {
      if let document = try? Journal.recover(path), !document.cells.isEmpty {
        return (path, document)
      }
    }
    return nil
  }

  /// Removes the journal of a session that died.
  func forget(_ path: String) { unlink(path) }
}
