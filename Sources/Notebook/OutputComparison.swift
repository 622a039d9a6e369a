/// Decides whether a cell wrote what the document recorded.
///
/// White space is folded; a recorded line `...` stands for any lines; whole numbers are compared
/// exactly, floats within a relative tolerance or one unit in the last printed place when both
/// show at least three significant digits; NaN equals NaN. Of a chart a share of the cells that
/// either side draws may differ.
package struct OutputComparison: Sendable {
  /// The relative tolerance of floats.
  package let tolerance: Double
  /// The share of drawn cells that may differ, from 0 to 1; `nil` where every line counts.
  package let chartShare: Double?

  package init(tolerance: Double = 0, chartShare: Double? = nil) {
    self.tolerance = tolerance
    self.chartShare = chartShare
  }

  /// Whether a found text is as recorded.
  ///
  /// - Complexity: O(recorded lines · found lines) with `...`, O(lines) without.
  package func matches(recorded: String, found: String) -> Bool {
    let recorded = OutputLine.lines(of: recorded)
    let found = OutputLine.lines(of: found)
    guard let chartShare else {
      return cost(recorded, found) { mine, theirs in
        mine.matches(theirs, tolerance: tolerance) ? .zero : nil
      } != nil
    }
    let best = cost(recorded, found) { mine, theirs in
      mine.matches(theirs, tolerance: tolerance)
        ? Cells(differing: 0, drawn: Cells(mine, theirs).drawn) : Cells(mine, theirs)
    }
    guard let best else { return false }
    return Double(best.differing) <= chartShare * Double(best.drawn)
  }

  /// The least cost of laying the recorded lines over the found ones, row by row.
  ///
  /// Row i holds for each j the cost of the first i recorded lines on the first j found ones;
  /// without `...` a row has a single entry.
  private func cost(
    _ recorded: [OutputLine], _ found: [OutputLine], _ pair: (OutputLine, OutputLine) -> Cells?
  ) -> Cells? {
    var row: [Int: Cells] = [0: .zero]
    for line in recorded {
      var next: [Int: Cells] = [:]
      if line.isWildcard {
        var best: Cells?
        for j in (row.keys.min() ?? 0)...found.count {
          if let here = row[j] { best = best.map { Cells.least($0, here) } ?? here }
          next[j] = best
        }
      } else {
        for (j, before) in row where j < found.count {
          if let step = pair(line, found[j]) { next[j + 1] = before + step }
        }
      }
      if next.isEmpty { return nil }
      row = next
    }
    return row[found.count]
  }
}

/// How many cells of a chart are drawn, and how many of these differ.
private struct Cells {
  var differing: Int
  var drawn: Int

  static let zero = Cells(differing: 0, drawn: 0)

  init(differing: Int, drawn: Int) {
    self.differing = differing
    self.drawn = drawn
  }

  /// Counts cell by cell; what is blank on both sides is not drawn.
  init(_ a: OutputLine, _ b: OutputLine) {
    self = .zero
    var left = a.raw.makeIterator()
    var right = b.raw.makeIterator()
    while true {
      let pair = (left.next(), right.next())
      if pair.0 == nil, pair.1 == nil { return }
      let marks = (Cells.mark(pair.0), Cells.mark(pair.1))
      if marks.0 != nil || marks.1 != nil { drawn += 1 }
      if marks.0 != marks.1 { differing += 1 }
    }
  }

  /// A character that is not blank; the empty Braille pattern is.
  private static func mark(_ character: Character?) -> Character? {
    guard let character, !character.isWhitespace, character != "\u{2800}" else { return nil }
    return character
  }

  static func + (a: Cells, b: Cells) -> Cells {
    Cells(differing: a.differing + b.differing, drawn: a.drawn + b.drawn)
  }

  static func least(_ a: Cells, _ b: Cells) -> Cells { a.differing <= b.differing ? a : b }
}
