internal import Runtime

/// The table that a contest ends in.
struct Report {
  /// The lines below the heading, one a peer.
  private(set) var rows: [[String]] = []
  /// How many goals were met and missed.
  private(set) var met = 0
  private(set) var missed = 0
  /// Whether Tandem gave every workload's figure.
  private(set) var isCorrect = true

  private static let heading = [
    "workload", "", "Tandem", "median", "peer", "", "median", "ratio", "cpu", "goal", "",
  ]

  init(_ records: [Contest.Record]) {
    for record in records { add(record) }
  }

  /// The table as text.
  var text: String {
    let table = [Self.heading] + rows
    let widths = Self.heading.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    let lines = table.map { row in
      var line = ""
      for (column, cell) in row.enumerated() where widths[column] > 0 {
        let room = String(repeating: " ", count: widths[column] - cell.count)
        let isName = column == 0 || column == 4 || column == 10
        line += (line.isEmpty ? "" : "  ") + (isName ? cell + room : room + cell)
      }
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func add(_ record: Contest.Record) {
    let workload = record.workload
    let own = record.tandem.compactMap { try? $0.get() }
    var lead = [workload.name, "", "", ""]
    if case .failure(let absence)? = record.tandem.last {
      isCorrect = false
      lead[2] = "–"
      rows.append(lead + ["", "", "", "", "", "", absence.reason])
      return
    }
    let amounts = own.map(\.amount)
    lead[2] = Self.number(amounts.min() ?? .nan)
    lead[3] = Self.number(amounts.median)
    lead[1] = workload.unit == .seconds ? "s" : "MB"
    if let check = workload.check, let wrong = own.first(where: { !check.agrees(with: $0.check) }) {
      isCorrect = false
      rows.append(
        lead + ["", "", "", "", "", "", "wrong: \(wrong.check), expected \(check.text)"])
      return
    }
    if record.peers.isEmpty { rows.append(lead + Array(repeating: "", count: 7)) }
    for (peer, outcomes) in zip(workload.peers, record.peers) {
      rows.append(lead + cells(peer, outcomes, own, workload))
      lead = ["", "", "", ""]
    }
  }

  /// The right side of a row: a peer's times, the ratio and the verdict.
  private mutating func cells(
    _ peer: Peer, _ outcomes: [Contest.Outcome], _ own: [Measurement], _ workload: Workload
  ) -> [String] {
    let others = outcomes.compactMap { try? $0.get() }
    if case .failure(let absence)? = outcomes.last {
      return [peer.name, "", "", "", "", goal(peer), absence.reason]
    }
    if let check = workload.check,
      let wrong = others.first(where: { !check.agrees(with: $0.check) })
    {
      return [
        peer.name, "", "", "", "", goal(peer), "wrong: \(wrong.check), expected \(check.text)",
      ]
    }
    let amounts = others.map(\.amount)
    let byCPU = zip(own, others).map { $0.cpu / $1.cpu }.median
    let ratio = peer.tellsOnlyCPU ? byCPU : zip(own, others).map { $0.amount / $1.amount }.median
    var verdict = ""
    if let target = peer.target {
      verdict = ratio <= target ? "met" : "missed"
      if ratio <= target { met += 1 } else { missed += 1 }
    }
    return [
      peer.name, Self.number(amounts.min() ?? .nan), Self.number(amounts.median),
      Self.number(ratio), byCPU.isFinite ? Self.number(byCPU) : "", goal(peer), verdict,
    ]
  }

  private func goal(_ peer: Peer) -> String {
    peer.target.map { "≤ " + NumberFormat.significant($0, 3) } ?? ""
  }

  private static func number(_ value: Double) -> String { NumberFormat.significant(value, 3) }
}
