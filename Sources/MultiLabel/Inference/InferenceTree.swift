internal import Charts
internal import Learners
internal import Tensors

/// The label prefixes of one row as a tree, all of it for up to three labels, else its best part.
struct InferenceTree {
  let found: RowInference

  private var chain: FittedChain { found.chain }
  private var C: Int { chain.labelCount }

  /// The ways to decide that end in a label set, given in the order of the links: `* greedy`, of
  /// several their signs first, `+ = beam and exact`, and where even these are long `* + = label-wise`.
  private func marks(_ set: [Int]) -> String {
    let all: [(method: RowInference.Method?, sign: String, name: String)] = [
      (found.greedy, "*", "greedy"), (found.beam, "+", "beam"), (found.exact, "=", "exact"),
      (found.byLabel, "", "label-wise"),
    ]
    let here = all.filter { way in
      way.method.map { found.inOrder($0.labels) == set } ?? false
    }
    let signs = here.map(\.sign).filter { !$0.isEmpty }.joined(separator: " ")
    let names = here.count > 2 ? here.filter(\.sign.isEmpty).map(\.name) : here.map(\.name)
    return [signs, names.joined(separator: " and ")].filter { !$0.isEmpty }.joined(separator: " ")
  }

  // MARK: - The whole tree

  /// A line a label set; label 1 before 0 at every link.
  var lines: [StyledText] {
    let leaves = 1 << C
    let joints = (try? jointsByDepth()) ?? []
    guard joints.count == C + 1 else { return [] }
    var lines: [StyledText] = [header]
    for leaf in 0..<leaves {
      var line = StyledText(" ")
      for t in 0..<C { line = line + cell(t, leaf, joints) }
      let set = (0..<C).map { 1 - (leaf >> (C - 1 - $0) & 1) }
      let mark = marks(set)
      line = line + StyledText("  \(fixed(joints[C][leaf], 4))")
      if !mark.isEmpty { line = line + StyledText("  \(mark)", .emphasis) }
      lines.append(line)
    }
    return lines
  }

  /// Joint probabilities of the prefixes of each length, those with label 1 first.
  private func jointsByDepth() throws -> [[Double]] {
    var depths: [[Double]] = [[1]]
    for t in 0..<C {
      var next: [Double] = []
      for (node, joint) in depths[t].enumerated() {
        let prefix = (0..<t).map { 1 - (node >> (t - 1 - $0) & 1) }
        let p = try found.conditional(t, after: prefix)
        next += [joint * p, joint * (1 - p)]
      }
      depths.append(next)
    }
    return depths
  }

  /// The cells of one column are this wide, connectors included.
  private func width(_ t: Int) -> Int {
    let bare = 8
    if t == C - 1 { return bare }
    return bare + (t > 0 ? 7 : 0) + (hasCut(t) ? 5 : 0) + 4
  }

  private func hasCut(_ t: Int) -> Bool {
    found.levels.indices.contains(t) && found.levels[t].prefixes.contains { !$0.isKept }
  }

  private var header: StyledText {
    var text = " "
    for t in 0..<C {
      let room = t == C - 1 ? 9 : width(t)
      let name = cut(chain.labelNames[chain.order[t]], t == 0 ? room - 2 : 6)
      let title = t == 0 || room < 18 ? name : name + " given \(t == 1 ? "it" : "them")"
      let shown = cut(title, room - 1)
      text += shown + String(repeating: " ", count: max(0, room - shown.count))
    }
    return StyledText(text + "joint", .dim)
  }

  private func cell(_ t: Int, _ leaf: Int, _ joints: [[Double]]) -> StyledText {
    let span = 1 << (C - 1 - t)
    let node = leaf / span
    let offset = leaf % span
    let connector = connector(t, offset, span)
    let bodyWidth = width(t) - (t == C - 1 ? 0 : 4)
    guard offset == 0 else {
      return StyledText(String(repeating: " ", count: bodyWidth) + connector, .dim)
    }
    let joint = joints[t + 1][node]
    let parent = joints[t][node / 2]
    let share = parent > 0 ? joint / parent : 0
    var text = "\(1 - node % 2) \(fixed(share))"
    if t > 0, t < C - 1 { text += "  \(fixed(joint))" }
    var body = StyledText(text)
    var used = text.count
    if hasCut(t), t < C - 1 {
      let prefix = (0...t).map { 1 - (node >> (t - $0) & 1) }
      let isKept = found.levels[t].prefixes.contains { $0.labels == prefix && $0.isKept }
      body = body + StyledText(isKept ? " keep" : " cut ", isKept ? .good : .bad)
      used += 5
    }
    return body + StyledText(String(repeating: " ", count: max(0, bodyWidth - used)))
      + StyledText(connector, .dim)
  }

  private func connector(_ t: Int, _ offset: Int, _ span: Int) -> String {
    guard t < C - 1 else { return "" }
    if offset == 0 { return "─┬─ " }
    if offset == span / 2 { return " └─ " }
    return offset < span / 2 ? " │  " : "    "
  }

  // MARK: - The best part of a larger tree

  /// The label sets that the ways to decide end in, and the best of what the beam kept.
  func table(limit: Int) -> Table {
    var sets: [[Int]] = []
    func add(_ set: [Int]) {
      if !sets.contains(set), sets.count < limit { sets.append(set) }
    }
    for method in found.methods { add(found.inOrder(method.labels)) }
    let last = found.levels.last?.prefixes.sorted { $0.joint > $1.joint } ?? []
    for prefix in last { add(prefix.labels) }
    let rows = sets.map { (set: $0, joint: (try? joint($0)) ?? 0) }
      .enumerated().sorted { ($1.element.joint, $0.offset) < ($0.element.joint, $1.offset) }
      .map(\.element)
    var table = Table(columns: [
      .init("labels in order of links"), .init("joint", .decimal), .init(""), .init("found by"),
    ])
    let most = rows.map(\.joint).max() ?? 1
    for row in rows {
      table.rows.append([
        StyledText(text(row.set)),
        StyledText(row.joint >= 0.00005 ? fixed(row.joint, 4) : shortNumber(row.joint)),
        .bar(row.joint, in: 0...max(most, 1e-300), width: 8), StyledText(marks(row.set), .emphasis),
      ])
    }
    return table
  }

  private func joint(_ set: [Int]) throws -> Double {
    var product = 1.0
    for t in set.indices {
      let p = try found.conditional(t, after: Array(set[..<t]))
      product *= set[t] == 1 ? p : 1 - p
    }
    return product
  }

  /// Digits, or the names of the labels where digits would be too many.
  private func text(_ set: [Int]) -> String {
    guard set.count > 20 else { return set.map(String.init).joined() }
    let names = set.indices.filter { set[$0] == 1 }.map {
      cut(chain.labelNames[chain.order[$0]], 10)
    }
    if names.isEmpty { return "(none)" }
    return names.prefix(2).joined(separator: " ")
      + (names.count > 2 ? " +\(names.count - 2)" : "")
  }

  /// How the best answer's prefix fell behind greedy's and overtook it, link by link.
  func race(limit: Int) -> Table? {
    guard let greedy = found.greedy, let best = found.best else { return nil }
    let (mine, theirs) = (found.inOrder(greedy.labels), found.inOrder(best.labels))
    guard let first = mine.indices.first(where: { mine[$0] != theirs[$0] }) else { return nil }
    var table = Table(columns: [
      .init("from link \(first + 1) on"), .init("greedy", .right), .init("joint", .decimal),
      .init("best", .right), .init("joint", .decimal), .init("ahead"),
    ])
    for t in first..<min(C, first + limit) {
      guard let a = try? joint(Array(mine[...t])), let b = try? joint(Array(theirs[...t])) else {
        return nil
      }
      table.rows.append([
        StyledText(cut(chain.labelNames[chain.order[t]], 16)), StyledText("\(mine[t])"),
        StyledText(shortNumber(a)), StyledText("\(theirs[t])"), StyledText(shortNumber(b)),
        a > b ? StyledText("greedy") : StyledText("best", .good),
      ])
    }
    return table
  }

  /// How many prefixes the beam looked at and kept at each link.
  var beamTable: Table {
    var table = Table(columns: [
      .init("link"), .init("looked at", .right), .init("kept", .right),
      .init("best joint", .decimal), .init("best cut", .decimal),
    ])
    for level in found.levels.prefix(18) {
      let cut = level.prefixes.filter { !$0.isKept }.map(\.joint).max()
      table.rows.append([
        StyledText(MultiLabel.cut(chain.labelNames[level.label], 20)),
        StyledText("\(level.prefixes.count)"),
        StyledText("\(level.prefixes.count { $0.isKept })"),
        StyledText(shortNumber(level.prefixes.map(\.joint).max() ?? 0)),
        StyledText(cut.map { shortNumber($0) } ?? "-"),
      ])
    }
    return table
  }
}
