/// A line of a chart: its words and numbers apart from the marks that are drawn.
struct ChartLine {
  private let words: OutputLine
  /// The marks by column, blank where a word or nothing stands.
  private let marks: [Character]

  init(_ line: OutputLine) {
    var words = ""
    var marks: [Character] = []
    for run in ChartLine.runs(of: line.raw) {
      let isWord = run.contains { $0.isLetter || $0.isNumber }
      words += isWord ? String(run) : " "
      marks += isWord ? Array(repeating: " ", count: run.count) : run.map(ChartLine.mark)
    }
    self.words = OutputLine(words)
    self.marks = marks
  }

  /// Counts the marks cell by cell; `nil` where the words or numbers are others.
  func cells(_ other: ChartLine, tolerance: Double) -> ChartCells? {
    guard words.matches(other.words, tolerance: tolerance) else { return nil }
    var cells = ChartCells.zero
    for column in 0..<max(marks.count, other.marks.count) {
      let here = column < marks.count ? marks[column] : " "
      let there = column < other.marks.count ? other.marks[column] : " "
      if here != " " || there != " " { cells.drawn += 1 }
      if here != there { cells.differing += 1 }
    }
    return cells
  }

  /// Stretches of what is drawn, what is blank, and everything else.
  private static func runs(of line: String) -> [Substring] {
    var runs: [Substring] = []
    var rest = line[...]
    while let first = rest.first {
      let kind = kind(of: first)
      let run = rest.prefix { ChartLine.kind(of: $0) == kind }
      runs.append(run)
      rest = rest[run.endIndex...]
    }
    return runs
  }

  /// 0 for blanks, 1 for the characters of frames, bars and dots, 2 for all others.
  private static func kind(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first, !character.isWhitespace else { return 0 }
    switch scalar.value {
    case 0x2500...0x25FF, 0x2800...0x28FF: return 1
    default: return 2
    }
  }

  /// A character as it counts; the empty Braille pattern is blank.
  private static func mark(_ character: Character) -> Character {
    character.isWhitespace || character == "\u{2800}" ? " " : character
  }
}

/// How many cells of a chart are drawn, and how many of these differ.
struct ChartCells {
  var differing: Int
  var drawn: Int

  static let zero = ChartCells(differing: 0, drawn: 0)

  static func + (a: ChartCells, b: ChartCells) -> ChartCells {
    ChartCells(differing: a.differing + b.differing, drawn: a.drawn + b.drawn)
  }

  static func least(_ a: ChartCells, _ b: ChartCells) -> ChartCells {
    a.differing <= b.differing ? a : b
  }
}
