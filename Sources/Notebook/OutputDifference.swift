/// A line of the difference between recorded and found text.
package struct DifferenceLine: Sendable, Equatable {
  package enum Kind: Sendable { case same, recorded, found, omitted }

  package let kind: Kind
  package let text: String
  /// The line of the document, for lines that were recorded.
  package let line: Int?

  /// As a report shows it: the line number, `-` or `+`, the text.
  package func rendered(width: Int) -> String {
    let number = line.map(String.init) ?? ""
    let padding = String(repeating: " ", count: max(0, width - number.utf8.count))
    let sign =
      switch kind {
      case .same: " "
      case .recorded: "-"
      case .found: "+"
      case .omitted: "…"
      }
    return trimmedEnd("\(padding)\(number) \(sign) \(text)")
  }

  private func trimmedEnd(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension OutputComparison {
  private static let context = 2
  private static let maximumTable = 4_000_000

  /// The difference, longest common lines kept, two lines of context around each change.
  ///
  /// - Parameters:
  ///   - recorded: the text of the document.
  ///   - found: the text of the run.
  ///   - line: the document's line number of the first recorded line.
  /// - Returns: the lines to print, the omitted ones as one.
  package func difference(recorded: String, found: String, line: Int) -> [DifferenceLine] {
    let recorded = OutputLine.lines(of: recorded)
    let found = OutputLine.lines(of: found)
    let (size, overflow) = recorded.count.multipliedReportingOverflow(by: found.count)
    let steps =
      overflow || size > OutputComparison.maximumTable
      ? [Step](repeating: .drop, count: recorded.count) + .init(repeating: .add, count: found.count)
      : alignment(recorded, found)
    var result: [DifferenceLine] = []
    var i = 0
    var j = 0
    for step in steps {
      switch step {
      case .keep, .drop:
        result.append(
          DifferenceLine(
            kind: step == .keep ? .same : .recorded, text: recorded[i].raw, line: line + i))
        i += 1
        if step == .keep, !recorded[i - 1].isWildcard { j += 1 }
      case .add:
        result.append(DifferenceLine(kind: .found, text: found[j].raw, line: nil))
        j += 1
      case .absorb: j += 1
      }
    }
    return OutputComparison.shortened(result)
  }

  private enum Step { case keep, drop, add, absorb }

  /// The way through both texts with the fewest changes.
  private func alignment(_ recorded: [OutputLine], _ found: [OutputLine]) -> [Step] {
    let changes = changeTable(recorded, found)
    let width = found.count + 1
    var steps: [Step] = []
    var (i, j) = (0, 0)
    while i < recorded.count || j < found.count {
      let here = changes[i * width + j]
      let step: Step
      if i < recorded.count, recorded[i].isWildcard {
        step = j < found.count && changes[i * width + j + 1] == here ? .absorb : .keep
      } else if i < recorded.count, j < found.count, changes[(i + 1) * width + j + 1] == here,
        recorded[i].matches(found[j], tolerance: tolerance)
      {
        step = .keep
      } else if i < recorded.count, changes[(i + 1) * width + j] + 1 == here {
        step = .drop
      } else {
        step = .add
      }
      if step == .keep || step == .drop { i += 1 }
      if step == .add || step == .absorb || step == .keep && !recorded[i - 1].isWildcard { j += 1 }
      steps.append(step)
    }
    return steps
  }

  /// The fewest changes between the lines from i and from j on, row by row.
  private func changeTable(_ recorded: [OutputLine], _ found: [OutputLine]) -> [Int32] {
    let width = found.count + 1
    var changes = [Int32](repeating: 0, count: (recorded.count + 1) * width)
    for i in stride(from: recorded.count, through: 0, by: -1) {
      let line = i < recorded.count ? recorded[i] : nil
      let cost: Int32 = line?.isWildcard == true ? 0 : 1
      for j in stride(from: found.count, through: 0, by: -1) {
        guard line != nil || j < found.count else { continue }
        var best = Int32.max
        if line != nil { best = changes[(i + 1) * width + j] + cost }
        if j < found.count {
          best = min(best, changes[i * width + j + 1] + cost)
          if line?.matches(found[j], tolerance: tolerance) == true {
            best = min(best, changes[(i + 1) * width + j + 1])
          }
        }
        changes[i * width + j] = best
      }
    }
    return changes
  }

  /// Leaves out what is far from every change.
  private static func shortened(_ lines: [DifferenceLine]) -> [DifferenceLine] {
    var isNear = [Bool](repeating: false, count: lines.count)
    for (index, line) in lines.enumerated() where line.kind != .same {
      for near in max(0, index - context)...min(lines.count - 1, index + context) {
        isNear[near] = true
      }
    }
    var result: [DifferenceLine] = []
    for (index, line) in lines.enumerated() {
      if isNear[index] {
        result.append(line)
      } else if result.last?.kind != .omitted {
        result.append(DifferenceLine(kind: .omitted, text: "", line: nil))
      }
    }
    return result
  }
}
