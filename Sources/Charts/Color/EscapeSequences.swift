/// A text between the escape sequences of its style; plain and blank text stays bare.
///
/// Digits beside a shade keep the ink of the terminal, on which they can be read.
func colored(_ text: String, _ style: TextStyle, _ options: DrawingOptions) -> String {
  let code = style.code(options)
  guard !code.isEmpty, text.contains(where: { $0 != " " }) else { return text }
  if style.isShade, text.contains(where: \.isNumber), let shade = text.last {
    guard shade != " ", !shade.isNumber else { return text }
    return text.dropLast() + "\u{1B}[\(code)m\(shade)\u{1B}[0m"
  }
  return "\u{1B}[\(code)m\(text)\u{1B}[0m"
}

extension TextStyle {
  fileprivate var isShade: Bool {
    switch self {
    case .shade, .balance: true
    default: false
    }
  }

  /// What stands between `ESC [` and `m`; empty for a style that takes the ink as it is.
  fileprivate func code(_ options: DrawingOptions) -> String {
    let (palette, background, depth) = (options.palette, options.background, options.color)
    let isMono = palette == .mono
    switch self {
    case .plain: return ""
    case .title, .emphasis: return "1"
    case .dim: return "2"
    case .good: return isMono ? "" : Okabe.green.foreground(depth)
    case .bad: return isMono ? "" : Okabe.vermilion.foreground(depth)
    case .changed:
      let color = background == .light ? Okabe.blue : Okabe.orange
      return isMono ? "1" : "1;" + color.foreground(depth)
    case .series(let number):
      return palette.series(number, on: background)?.foreground(depth) ?? ""
    case .shade(let share):
      // Sixteen colours have no order from dark to light; the glyph has.
      guard share.isFinite, depth != .ansi16 else { return "" }
      return palette.shade(share, on: background).foreground(depth)
    case .balance(let share):
      guard share.isFinite else { return "" }
      if depth == .ansi16, isMono || abs(share) < 0.1 { return "" }
      let color = palette.balance(share)
      return depth == .ansi16 && background == .light && share > 0
        ? "31" : color.foreground(depth)
    }
  }
}
