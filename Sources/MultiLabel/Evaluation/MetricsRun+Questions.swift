package import Charts
internal import Diagnostics
internal import Learners

internal import Tensors

extension MetricsRun {
  /// `why` explains the present formula; `why micro`, `why macro` and `why micro≠macro` what makes
  /// these two differ; `why 0/0` the convention; `why row 2`, `why A` and `why hamming` a row, a
  /// label and a formula.
  package func why(_ topic: String) throws -> [StyledText] {
    let word = topic.withoutBlanks
    if word.isEmpty { return try explained() }
    if word.hasPrefix("micro"), ["", "≠macro", "!=macro", " macro"].contains(word.dropFirst(5)) {
      return microAgainstMacro
    }
    if word == "macro" { return microAgainstMacro }
    if ["0/0", "convention"].contains(word) { return undefinedLines }
    if let formula = MetricFormula.allCases.first(where: {
      [$0.name.lowercased(), $0.key].contains(word.lowercased())
        || $0.name.lowercased().hasPrefix(word.lowercased() + " ")
    }) {
      return why(formula)
    }
    if let c = labelNames.firstIndex(of: topic) { return why(label: c) }
    let parts = word.split(separator: " ").map(String.init)
    if parts.count == 2, parts[0] == "row" { return why(row: try rowNumber(parts[1])) }
    throw Failure(
      .value, "nothing here is called `\(topic)`",
      notes: ["why micro≠macro, why 0/0, why row 0, why \(labelNames[0]), why hamming"])
  }

  private func explained() throws -> [StyledText] {
    if let formula = formulas.last { return why(formula) }
    guard done > 0 else {
      throw Failure(.value, "expected rows to explain, found the run before its first step")
    }
    return why(row: rows(ofStage: done - 1).lowerBound)
  }

  private func why(_ formula: MetricFormula) -> [StyledText] {
    let value = fixed(record[formula.key] ?? .nan)
    var lines = [
      StyledText(
        "\(formula.name) = \(formula.formula) = \(formula.numbers(tally, convention)) = \(value)")
    ]
    switch formula {
    case .subset: lines.append("a row counts as wrong with its first wrong label; it forgives none")
    case .hamming: lines.append("every cell counts alike, also those that are 0 and guessed 0")
    case .microPrecision: lines.append("of all labels guessed, the share that is true")
    case .microRecall: lines.append("of all true labels, the share that is guessed")
    case .microF1: lines.append("counts are added up over all labels first; see why micro≠macro")
    case .macroF1: lines.append("each label counts alike, however rare; see why micro≠macro")
    case .exampleF1: lines.append("each row counts alike: 2|∩|/(|truth|+|guess|), then the mean")
    case .jaccard: lines.append("each row counts alike: labels in both over labels in either")
    }
    return lines
  }

  private func why(row i: Int) -> [StyledText] {
    func names(_ isIn: (Int) -> Bool) -> String {
      let names = labelNames.indices.filter(isIn).map { labelNames[$0] }
      return names.isEmpty ? "none" : cut(names.joined(separator: " "), 30)
    }
    let counts = tally.samples[i]
    let both = names { truth[i, $0] == 1 && guess[i, $0] == 1 }
    return [
      StyledText(
        "row \(i): true \(names { truth[i, $0] == 1 }); guessed \(names { guess[i, $0] == 1 })"),
      StyledText("in both: \(both); wrong: \(names { truth[i, $0] != guess[i, $0] })"),
      StyledText(SetScore.allCases.map { ratio($0, counts) }.joined(separator: ", ")),
    ]
  }

  private func why(label c: Int) -> [StyledText] {
    let counts = tally.labels[c]
    return [
      StyledText(
        "\(labelNames[c]): \(counts.truePositives) hit, \(counts.falsePositives) guessed in vain, "
          + "\(counts.falseNegatives) missed, \(counts.trueNegatives) rightly left out"),
      StyledText(SetScore.allCases.map { ratio($0, counts) }.joined(separator: ", ")),
    ]
  }

  /// `f1 2/3 = 0.667`, or `f1 0/0 → 0`.
  private func ratio(_ score: SetScore, _ counts: LabelCounts) -> String {
    let (top, bottom) = score.fraction(counts)
    let value = score.value(counts, convention)
    return value.isUndefined
      ? "\(score.rawValue) 0/0 → \(short(value.value))"
      : "\(score.rawValue) \(top)/\(bottom) = \(fixed(value.value))"
  }

  /// Micro F1 is the mean of the labels' F1 weighted by 2TP + FP + FN; macro F1 weighs them alike.
  private var microAgainstMacro: [StyledText] {
    let sizes = tally.labels.map { $0.support + $0.predicted }
    let all = sizes.reduce(0, +)
    let record = record
    var lines = [
      StyledText(
        "micro F1 \(fixed(record["f1_micro"] ?? .nan)) is the mean of the labels' F1 weighted by "
          + "2TP+FP+FN; macro F1 \(fixed(record["f1_macro"] ?? .nan)) weighs each label "
          + "1/\(sizes.count)")
    ]
    guard all > 0 else { return lines + ["no label is true or guessed anywhere"] }
    let scores = tally.labels.map { SetScore.f1.value($0, convention).value }
    let even = 1 / Double(sizes.count)
    let order = sizes.indices.sorted {
      abs(Double(sizes[$0]) / Double(all) - even) > abs(Double(sizes[$1]) / Double(all) - even)
    }
    for c in order.prefix(4) {
      let share = Double(sizes[c]) / Double(all)
      lines.append(
        StyledText(
          "\(labelNames[c]): F1 \(fixed(scores[c])), weight \(sizes[c])/\(all) = \(fixed(share)) "
            + "instead of \(fixed(even))"))
    }
    return lines
  }

  private var undefinedLines: [StyledText] {
    [
      StyledText(undefinedText),
      "no label true and none guessed leaves F1 as 0/0: a convention, not a result",
      "set convention = sklearn, mulan, meka or a number; show conventions has all side by side",
    ]
  }

  package func show(_ topic: String) throws -> Panel {
    switch topic {
    case "rows":
      var run = self
      run.finishRows()
      return .table(run.rowTable(0..<min(20, rowCount)))
    case "labels": return .table(labelTable(limit: 18))
    case "conventions":
      return .table(try ConventionComparison(truth: truth, predicted: guess).table)
    default: break
    }
    let parts = topic.split(separator: " ").map(String.init)
    if parts.count == 2, parts[0] == "row" { return .lines(why(row: try rowNumber(parts[1]))) }
    throw Failure(
      .value, "no panel is called `\(topic)`",
      notes: ["show rows, show labels, show row 0, show conventions"])
  }

  /// `what-if row 2 B=1`: the guess of one label changed; `what-if 0/0=1`: another convention.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    var branch = self
    let parts = change.split(separator: " ", maxSplits: 2).map(String.init)
    if change == "0/0" {
      branch = try changed(to: truth, guess, .value(value))
    } else if parts.count == 3, parts[0] == "row", let c = labelNames.firstIndex(of: parts[2]) {
      guard value == 0 || value == 1 else {
        throw Failure(.value, "expected the guess 0 or 1, found \(value)")
      }
      var guess = guess
      guess[try rowNumber(parts[1]), c] = value
      branch = try changed(to: truth, guess, convention)
    } else {
      throw Failure(
        .value, "expected `what-if row 0 \(labelNames[0])=1` or `what-if 0/0=1`, found `\(change)`")
    }
    branch.finishAll()
    var screen = branch.describe()
    screen.title = "METRICS what-if | \(change) = \(short(value))"
    screen.position = "the run is unchanged"
    return screen
  }
}

extension ConventionComparison {
  /// A row a measure that a convention can decide: its value by each, and how often it did.
  package var table: Table {
    var table = Table(
      columns: [.init("measure")]
        + conventions.map { .init(StyledText("0/0: \($0.name)"), .decimal) }
        + [.init("cases of 0/0", .right)])
    for (name, undefined) in measures {
      let values = records.map { $0[name] ?? .nan }
      let differs = values.contains { $0 != values[0] }
      table.rows.append(
        [StyledText(name)]
          + values.map { StyledText(fixed($0, 4), differs ? .emphasis : .plain) }
          + [StyledText("\(undefined)", undefined > 0 ? .emphasis : .dim)])
    }
    return table
  }
}

extension String {
  /// Without the white space around it.
  fileprivate var withoutBlanks: String {
    let kept = drop { $0 == " " }
    return String(kept.reversed().drop { $0 == " " }.reversed())
  }
}
