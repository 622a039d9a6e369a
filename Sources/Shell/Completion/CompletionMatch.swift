/// Which candidates a stem means.
enum CompletionMatch {
  /// The candidates that begin with a stem; when there are none, those that do in other letters;
  /// when there are none either, those that contain it.
  static func matching(
    _ candidates: [Completion.Candidate], _ stem: String
  ) -> [Completion.Candidate] {
    var seen: Set<String> = []
    let exact = candidates.filter {
      $0.text.utf8.starts(with: stem.utf8) && seen.insert($0.text).inserted
    }
    if !exact.isEmpty || stem.isEmpty { return exact }
    let lower = stem.lowercased()
    let folded = candidates.filter {
      $0.text.lowercased().hasPrefix(lower) && seen.insert($0.text).inserted
    }
    if !folded.isEmpty || stem.count < 2 { return folded }
    return candidates.filter {
      contains($0.text.lowercased(), lower) && seen.insert($0.text).inserted
    }
  }

  /// What replaces a stem before a choice is made: what all candidates share, when that says more
  /// than the stem does; `nil` otherwise.
  static func commonExtension(of candidates: [Completion.Candidate], _ stem: String) -> String? {
    let common = LineEditorListing.commonPrefix(candidates)
    guard common != stem, contains(common.lowercased(), stem.lowercased()) else { return nil }
    return common
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    let text = Array(text.utf8)
    let part = Array(part.utf8)
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }
}
