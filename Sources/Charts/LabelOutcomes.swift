/// True and false positives and negatives of each label, with rates made of them.
package struct LabelOutcomes: Sendable {
  /// The counts of one label, or of all of them.
  package struct Row: Sendable {
    package var name: String
    package var truePositives: Int
    package var falsePositives: Int
    package var falseNegatives: Int
    package var trueNegatives: Int
    /// The rates as they are printed.
    package var rates: [String]

    package init(
      _ name: String, truePositives: Int, falsePositives: Int, falseNegatives: Int,
      trueNegatives: Int, rates: [String]
    ) {
      self.name = name
      self.truePositives = truePositives
      self.falsePositives = falsePositives
      self.falseNegatives = falseNegatives
      self.trueNegatives = trueNegatives
      self.rates = rates
    }

    /// The rows that have the label or were said to have it.
    var concerned: [Double] {
      [truePositives, falseNegatives, falsePositives].map(Double.init)
    }

    /// All four counts as they are printed: TP, FP, FN and TN.
    var counts: [String] {
      [truePositives, falsePositives, falseNegatives, trueNegatives].map { "\($0)" }
    }
  }

  package var rateNames: [String]
  package var labels: [Row]
  /// What stands below the labels: all counts together, and the mean rates without counts.
  package var micro: Row
  package var macro: [String]

  package init(rateNames: [String], labels: [Row], micro: Row, macro: [String]) {
    self.rateNames = rateNames
    self.labels = labels
    self.micro = micro
    self.macro = macro
  }

  /// Labels that are listed in full.
  static let maximumLabels = 40

  /// The counts with a bar for each label: found, missed and wrongly given.
  var table: Table {
    let most = labels.map { $0.concerned.reduce(0, +) }.max() ?? 0
    var table = Table(
      columns: [.init("label")] + ["TP", "FP", "FN", "TN"].map { .init(StyledText($0), .right) }
        + [.init("", leftOut: 1)] + rateNames.map { .init(StyledText($0), .decimal) })
    for row in labels.prefix(Self.maximumLabels) {
      let bar = StyledText(.stack(row.concerned, limit: max(most, 1), width: 12), .series(0))
      table.rows.append(
        [StyledText(truncated(row.name, to: 14))] + row.counts.map { StyledText($0) } + [bar]
          + row.rates.map { StyledText($0) })
    }
    if labels.count > Self.maximumLabels {
      table.rows.append([StyledText("… \(labels.count - Self.maximumLabels) more", .dim)])
    }
    table.rules = [table.rows.count]
    table.rows.append(
      [StyledText(micro.name)] + micro.counts.map { StyledText($0) } + [""]
        + micro.rates.map { StyledText($0) })
    table.rows.append(["macro", "", "", "", "", ""] + macro.map { StyledText($0) })
    return table
  }

  /// What the counts show, in words.
  var sentence: String {
    let parts = labels.prefix(6).map { row in
      "\(row.name) \(row.truePositives) true and \(row.falsePositives) false positive, "
        + "\(row.falseNegatives) false and \(row.trueNegatives) true negative"
    }
    let more = labels.count > 6 ? "; and \(labels.count - 6) more" : ""
    return "counts of \(counted(labels.count, "label")); " + parts.joined(separator: "; ") + more
  }
}

extension TextDrawer {
  /// The table of counts, and what the patterns of its bars mean where these have room.
  func outcomes(_ chart: Chart, _ outcomes: LabelOutcomes) -> Block {
    let table = outcomes.table
    var layout = TableLayout(table, self)
    layout.leaveOut(to: width)
    let lines = heading(chart, note: nil) + block(table)
    guard layout.columns.count == table.columns.count else { return lines }
    let signs = zip(["TP", "FN", "FP"], 0...).map { "\(glyphs.rightward.pattern($1)) \($0)" }
    return lines + footer(["bars " + signs.joined(separator: "  ")])
  }
}
