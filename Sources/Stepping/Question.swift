package import Charts
internal import Diagnostics
internal import Tensors

/// What a person may be asked before the next stage is shown: one figure of that stage, and what
/// counts as knowing it.
package struct Question: Sendable {
  /// How an answer reads and when it is right.
  package enum Answer: Sendable, Hashable {
    /// One of a few words.
    case choice([String])
    /// A number; within a twentieth of the truth is right, within a quarter is near.
    case number
    /// A whole number; one beside the truth is near.
    case count
    /// `+`, `-` or `0`.
    case sign
    /// Whether the figure `rises`, `falls` or `stays`, compared with what it is now.
    case trend(from: Double)
  }

  /// What is asked for, as it goes into a sentence: `P(1) of sky`.
  package let name: String
  /// Where the next stage says it.
  package let figure: FigureName
  package let answer: Answer
  /// What a person should know to think about it; may be empty.
  package let hint: String

  package init(_ name: String, figure: String, _ answer: Answer, hint: String = "") {
    self.name = name
    self.figure = FigureName(figure)
    self.answer = answer
    self.hint = hint
  }

  /// The words that an answer may be; empty where it is a number.
  package var choices: [String] {
    switch answer {
    case .choice(let words): words
    case .sign: ["+", "-", "0"]
    case .trend: ["rises", "falls", "stays"]
    case .number, .count: []
    }
  }

  /// The question as a line: `guess the label sky (sea=1): 0 or 1?`.
  package var prompt: String {
    let takes: String
    switch answer {
    case .number: takes = "a number"
    case .count: takes = "a whole number"
    case .choice, .sign, .trend: takes = Question.listed(choices)
    }
    return "guess \(name)\(hint.isEmpty ? "" : " (\(hint))"): \(takes)?"
  }

  private static func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  // MARK: - Reading

  /// The answer that a text gives, spelled in full; `nil` when it is none.
  package func reading(_ text: String) -> String? {
    let text = text.trimmingBlanks.lowercased()
    guard !text.isEmpty else { return nil }
    switch answer {
    case .number: return Double(text).flatMap { $0.isFinite ? text : nil }
    case .count: return Double(text).flatMap { $0 == $0.rounded() && abs($0) < 1e15 ? text : nil }
    case .sign: return sign(text)
    case .choice, .trend:
      let exact = choices.first { $0.lowercased() == text }
      let begun = choices.filter { $0.lowercased().hasPrefix(text) }
      return exact ?? (begun.count == 1 ? begun[0] : nil)
    }
  }

  private func sign(_ text: String) -> String? {
    if let number = Double(text) { return Question.sign(number) }
    if choices.contains(text) { return text }
    return ["positive": "+", "plus": "+", "negative": "-", "minus": "-", "zero": "0"][text]
  }

  private static func sign(_ number: Double) -> String { number > 0 ? "+" : number < 0 ? "-" : "0" }

  // MARK: - Judging

  /// Says how good an answer is, the figures of the next stage being `state`.
  ///
  /// Throws a `Failure` for a text that is no answer to the question.
  package func judgement(
    of text: String, in state: [(name: String, value: StateValue)]
  ) throws -> Judgement {
    guard let given = reading(text) else {
      throw Failure(
        .argument, "expected \(prompt.dropFirst("guess ".count).dropLast()), found `\(text)`",
        notes: ["Enter goes on without an answer"])
    }
    guard let value = figure.value(in: state) else {
      throw Failure(.name, "the next stage has no figure `\(figure.text)`")
    }
    let isSame = value.short.lowercased() == given.lowercased()
    return Judgement(
      question: self, given: given, truth: truth(value),
      verdict: value.number.map { verdict(given, $0) } ?? (isSame ? .right : .wrong))
  }

  private func verdict(_ given: String, _ truth: Double) -> Judgement.Verdict {
    switch answer {
    case .number:
      let distance = abs((Double(given) ?? .nan) - truth)
      let share = distance / max(abs(truth), 1e-12)
      return distance == 0 || share <= 0.05 ? .right : share <= 0.25 ? .near : .wrong
    case .count:
      let distance = abs((Double(given) ?? .nan) - truth)
      return distance == 0 ? .right : distance <= 1 ? .near : .wrong
    case .choice(let words):
      guard let number = Double(given) else { return shortNumber(truth) == given ? .right : .wrong }
      if number == truth { return .right }
      // Next to each other among ordered numbers, as 3 and 4 of ten counts.
      return words.count > 2 && abs(number - truth) == 1 ? .near : .wrong
    case .sign: return given == Question.sign(truth) ? .right : .wrong
    case .trend(let now): return given == Question.trend(now, truth) ? .right : .wrong
    }
  }

  private static func trend(_ now: Double, _ then: Double) -> String {
    // What differs in the last digits only is seen to stay.
    abs(then - now) <= 1e-12 * max(abs(then), abs(now)) ? "stays" : then > now ? "rises" : "falls"
  }

  /// The true answer in words, with the numbers behind it.
  private func truth(_ value: StateValue) -> String {
    switch (answer, value.number) {
    case (.trend(let now), let number?):
      "\(Question.trend(now, number)), \(shortNumber(now, digits: 4)) → "
        + shortNumber(number, digits: 4)
    case (.sign, let number?): "\(Question.sign(number)), \(shortNumber(number, digits: 4))"
    case (_, let number?): shortNumber(number, digits: 4)
    case (_, nil): value.short
    }
  }

  // MARK: - Where a method asks nothing of its own

  /// Whether the first figure of a run rises or falls, or what it will be where there is none yet.
  ///
  /// Whole numbers, which count stages and rows, are passed over.
  static func general(
    now: [(name: String, value: StateValue)], next: [(name: String, value: StateValue)]
  ) -> Question? {
    for (name, value) in next {
      guard case .number(let then) = value, isTelling(then) else { continue }
      guard let before = now.first(where: { $0.name == name })?.value.number, before.isFinite else {
        return Question(name, figure: name, .number)
      }
      guard before != then else { continue }
      return Question(
        name, figure: name, .trend(from: before),
        hint: "now \(shortNumber(before, digits: 4))")
    }
    for (name, value) in next {
      guard case .tensor(let tensor) = value, tensor.count > 0, isTelling(tensor[flat: 0]) else {
        continue
      }
      let place = [String](repeating: "0", count: max(1, tensor.rank)).joined(separator: ", ")
      let entry = FigureName("\(name)[\(place)]")
      guard entry.value(in: now)?.number != tensor[flat: 0] else { continue }
      return Question(entry.text, figure: entry.text, .number)
    }
    return nil
  }

  private static func isTelling(_ number: Double) -> Bool {
    number.isFinite && number != number.rounded()
  }

  /// The question about a figure that a person names: a word for a text, else a number.
  static func naming(_ figure: FigureName, _ value: StateValue) -> Question {
    guard let number = value.number else {
      return Question(figure.text, figure: figure.text, .choice([value.short]))
    }
    return Question(
      figure.text, figure: figure.text, number == number.rounded() ? .count : .number)
  }
}

/// How good an answer was.
package struct Judgement: Sendable {
  package enum Verdict: String, Sendable, CaseIterable {
    case right, near, wrong
  }

  package let question: Question
  /// The answer, spelled in full.
  package let given: String
  /// The true answer in words.
  package let truth: String
  package let verdict: Verdict

  /// `right: the label sky is 1`.
  package var sentence: StyledText {
    let style: TextStyle = verdict == .right ? .good : verdict == .wrong ? .bad : .changed
    return StyledText(verdict.rawValue, style)
      + StyledText(": you said \(given); \(question.name): \(truth)")
  }
}

/// The answers of a person so far.
package struct GuessScore: Sendable, Hashable {
  package private(set) var counts: [Judgement.Verdict: Int] = [:]

  package init() {}

  /// Counts an answer.
  mutating func add(_ verdict: Judgement.Verdict) { counts[verdict, default: 0] += 1 }

  /// `2 right, 1 near of 4`.
  package var text: String {
    let all = counts.values.reduce(0, +)
    guard all > 0 else { return "no guess yet" }
    let parts = [Judgement.Verdict.right, .near].compactMap { verdict in
      counts[verdict].map { "\($0) \(verdict.rawValue)" }
    }
    return (parts.isEmpty ? "0 right" : parts.joined(separator: ", ")) + " of \(all)"
  }
}
