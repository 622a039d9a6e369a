package import Charts

/// The mean shares that gates gave experts, epoch by epoch.
struct GateHistory {
  /// By gate: the head it belongs to, `all` for one gate.
  let names: [String]
  let experts: Int
  /// By epoch: gates×experts.
  let shares: [[Double]]

  /// `nil` for a network without gates, and before the first epoch.
  init?(_ history: [EpochRecord], _ heads: [Head]) {
    let figures = history.figures("gates")
    guard let last = figures.last, last.shape.count == 2 else { return nil }
    let gates = last.shape[0]
    experts = last.shape[1]
    names =
      gates == heads.count && gates > 1
      ? heads.map(\.name) : gates == 1 ? ["all"] : (1...max(gates, 1)).map(String.init)
    shares = figures.filter { $0.shape == last.shape }.map(\.values)
  }

  var now: [Double] { shares.last ?? [] }

  /// A gate's share of an expert over the epochs.
  func trend(_ gate: Int, _ expert: Int) -> [Double] { shares.map { $0[gate * experts + expert] } }

  /// e^H of a gate's mean shares.
  func effective(_ record: EpochRecord, _ gate: Int) -> Double {
    record.figures.first { $0.name == "effective experts" }?.values[gate] ?? .nan
  }

  /// The mean share of each expert over the gates.
  var load: [Double] {
    (0..<experts).map { e in
      names.indices.reduce(0) { $0 + now[$1 * experts + e] } / Double(max(names.count, 1))
    }
  }

  /// An expert counts as dead below a tenth of an even share.
  var dead: [Int] { load.indices.filter { load[$0] < 0.1 / Double(experts) } }

  /// `no dead expert`, or which are.
  var verdict: StyledText {
    guard let first = dead.first else { return "no dead expert" }
    return StyledText(
      dead.count == 1
        ? "E\(first + 1) is dead"
        : "\(dead.count) dead: \(dead.prefix(4).map { "E\($0 + 1)" }.joined(separator: " "))",
      .bad)
  }
}

extension EpochPanels {
  private static let expertLimit = 10

  /// The gates of a mixture: shares of experts over the epochs, effective experts, load; `nil` for a
  /// network without gates.
  package func gateTable(limit: Int) -> Table? {
    guard let last = history.last, let gates = GateHistory(history, network.heads) else {
      return nil
    }
    let experts = min(gates.experts, Self.expertLimit)
    let width = sparkWidth(experts)
    var columns: [Table.Column] = [.init("gate")]
    for e in 0..<experts {
      columns.append(.init(StyledText("E\(e + 1)"), leftOut: e < 2 ? nil : 1 + e))
    }
    columns.append(.init("effective experts", leftOut: 1))
    var table = Table(columns: columns)
    for gate in gates.names.indices.prefix(limit) {
      table.rows.append(
        [StyledText(shortened(gates.names[gate], 10), .emphasis)]
          + (0..<experts).map { cell(gates.trend(gate, $0), width) }
          + [StyledText(fixed(gates.effective(last, gate), 1))])
    }
    if gates.names.count > limit {
      table.rows.append([StyledText("… \(gates.names.count - limit)", .dim)])
    }
    table.rows.append(
      ["load"] + gates.load.prefix(experts).map { StyledText(Trend.share($0)) } + [gates.verdict])
    return table
  }

  /// The cells of an expert's spark line, so that all fit a line of 80.
  private func sparkWidth(_ experts: Int) -> Int {
    experts <= 4 ? 8 : experts == 5 ? 5 : experts == 6 ? 3 : 0
  }

  /// The table of gates with a line that says what it is.
  package func gatePanels(limit: Int) -> [Panel] {
    guard let table = gateTable(limit: limit), let gates = GateHistory(history, network.heads)
    else {
      return []
    }
    let experts = min(gates.experts, Self.expertLimit)
    var line = StyledText(
      " gates: mean shares over the epoch's rows, scale 0..1" + every(sparkWidth(experts)),
      .dim)
    if gates.experts > experts {
      line = line + StyledText("; \(gates.experts - experts) more experts", .dim)
    }
    return [.stack([.lines([line]), .table(table)])]
  }

  /// How many epochs stand between two columns of a spark line.
  private func every(_ width: Int) -> String {
    guard width > 1, history.count > width else { return "" }
    let apart = Double(history.count - 1) / Double(width - 1)
    return ", about every \(shortNumber(apart.rounded())) epochs"
  }

  private func cell(_ trend: [Double], _ width: Int) -> StyledText {
    let value = trend.last ?? .nan
    let text = StyledText(Trend.share(value) + " ")
    guard width > 0 else { return text + .shade(value, in: 0...1, .shade(value)) }
    return text + .spark(Trend.sampled(trend, width), in: 0...1)
  }
}
