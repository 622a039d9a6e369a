/// Where a learner is in a lesson; a small value that is kept as text.
package struct LessonProgress: Sendable, Equatable {
  /// How an exercise ended.
  package enum Result: Sendable, Equatable {
    /// The learner's program passed the check.
    case solved(answer: String)
    /// The solution was shown.
    case shown
    case skipped
  }

  /// The number of steps behind the learner.
  package var position = 0
  package var stepCount = 0
  /// A checksum of the code of the step the learner stands at, which finds it again in a document
  /// that was changed since.
  package var mark: UInt32?
  /// Whether the learner came to the end once, and may be going through it again.
  package var wasFinished = false
  /// The exercises that ended, by name.
  package var results: [String: Result] = [:]

  package init() {}

  /// Whether every step is behind the learner.
  package var isFinished: Bool { stepCount > 0 && position >= stepCount }

  /// The progress as lines of text.
  package var text: String {
    var lines = ["tandem-progress 1", "step \(position) of \(stepCount)"]
    if let mark { lines.append("at \(String(mark, radix: 16))") }
    if wasFinished { lines.append("done before") }
    for (name, result) in results.sorted(by: { $0.key < $1.key }) {
      switch result {
      case .solved(let answer): lines.append("solved \(name) \(LessonProgress.escaped(answer))")
      case .shown: lines.append("shown \(name)")
      case .skipped: lines.append("skipped \(name)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads what `text` wrote; `nil` for anything else.
  package init?(_ text: String) {
    let lines = text.unicodeScalars.split(separator: "\n").map(String.init)
    guard lines.count >= 2, lines[0] == "tandem-progress 1" else { return nil }
    let words = lines[1].split(separator: " ")
    guard words.count == 4, words[0] == "step", words[2] == "of", let position = Int(words[1]),
      let count = Int(words[3]), position >= 0, position <= count
    else { return nil }
    (self.position, stepCount) = (position, count)
    for line in lines.dropFirst(2) {
      let words = line.unicodeScalars.split(
        separator: " ", maxSplits: 2, omittingEmptySubsequences: false
      ).map(String.init)
      guard words.count >= 2 else { return nil }
      switch words[0] {
      case "solved" where words.count == 3:
        results[words[1]] = .solved(answer: LessonProgress.unescaped(words[2]))
      case "shown": results[words[1]] = .shown
      case "at": mark = UInt32(words[1], radix: 16)
      case "done" where words[1] == "before": wasFinished = true
      case "skipped": results[words[1]] = .skipped
      default: return nil
      }
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func unescaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if !isEscaped, scalar == "\\" {
        isEscaped = true
      } else {
        result.append(isEscaped && scalar == "n" ? "\n" : scalar)
        isEscaped = false
      }
    }
    return String(result)
  }
}
