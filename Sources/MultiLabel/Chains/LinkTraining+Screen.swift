package import Charts
internal import Datasets
internal import Glibc
internal import Learners
internal import Optimization
internal import Stepping
internal import Tensors

extension LinkTraining {
  package func describe() -> Screen {
    if let screen = structureScreen { return screen }
    let count = plan.order.count
    let position = "step \(self.position.done) of \(self.position.total ?? count)"
    guard let (c, model) = stage else { return startScreen(position) }
    var panels: [Panel] = []
    if plan.parents.contains(where: { !$0.isEmpty }) { panels.append(orderPanel(c)) }
    panels.append(.lines([StyledText(trainingHeading(c))]))
    panels.append(
      .beside([
        rowPanel(c, rows: 0..<min(3, plan.data.rowCount), hint: "show rows"), coefficients(c),
      ]))
    panels.append(.lines([lossLine(c)]))
    return Screen(
      title: "\(heading) train | \(noun) \(linksDone) of \(count): \(name(c))",
      position: position, panels: panels, why: fitRemarks(model), next: nextStage)
  }

  private func startScreen(_ position: String) -> Screen {
    let data = plan.data
    var panels: [Panel] = [
      .lines([
        StyledText(
          " \(counted(data.rowCount, "row")), \(counted(data.featureCount, "feature")), "
            + "\(counted(data.labelCount, "label")); base \(plan.base.summary)")
      ])
    ]
    if plan.parents.contains(where: { !$0.isEmpty }) { panels.append(orderPanel(nil)) }
    panels.append(.table(rateTable()))
    return Screen(title: "\(heading) train", position: position, panels: panels, next: nextStage)
  }

  /// Labels in training order with their share of ones; at most 12 of them.
  private func rateTable() -> Table {
    var table = Table(columns: [
      .init("\(noun)"), .init("rate", .decimal), .init(""), .init("parents"),
    ])
    for c in plan.order.prefix(12) {
      let rate = mean(plan.data.label(c))
      table.rows.append([
        StyledText(name(c)), StyledText(fixed(rate)), .bar(rate, width: 20),
        StyledText(parentList(c)),
      ])
    }
    if plan.order.count > 12 {
      table.rows.append([StyledText("… \(plan.order.count - 12) more", .dim), "", "", ""])
    }
    return table
  }

  func parentList(_ c: Int) -> String {
    let names = plan.parents[c].map { name($0) }
    guard !names.isEmpty else { return "-" }
    return names.count <= 4
      ? names.joined(separator: ", ")
      : "\(names[0]), \(names[1]), … \(names[names.count - 1]) (\(names.count))"
  }

  // MARK: - Panels

  private func trainingHeading(_ c: Int) -> String {
    let parents = plan.parents[c].count
    let columns =
      counted(plan.data.featureCount, "feature")
      + (parents > 0
        ? " + \(parents) \(plan.parentWord) parent \(parents == 1 ? "label" : "labels")" : "")
    let bias = stage?.model is any ExplainedBinary ? "" : " (+ bias)"
    return " train table: \(counted(plan.data.rowCount, "row")) = \(columns)\(bias)"
  }

  /// Some rows of what the model of a label was trained on, and how many more there are.
  func rowPanel(_ c: Int, rows: Range<Int>, hint: String) -> Panel {
    let rest = plan.data.rowCount - rows.count
    let table = Panel.table(rowTable(c, rows: rows))
    return rest == 0
      ? table : .stack([table, .lines([StyledText("… \(rest) more: \(hint)", .dim)])])
  }

  /// Some rows of what the model of a label was trained on.
  func rowTable(_ c: Int, rows: Range<Int>) -> Table {
    let (features, parents) = shownColumns(c)
    var columns: [Table.Column] = [.init("row", .right)]
    columns += features.map {
      .init(StyledText(short(plan.data.featureNames[$0])), .decimal, leftOut: 1)
    }
    if features.count < plan.data.featureCount { columns.append(.init("…", leftOut: 3)) }
    columns.append(.init("|", leftOut: 4))
    if parents.count < plan.parents[c].count { columns.append(.init("…", leftOut: 3)) }
    columns += parents.map { .init(StyledText(short(name($0))), .right, leftOut: 2) }
    if !parents.isEmpty { columns.append(.init("|", leftOut: 4)) }
    columns.append(.init(StyledText(short(name(c)), .emphasis), .right))
    var table = Table(columns: columns)
    for i in rows {
      var row: [StyledText] = [StyledText("\(i)")]
      row += features.map { StyledText(fixed(plan.data.X[i, $0])) }
      if features.count < plan.data.featureCount { row.append("…") }
      row.append("|")
      if parents.count < plan.parents[c].count { row.append("…") }
      row += parents.map { StyledText(labelValue(plan.parentLabels[i, $0])) }
      if !parents.isEmpty { row.append("|") }
      row.append(StyledText(labelValue(plan.data.Y[i, c]), .emphasis))
      table.rows.append(row)
    }
    return table
  }

  /// As many features and parents as leave room for the coefficients beside them.
  private func shownColumns(_ c: Int) -> (features: [Int], parents: [Int]) {
    let available = plan.parents[c]
    for (featureCount, parentCount) in [(2, 2), (1, 2), (2, 1), (1, 1)] {
      let features = chosenFeatures(c, featureCount)
      let parents = Array(available.suffix(parentCount))
      var width = 5 + short(name(c)).count + 3 * (parents.isEmpty ? 1 : 2)
      width += features.reduce(0) { $0 + max(8, short(plan.data.featureNames[$1]).count + 2) }
      width += parents.reduce(0) { $0 + short(name($1)).count + 2 }
      if features.count < plan.data.featureCount { width += 3 }
      if parents.count < available.count { width += 3 }
      if width <= 46 { return (features, parents) }
    }
    return (chosenFeatures(c, 1), Array(available.suffix(1)))
  }

  /// The features with the largest coefficients, in column order.
  private func chosenFeatures(_ c: Int, _ count: Int) -> [Int] {
    let all = 0..<plan.data.featureCount
    guard all.count > count, let weights = stage?.model.linear?.weights else {
      return Array(all.prefix(count))
    }
    return all.sorted { (abs(weights[$0]), $1) > (abs(weights[$1]), $0) }.prefix(count).sorted()
  }

  private func short(_ name: String) -> String { cut(name, 8) }

  /// Bias, parents and the largest of the other coefficients as bars.
  func coefficients(_ c: Int) -> Panel {
    if let outline = outline(limit: 9) { return .lines(outline) }
    guard let model = stage?.model, let linear = model.linear else {
      let value = stage?.model.constant ?? 0
      return .lines([StyledText("always \(labelValue(value)) in training: no coefficients")])
    }
    let names = inputNames(c)
    let inputs = linear.weights.indices.sorted {
      (abs(linear.weights[$0]), $1) > (abs(linear.weights[$1]), $0)
    }
    let shown = inputs.prefix(7).sorted()
    let limit = max(
      1e-300, shown.reduce(abs(linear.intercept)) { max($0, abs(linear.weights[$1])) })
    let scale = Double(Int(min(limit, 1e6).rounded(.up)))
    var table = Table(columns: [
      .init("coef"), .init("", .decimal),
      .init(StyledText("-\(fixed(scale, 0))   0   +\(fixed(scale, 0))", .dim)),
    ])
    let fitted = (model as? EditedLink)?.fitted.linear ?? linear
    func add(_ name: String, _ value: Double, _ before: Double) {
      table.rows.append([
        StyledText(cut(name, 10)),
        StyledText(signed(value), value == before ? .plain : .changed),
        .signedBar(value, limit: scale, half: 5),
      ])
    }
    add("bias", linear.intercept, fitted.intercept)
    for j in shown { add(names[j], linear.weights[j], fitted.weights[j]) }
    if inputs.count > shown.count {
      table.rows.append([StyledText("… \(inputs.count - shown.count) smaller", .dim), "", ""])
    }
    return .table(table)
  }

  /// What knowing more about a row does to the mean log loss of the label.
  private func lossLine(_ c: Int) -> StyledText {
    guard let model = stage?.model, model.constant == nil else {
      return " log-loss 0: the label never changes in training"
    }
    var line = StyledText(" log-loss: label rate only \(fixed(rateLoss(c)))")
    if !plan.parents[c].isEmpty, let bare = try? plan.fitWithoutParents(c),
      let loss = try? meanLoss(bare, plan.data.X, c)
    {
      line = line + StyledText(" → features \(fixed(loss))")
    }
    if let inputs = try? plan.trainingInputs(c), let loss = try? meanLoss(model, inputs, c) {
      let what = plan.parents[c].isEmpty ? "features" : "+ parents"
      line = line + StyledText(" → \(what) ") + StyledText(fixed(loss), .emphasis)
    }
    guard model.report.method != .direct else { return line }
    return line + StyledText(" (\(model.report.effort))", .dim)
  }

  private func rateLoss(_ c: Int) -> Double {
    let rate = mean(plan.data.label(c))
    return -(rate * log(rate) + (1 - rate) * log(1 - rate))
  }

  private func meanLoss(
    _ model: any FittedBinary, _ inputs: DesignMatrix, _ c: Int
  ) throws -> Double {
    crossEntropy(plan.data.label(c), try model.probabilities(inputs))
  }

  func fitRemarks(_ model: any FittedBinary) -> [StyledText] {
    let report = model.report
    let edited: [StyledText] =
      model is EditedLink ? ["set by hand: the figures with * are not those of the fit"] : []
    guard !report.converged else { return edited }
    return edited + [
      StyledText("not converged: \(report.shortfall)", .bad)
    ]
  }
}
