extension DrawingOptions {
  /// The options that suit an output, found from its surroundings without asking the terminal.
  ///
  /// Colour: `NO_COLOR` wins, then `CLICOLOR_FORCE` or `FORCE_COLOR`, then a terminal whose `TERM`
  /// is not `dumb`. Depth: `COLORTERM`, then `TERM`. Background: `COLORFGBG`, else dark. Glyphs: ASCII
  /// where `TERM` is `dumb`, half blocks on the Linux console, else braille in a UTF-8 locale; what
  /// is no terminal takes UTF-8 unless a locale is named that is not. Width: the terminal's columns,
  /// `COLUMNS`, else 80. `TANDEM_AMBIGUOUS=2` says that the terminal draws characters of East Asian
  /// Ambiguous width in two cells.
  package static func detected(
    environment: [String: String], isTerminal: Bool, columns: Int? = nil
  ) -> DrawingOptions {
    let surroundings = Surroundings(environment: environment, isTerminal: isTerminal)
    let listed = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    let measured = columns.flatMap { isTerminal && $0 > 0 ? $0 : nil }
    return DrawingOptions(
      width: measured ?? (isTerminal ? listed : nil) ?? 80,
      color: surroundings.hasColor ? surroundings.depth : .none, glyphs: surroundings.glyphs,
      ambiguous: environment["TANDEM_AMBIGUOUS"] == "2" ? 2 : 1,
      background: surroundings.background, depth: surroundings.depth)
  }
}

/// What an output's environment says about it.
private struct Surroundings {
  let environment: [String: String]
  let isTerminal: Bool

  private var term: String { environment["TERM"] ?? "" }

  private func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }

  var hasColor: Bool {
    if isSet("NO_COLOR") { return false }
    let isForced = ["CLICOLOR_FORCE", "FORCE_COLOR"].contains { name in
      isSet(name) && environment[name] != "0"
    }
    return isForced || (isTerminal && !term.isEmpty && term != "dumb")
  }

  var depth: DrawingOptions.Color {
    let depth = environment["COLORTERM"]
    if depth == "truecolor" || depth == "24bit" { return .trueColor }
    return term.hasSuffix("256color") ? .ansi256 : .ansi16
  }

  /// `COLORFGBG` holds the numbers of ink and paper among 16 colours, with others between them.
  var background: Palette.Background {
    let paper = environment["COLORFGBG"]?.split(separator: ";").last.flatMap { Int($0) }
    guard let paper, paper == 7 || (9...15).contains(paper) else { return .dark }
    return .light
  }

  var glyphs: DrawingOptions.GlyphSet {
    if term == "dumb" { return .ascii }
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    let lowered = (locale ?? "").lowercased()
    let isUnicode = lowered.contains("utf-8") || lowered.contains("utf8")
    guard isUnicode || (!isTerminal && locale == nil) else { return .ascii }
    return term == "linux" ? .block : .braille
  }
}
