/// The characters that frames, ticks, bars and shades are drawn with; each is one cell wide.
struct Glyphs: Sendable {
  var vertical = "│"
  var horizontal = "─"
  var tickLeft = "┤"
  var corner = "┼"
  var tickDown = "┬"
  var arrow = "►"
  var arrowUp = "▲"
  var branch = "├"
  var bend = "└"
  var bendEnd = "┘"
  var mark = "●"
  var markLine = "┊"
  var middleDot = "·"
  var times = "×"
  /// Samples of the dash patterns, by series.
  var dashes = ["─", "╌", "┈", "╍"]
  /// From one part to a full cell, growing rightwards.
  var bar = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  /// From one part to a full cell, growing leftwards.
  var barLeft = ["▐", "█"]
  /// A leftward bar too short for the first part.
  var tinyLeft = "▕"
  /// From lowest to highest.
  var levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// From nothing to full.
  var shades = [" ", "░", "▒", "▓", "█"]
  /// Replaces frame characters inside texts of callers; `nil` leaves them.
  var substitutes: [Character: String]?

  init(_ options: DrawingOptions) {
    switch options.glyphs {
    case .braille: break
    case .block:
      bar = ["▌", "█"]
      tinyLeft = "▐"
      levels = ["_", "▄", "█"]
    case .ascii: useASCII()
    }
    if options.ambiguous == 2, options.glyphs != .ascii { useASCII() }
  }

  private mutating func useASCII() {
    vertical = "|"
    horizontal = "-"
    tickLeft = "+"
    corner = "+"
    tickDown = "+"
    arrow = ">"
    arrowUp = "^"
    branch = "+"
    bend = "`"
    bendEnd = "'"
    mark = "o"
    markLine = ":"
    middleDot = "."
    times = "x"
    dashes = ["-", "=", ":", "~"]
    bar = ["-", "=", "#"]
    barLeft = ["-", "=", "#"]
    tinyLeft = "-"
    levels = ["_", ".", "-", "=", "#"]
    shades = [" ", ".", "+", "%", "#"]
    substitutes = asciiSubstitutes
  }
}

/// What stands for a drawing character where only ASCII, or no ambiguous width, is allowed.
private let asciiSubstitutes: [Character: String] = {
  var table: [Character: String] = [
    "►": ">", "▶": ">", "→": ">", "◄": "<", "◀": "<", "←": "<", "▲": "^", "↑": "^", "▼": "v",
    "↓": "v", "·": ".", "•": "*", "●": "o", "○": "o", "…": "~", "×": "x", "÷": "/", "−": "-",
    "–": "-", "—": "-", "±": "+-", "≤": "<", "≥": ">", "≠": "#", "≈": "~", "∞": "*", "√": "V",
    "½": "+", "✓": "y", "✗": "x", "λ": "l", "η": "n", "σ": "s", "μ": "u", "α": "a", "β": "b",
    "γ": "g", "τ": "t", "ρ": "r", "Σ": "S", "Δ": "D", "∩": "&", "∪": "U", "‖": "|", "∈": "e",
    "⇒": ">", "²": "2", "³": "3", "¹": "1", "′": "'", "“": "\"", "”": "\"", "‘": "'", "’": "'",
    "░": ".", "▒": "+", "▓": "%", "█": "#", "▐": "#", "▌": "=", "▏": "-", "▎": "-", "▍": "-",
    "▋": "=", "▊": "=", "▉": "#", "▕": "|", "▁": "_", "▂": ".", "▃": ".", "▄": "-", "▅": "-",
    "▆": "=", "▇": "=", "▀": "\"", "■": "#", "□": "o", "›": ">",
  ]
  for scalar in UInt32(0x2500)...0x257F {
    guard let box = Unicode.Scalar(scalar) else { continue }
    table[Character(box)] = "+"
  }
  for box in "─━┄┅┈┉╌╍═╴╶╸╺╼╾" { table[box] = "-" }
  for box in "│┃┆┇┊┋╎╏║╵╷╹╻╽╿" { table[box] = "|" }
  return table
}()
