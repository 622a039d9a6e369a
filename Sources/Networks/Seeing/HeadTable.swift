package import Charts
internal import Datasets

/// Tables of what epochs left: losses by task, gradients against each other, gates, cross-stitch units.
package struct EpochPanels {
  let network: Network
  let history: [EpochRecord]

  package init(_ network: Network, _ history: [EpochRecord]) {
    (self.network, self.history) = (network, history)
  }

  /// w_t after an epoch.
  func weight(_ record: EpochRecord, _ head: Int) -> Double {
    record.weights.indices.contains(head) ? record.weights[head] : 1
  }
}

extension EpochPanels {
  /// The losses of every task over the epochs, of rows that are learned and rows that are held out, with
  /// weights and norms of gradients.
  package func headTable(limit: Int) -> Table {
    guard let last = history.last else { return Table(columns: []) }
    let isValidated = last.validation != nil
    let shown = network.heads.indices.prefix(limit)
    let kinds = Set(network.heads.map(\.kind.measureName))
    var columns: [Table.Column] = [
      .init("task"), .init("train", .decimal), .init("by epoch", leftOut: 4),
    ]
    if isValidated {
      columns += [
        .init("valid", .decimal), .init("by epoch", leftOut: 5),
        .init(StyledText(kinds.count == 1 ? kinds.first ?? "" : "measure"), .decimal, leftOut: 3),
      ]
    }
    columns += [.init("weight", .decimal, leftOut: 2)]
    if last.conflict != nil { columns.append(.init("‖g‖", .decimal, leftOut: 1)) }
    var table = Table(columns: columns)
    let width = isValidated ? 12 : 24
    for h in shown { table.rows.append(row(h, last, width)) }
    if network.heads.count > limit {
      table.rows.append([StyledText("… \(network.heads.count - limit) more", .dim)])
    }
    table.rules = [table.rows.count]
    table.rows.append([
      "total", StyledText(fixed(last.total, 4), .emphasis), spark(history.map(\.total), width),
    ])
    return table
  }

  private func row(_ h: Int, _ last: EpochRecord, _ width: Int) -> [StyledText] {
    let previous = history.dropLast().last
    let isHigher = previous.map { $0.losses[h] < last.losses[h] } ?? false
    var cells = [
      StyledText(shortened(network.heads[h].name, 16), .emphasis),
      StyledText(fixed(last.losses[h], 4), isHigher ? .bad : .plain),
      spark(history.map { $0.losses[h] }, width),
    ]
    if let validation = last.validation {
      cells += [
        StyledText(fixed(validation.losses[h], 4)),
        spark(history.map { $0.validation?.losses[h] ?? .nan }, width),
        StyledText(fixed(validation.measures[h], 3)),
      ]
    }
    cells.append(StyledText(shortNumber(weight(last, h))))
    if let conflict = last.conflict { cells.append(StyledText(shortNumber(conflict.norms[h]))) }
    return cells
  }

  private func spark(_ values: [Double], _ width: Int) -> StyledText {
    .spark(Trend.sampled(values, width))
  }

  /// The cosines between the gradients of tasks, those that oppose each other first.
  package func conflictPanels(limit: Int) -> [Panel] {
    guard let last = history.last?.conflict else { return [] }
    let pairs = TaskPair.all(network.heads.count).sorted {
      (last.cosines[$0.s][$0.t], $0.s, $0.t) < (last.cosines[$1.s][$1.t], $1.s, $1.t)
    }
    guard !pairs.isEmpty else { return [] }
    var table = Table(columns: [
      .init("gradients of"), .init("cosine", .decimal), .init("-1     0     +1", leftOut: 1),
      .init("by epoch, -1 to 1", leftOut: 2),
    ])
    for pair in pairs.prefix(limit) {
      let cosine = last.cosines[pair.s][pair.t]
      let all = history.map { $0.conflict?.cosines[pair.s][pair.t] ?? .nan }
      table.rows.append([
        StyledText(pair.name(network.heads)),
        StyledText(signed(cosine, 2), cosine < 0 ? .bad : .plain),
        .signedBar(cosine, limit: 1, half: 6), .spark(Trend.sampled(all, 16), in: -1...1),
      ])
    }
    if pairs.count > limit, limit > 1 {
      table.rows.append([StyledText("… \(pairs.count - limit) more: show cosines", .dim)])
    }
    return [.table(table)]
  }
}
