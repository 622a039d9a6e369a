internal import Charts
internal import Diagnostics
package import Learners
package import Stepping
package import Tensors

/// The measures of a 0/1 prediction worked out step by step: first the rows, one by one or in up to
/// eight blocks, then each formula with its numbers.
///
/// Guesses, truth and the convention for 0/0 can be changed on the way; the formulas then show what
/// they were before.
package struct MetricsRun: Steppable {
  let labelNames: [String]
  private(set) var truth: Tensor
  private(set) var guess: Tensor
  private(set) var convention: UndefinedConvention
  private(set) var tally: LabelTally
  /// What all was before the first change; `nil` while nothing has changed.
  private(set) var before: MetricRecord?
  /// Stages done.
  private(set) var done = 0

  /// A run before its first stage.
  ///
  /// - Parameters:
  ///   - truth: n×C, entries 0 or 1.
  ///   - predicted: n×C, entries 0 or 1.
  ///   - labelNames: one a label; `nil` takes A, B, C, ….
  ///   - convention: what 0/0 counts as.
  /// - Throws: `shape` and `data` as `LabelTally`; `argument` for a wrong number of names.
  package init(
    truth: Tensor, predicted: Tensor, labelNames: [String]? = nil,
    convention: UndefinedConvention = .sklearn
  ) throws {
    tally = try LabelTally(truth: truth, predicted: predicted)
    let width = truth.columnCount
    let names = labelNames ?? MetricsRun.letters(width)
    guard names.count == width else {
      throw Failure(.argument, "expected names for \(width) labels, found \(names.count)")
    }
    self.labelNames = names
    self.truth = truth.with(kind: .number)
    guess = predicted.with(kind: .number)
    self.convention = convention
  }

  private static func letters(_ count: Int) -> [String] {
    guard count <= 26 else { return (0..<count).map { "y\($0)" } }
    return (0..<count).compactMap { Unicode.Scalar(65 + $0).map { String(Character($0)) } }
  }

  var rowCount: Int { truth.rowCount }
  /// How many stages show rows.
  var rowStages: Int { min(rowCount, 8) }
  /// The formulas worked out so far.
  var formulas: [MetricFormula] {
    Array(MetricFormula.allCases.prefix(max(0, done - rowStages)))
  }
  /// The rows looked at so far.
  var seenRows: Int { boundary(min(done, rowStages)) }

  /// The first row behind so many row stages.
  private func boundary(_ stages: Int) -> Int { rowCount * stages / max(rowStages, 1) }

  /// The rows of a row stage, counted from 0.
  func rows(ofStage stage: Int) -> Range<Int> { boundary(stage)..<boundary(stage + 1) }

  package mutating func advance() throws -> Bool {
    guard done < rowStages + MetricFormula.allCases.count else { return false }
    done += 1
    return true
  }

  package var position: StepPosition {
    StepPosition(done: done, total: rowStages + MetricFormula.allCases.count)
  }

  package var nextStage: String? {
    if done < rowStages { return "compare \(rowText(rows(ofStage: done)))" }
    return MetricFormula(rawValue: done - rowStages)?.name
  }

  /// `row 3`, or `rows 3 to 7`.
  func rowText(_ rows: Range<Int>) -> String {
    rows.count == 1 ? "row \(rows.lowerBound)" : "rows \(rows.lowerBound) to \(rows.upperBound - 1)"
  }

  package func matches(_ target: String) -> Bool {
    guard done > 0 else { return false }
    if let formula = formulas.last {
      return target == formula.name || target == formula.key
        || target.lowercased() == formula.name.lowercased()
    }
    let words = target.split(separator: " ")
    guard words.count == 2, words[0] == "row", let row = Int(words[1]) else { return false }
    return rows(ofStage: done - 1).contains(row)
  }

  package var stageNames: [String] {
    numberedStages("row", 0..<rowCount) + MetricFormula.allCases.map(\.name)
  }

  /// Rows that were looked at and have an error.
  private var errors: Int { tally.samples.prefix(seenRows).count { $0.wrong > 0 } }

  package var question: Question? {
    guard done < rowStages else {
      return MetricFormula(rawValue: done - rowStages).map {
        Question($0.name, figure: $0.key, .number, hint: $0.formula)
      }
    }
    let rows = rows(ofStage: done)
    return Question(
      "the number of rows with an error up to row \(rows.upperBound - 1)", figure: "errors", .count,
      hint: "so far \(errors)")
  }

  package var output: MetricRecord? { nextStage == nil ? record : nil }

  /// All measures of the labels as they now are.
  var record: MetricRecord { metrics(tally, convention: convention) }

  package var state: [(name: String, value: StateValue)] {
    func column(_ value: (LabelCounts) -> Int) -> StateValue {
      .tensor(Tensor(tally.labels.map { Double(value($0)) }))
    }
    let record = record
    var state: [(name: String, value: StateValue)] = [
      ("truth", .tensor(truth)), ("guess", .tensor(guess)), ("rows", .number(Double(seenRows))),
      ("errors", .number(Double(errors))),
      ("tp", column(\.truePositives)), ("fp", column(\.falsePositives)),
      ("fn", column(\.falseNegatives)), ("tn", column(\.trueNegatives)),
      ("convention", .text(convention.name)),
    ]
    for formula in formulas {
      state.append((formula.key, .number(record[formula.key] ?? .nan)))
    }
    return state
  }

  // MARK: - Changes

  /// `set guess row 3 = 1100`, `set truth row 0 = 0110` or `set convention = mulan` (a number or nan
  /// as well).
  ///
  /// - Throws: `name` for another setting; `index` for a row that is not there; `value` for labels
  ///   that are not as many digits 0 and 1.
  package func setting(_ name: String, to value: String) throws -> MetricsRun {
    if ["convention", "0/0"].contains(name) {
      return try changed(to: truth, guess, try MetricsRun.convention(value))
    }
    let words = name.split(separator: " ").map(String.init)
    guard words.count == 3, ["guess", "truth"].contains(words[0]), words[1] == "row" else {
      throw Failure(
        .name, "this run has no setting `\(name)`",
        notes: [
          "set guess row 0 = \(digits(truth, 0)), set truth row 0 = …, set convention = mulan"
        ])
    }
    let row = try rowNumber(words[2])
    let labels = try labels(value)
    var (truth, guess) = (truth, guess)
    for (c, label) in labels.enumerated() {
      if words[0] == "guess" { guess[row, c] = label } else { truth[row, c] = label }
    }
    return try changed(to: truth, guess, convention)
  }

  /// The run with other labels or another convention, at the same stage.
  func changed(
    to truth: Tensor, _ guess: Tensor, _ convention: UndefinedConvention
  ) throws -> MetricsRun {
    var run = self
    run.before = before ?? record
    run.tally = try LabelTally(truth: truth, predicted: guess)
    (run.truth, run.guess, run.convention) = (truth, guess, convention)
    return run
  }

  private static func convention(_ text: String) throws -> UndefinedConvention {
    let word = text.filter { $0 != "\"" }
    if let number = Double(word) { return .value(number) }
    return try UndefinedConvention(named: word)
  }

  func rowNumber(_ text: String) throws -> Int {
    guard let row = Int(text), (0..<rowCount).contains(row) else {
      throw Failure(.index, "expected a row from 0 to \(rowCount - 1), found `\(text)`")
    }
    return row
  }

  /// Labels as digits, with or without commas, blanks and brackets between them.
  private func labels(_ text: String) throws -> [Double] {
    let digits = text.filter { !", []".contains($0) }
    let width = labelNames.count
    guard digits.count == width, digits.allSatisfy({ $0 == "0" || $0 == "1" }) else {
      throw Failure(
        .value, "expected \(counted(width, "digit")) 0 or 1, one a label, found `\(text)`",
        notes: ["a row as it stands: \(self.digits(truth, 0))"])
    }
    return digits.map { $0 == "1" ? 1 : 0 }
  }

  /// A row's labels as digits.
  func digits(_ labels: Tensor, _ row: Int) -> String {
    (0..<labelNames.count).map { labels[row, $0] == 1 ? "1" : "0" }.joined()
  }
}

extension MetricsRun {
  /// Goes to the last row.
  mutating func finishRows() { done = max(done, rowStages) }

  /// Goes to the last formula.
  mutating func finishAll() { done = rowStages + MetricFormula.allCases.count }
}
