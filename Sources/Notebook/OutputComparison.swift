/// Decides whether a cell wrote what the document recorded.
///
/// White space is folded; a recorded line `...` stands for any lines; whole numbers are compared
/// exactly, floats within a relative tolerance or one unit in the last printed place when both
/// show at least three significant digits; NaN equals NaN. Of the marks of a chart a share may
/// differ; its words and numbers are compared as everywhere.
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
      return cost(recorded, found) {
        recorded[$0].matches(found[$1], tolerance: tolerance) ? .zero : nil
      } != nil
    }
    let drawnHere = recorded.map(ChartLine.init)
    let drawnThere = found.map(ChartLine.init)
    let best = cost(recorded, found) { drawnHere[$0].cells(drawnThere[$1], tolerance: tolerance) }
    guard let best else { return false }
    return Double(best.differing) <= chartShare * Double(best.drawn)
  }

  /// The least cost of laying the recorded lines over the found ones, row by row.
  ///
  /// Row i holds for each j the cost of the first i recorded lines on the first j found ones;
  /// without `...` a row has a single entry.
  private func cost(
    _ recorded: [OutputLine], _ found: [OutputLine], _ pair: (Int, Int) -> ChartCells?
  ) -> ChartCells? {
    var row: [Int: ChartCells] = [0: .zero]
    for (index, line) in recorded.enumerated() {
      var next: [Int: ChartCells] = [:]
      if line.isWildcard {
        var best: ChartCells?
        for j in (row.keys.min() ?? 0)...found.count {
          if let here = row[j] { best = best.map { ChartCells.least($0, here) } ?? here }
          next[j] = best
        }
      } else {
        for (j, before) in row where j < found.count {
          if let step = pair(index, j) { next[j + 1] = before + step }
        }
      }
      if next.isEmpty { return nil }
      row = next
    }
    return row[found.count]
  }
}
