package import Charts

extension Stepper {
  /// The current stage as a screen: its own, with the line of levels, the keys that mean something
  /// here, and the watched figures below.
  package var screen: Screen {
    var screen = current.describe()
    if depth > 0 { screen.title = levelTitle(screen.title) }
    screen.keys = keys
    screen.below = watchLines
    return screen
  }

  /// `CHAIN train › link sunset › iteration 3`.
  package var path: String { ([outermost.runName] + crumbs).joined(separator: " › ") }

  /// The levels in place of a title's first part; what the title says behind its first bar stays.
  private func levelTitle(_ own: String) -> String {
    guard let bar = own.firstIndex(of: "|") else { return path }
    return path + " " + own[bar...]
  }

  /// The keys of the footer.
  var keys: [String] {
    var keys = isFinished ? ["b", "to"] : ["n", "b", "c", "to"]
    if current.hasInner { keys.append("into") }
    if depth > 0 { keys.append("out") }
    keys += ["show", "why", "what-if"]
    if current.acceptsSettings { keys.append("set") }
    return keys + (isFinished ? ["restart", "q"] : ["q"])
  }

  // MARK: - Watched figures

  private var watchLines: [StyledText] {
    guard !watched.isEmpty else { return [] }
    let now = state
    let before = (try? previousState()) ?? nil
    return watched.map { name in
      guard let value = name.value(in: now)?.short else {
        return StyledText("watch \(name.text)  not at this stage", .dim)
      }
      guard let old = before.flatMap({ name.value(in: $0)?.short }) else {
        return StyledText("watch \(name.text)  \(value)")
      }
      let style: TextStyle = old == value ? .plain : .changed
      return StyledText("watch \(name.text)  ") + StyledText(value, style)
        + StyledText(old == value ? "  unchanged" : "*  before \(old)", .dim)
    }
  }
}
