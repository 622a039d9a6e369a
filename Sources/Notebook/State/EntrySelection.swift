package import Diagnostics

extension NotebookState {
  /// The cells and notes that words such as `3`, `3-5` and `n2` name, in the order in which they
  /// stand; a range goes from one place to the other.
  ///
  /// - Parameters:
  ///   - text: the words, with blanks or commas between them.
  ///   - takesNotes: whether notes may be named.
  /// - Returns: what they name.
  /// - Throws: a failure that says what there is.
  package func selection(_ text: String, takesNotes: Bool = false) throws(Failure) -> [EntryID] {
    var chosen: Set<EntryID> = []
    let words = text.split { $0 == " " || $0 == "," }
    guard !words.isEmpty else { throw unknown(text, takesNotes) }
    for word in words {
      let ends = word.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
      guard (1...2).contains(ends.count) else { throw unknown(String(word), takesNotes) }
      var places: [Int] = []
      for end in ends {
        guard let id = Self.id(end), takesNotes || id.isCell, let place = index(of: id) else {
          throw unknown(end, takesNotes)
        }
        places.append(place)
      }
      let range = (places.min() ?? 0)...(places.max() ?? 0)
      chosen.formUnion(entries[range].compactMap(\.id).filter { takesNotes || $0.isCell })
    }
    return entries.compactMap(\.id).filter(chosen.contains)
  }

  /// The one cell or note that a word names.
  package func entry(_ word: String, takesNotes: Bool = false) throws(Failure) -> EntryID {
    let found = try selection(word, takesNotes: takesNotes)
    guard found.count == 1 else { throw unknown(word, takesNotes) }
    return found[0]
  }

  private static func id(_ word: String) -> EntryID? {
    if word.hasPrefix("n"), let number = Int(word.dropFirst()) { return .note(number) }
    let isBracketed = word.hasPrefix("[") && word.hasSuffix("]")
    let digits = isBracketed ? word.dropFirst().dropLast() : word[...]
    return Int(digits).map { .cell($0) }
  }

  private func unknown(_ word: String, _ takesNotes: Bool) -> Failure {
    let ids = entries.compactMap(\.id)
    let numbers = ids.compactMap { if case .cell(let number) = $0 { number } else { nil } }
    var there = numbers.isEmpty ? "no cells yet" : "cells \(Self.described(numbers))"
    let notes = ids.compactMap { if case .note(let number) = $0 { "n\(number)" } else { nil } }
    if takesNotes, !notes.isEmpty {
      there += " and \(notes.count == 1 ? "note" : "notes") \(notes.joined(separator: ", "))"
    }
    let expected = takesNotes ? "the number of a cell or note" : "the number of a cell"
    return Failure(
      .argument,
      "expected \(expected), found \(word.isEmpty ? "nothing" : word); there are \(there)")
  }

  /// Numbers with runs drawn together: `1-3, 5`.
  package static func described(_ numbers: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, number == last.upperBound + 1 {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.map { run in
      switch run.count {
      case 1: "\(run.lowerBound)"
      case 2: "\(run.lowerBound), \(run.upperBound)"
      default: "\(run.lowerBound)-\(run.upperBound)"
      }
    }.joined(separator: ", ")
  }
}

extension NotebookState.EntryID {
  package var isCell: Bool { if case .cell = self { true } else { false } }
}
