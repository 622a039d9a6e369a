extension DrawingOptions {
  /// The options that suit an output, found from its surroundings without asking the terminal.
  ///
  /// Colour: `NO_COLOR` wins, then `CLICOLOR_FORCE` or `FORCE_COLOR`, then a terminal whose `TERM`
  /// is not `dumb`. Depth: `COLORTERM`, then `TERM`. Glyphs: braille in a UTF-8 locale, half blocks
  /// on the Linux console, else ASCII. Width: the terminal's columns, `COLUMNS`, else 80.
  package static func detected(
    environment: [String: String], isTerminal: Bool, columns: Int? = nil
  ) -> DrawingOptions {
    let listed = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    let measured = columns.flatMap { isTerminal && $0 > 0 ? $0 : nil }
    return DrawingOptions(
      width: measured ?? (isTerminal ? listed : nil) ?? 80,
      color: detectedColor(environment, isTerminal),
      glyphs: detectedGlyphs(environment))
  }
}

private func detectedColor(
  _ environment: [String: String], _ isTerminal: Bool
)
  -> DrawingOptions.Color
{
  func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
  func isForced(_ name: String) -> Bool { isSet(name) && environment[name] != "0" }
  if isSet("NO_COLOR") { return .none }
  let term = environment["TERM"] ?? ""
  let forced = isForced("CLICOLOR_FORCE") || isForced("FORCE_COLOR")
  guard forced || (isTerminal && !term.isEmpty && term != "dumb") else { return .none }
  let depth = environment["COLORTERM"]
  if depth == "truecolor" || depth == "24bit" { return .trueColor }
  return term.contains("256color") ? .ansi256 : .ansi16
}

private func detectedGlyphs(_ environment: [String: String]) -> DrawingOptions.GlyphSet {
  let names = ["LC_ALL", "LC_CTYPE", "LANG"]
  let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
  let lowered = locale.lowercased()
  guard lowered.contains("utf-8") || lowered.contains("utf8") else { return .ascii }
  switch environment["TERM"] ?? "" {
  case "dumb": return .ascii
  case "linux": return .block
  default: return .braille
  }
}
