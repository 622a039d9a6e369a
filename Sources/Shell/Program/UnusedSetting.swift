internal import Diagnostics
internal import Runtime

/// A `--set` of a name that the program does not know: most likely misspelt.
struct UnusedSetting {
  let message: String

  /// The first setting whose name a program neither sets nor reads.
  ///
  /// - Parameters:
  ///   - settings: names given from outside.
  ///   - sources: the program. What cannot be read, or imports other files, may use any name.
  /// - Returns: `nil` when all names occur.
  static func first(
    of settings: [CommandLineArguments.Setting], in sources: [SourceText]
  ) -> UnusedSetting? {
    guard !settings.isEmpty else { return nil }
    var known: Set<String> = []
    var assigned: Set<String> = []
    for source in sources {
      guard let names = ProgramNames(source), !names.hasImports else { return nil }
      known.formUnion(names.read)
      assigned.formUnion(names.assigned)
    }
    guard let wrong = settings.first(where: { !known.union(assigned).contains($0.name) }) else {
      return nil
    }
    let near = nearNames(to: wrong.name, among: assigned, limit: 1).first
    return UnusedSetting(
      message: "--set \(wrong.name): the program neither sets nor reads this name"
        + (near.map { "; did you mean \($0)?" } ?? ""))
  }
}
