package import Charts
internal import Datasets

/// A drawing of a network: inputs, layers with their shapes and parameters, towers side by side, heads
/// with their losses.
///
/// It is made from the ``Graph`` alone, so that every way of sharing has one.
package struct NetworkDiagram: Sendable {
  private let network: Network

  package init(_ network: Network) { self.network = network }

  private var graph: Graph { network.graph }

  /// The builtin that makes the network: `mmoe`.
  package var name: String { network.architecture.builtin }

  /// The network in a few lines: its options and heads.
  package var summary: [StyledText] {
    let inputs = network.inputShape.count == 1 ? "\(network.inputCount)" : "\(network.inputShape)"
    let heads = network.heads.map { "\($0.name): \($0.kind.name)" }.joined(separator: ", ")
    let rows =
      [("inputs", inputs)] + network.architecture.options.map { ($0.name, $0.value) }
      + [("heads", heads)]
    let column = rows.map(\.0.count).max() ?? 0
    return [
      StyledText(name, .title)
        + StyledText(
          ", not fitted yet, " + counted(graph.parameterCount, "parameter", grouped: true))
    ]
      + rows.map { name, value in
        StyledText(" \(padded(name, column, isRight: false))  ", .dim) + StyledText(value)
      }
  }

  /// The lines of the drawing, none wider than `width` cells, as far as anything can be read there.
  package func lines(width: Int) -> [StyledText] {
    let width = max(width, 24)
    let title =
      "\(network.architecture.builtin): \(counted(network.inputCount, "input")), "
      + counted(network.heads.count, "head") + ", "
      + counted(graph.parameterCount, "parameter", grouped: true)
    var lines = wrapped(title, width).map { StyledText($0, .title) }
    lines.append(
      StyledText(shortened("in boxes: layer, numbers of a row, parameters", width), .dim))
    lines += drawing(width).map { StyledText($0) }
    return lines + totals(width)
  }

  // MARK: - Boxes

  private func drawing(_ width: Int) -> [String] {
    let levels = levels(within: width)
    var lines: [String] = []
    for (l, level) in levels.enumerated() {
      if l > 0 { lines.append(connector(levels[l - 1], level)) }
      lines += level.lines(isLast: l == levels.count - 1)
    }
    return lines
  }

  /// The boxes by level, arranged.
  private func levels(within width: Int) -> [DiagramLevel] {
    let blocks = DiagramBlocks(graph).blocks
    let depth = (blocks.map(\.level).max() ?? 0) + 1
    var levels: [DiagramLevel] = []
    for form in Form.allCases {
      levels = (0..<depth).map { level(blocks, at: $0, form) }
      if levels.allSatisfy({ $0.naturalWidth <= width }) { break }
    }
    let column = levels.flatMap(\.places).filter { $0.task != nil }.map(\.box.width).max()
    for l in levels.indices {
      let isColumns = levels[l].places.allSatisfy { $0.task != nil }
      let total = (column ?? 0) * levels[l].places.count + levels[l].places.count - 1
      levels[l].isStacked = levels[l].naturalWidth > width
      levels[l].arrange(
        within: min(width, canvas(levels, column, width)),
        columnWidth: isColumns && total <= width ? column : nil)
      guard l > 0, !levels[l].isStacked, !levels[l - 1].isStacked else { continue }
      let parents = edges(levels[l - 1], levels[l]).map(\.0)
      if levels[l].places.count == 1, parents.count == 1 {
        levels[l].moveOnly(to: parents[0].center, within: width)
      }
    }
    return levels
  }

  /// The cells of the widest level.
  private func canvas(_ levels: [DiagramLevel], _ column: Int?, _ width: Int) -> Int {
    levels.map { level in
      let isColumns = level.places.allSatisfy { $0.task != nil }
      let total = (column ?? 0) * level.places.count + level.places.count - 1
      return isColumns && total <= width ? total : min(level.naturalWidth, width)
    }.max() ?? width
  }

  /// How much room boxes take, the widest first.
  private enum Form: CaseIterable {
    /// Each task's stack by itself, functions on the line of their layer.
    case wide
    /// Each task's stack by itself, functions on lines of their own.
    case tall
    /// Stacks counted, heads listed in one box.
    case narrow
  }

  /// The boxes of one level.
  private func level(_ blocks: [DiagramBlock], at level: Int, _ form: Form) -> DiagramLevel {
    let members = blocks.indices.filter { blocks[$0].level == level }
    let isByTask = members.allSatisfy { blocks[$0].isPerTask }
    if form != .narrow, isByTask {
      return DiagramLevel(
        places: members.flatMap { b in
          network.heads.enumerated().map { task, head in
            let title = "\(blocks[b].title) \(head.name)"
            return .init(
              box: box(blocks, b, title, share: blocks[b].groups, form), block: b, task: task)
          }
        })
    }
    let heads = members.filter { blocks[$0].task != nil }
    if form == .narrow, heads.count > 1, heads.count == members.count {
      return DiagramLevel(places: [.init(box: headList(blocks, heads), block: heads[0], task: nil)])
    }
    return DiagramLevel(
      places: members.map { b in
        .init(
          box: box(blocks, b, title(blocks[b]), share: 1, form), block: b,
          task: form == .narrow ? nil : blocks[b].task)
      })
  }

  private func title(_ block: DiagramBlock) -> String {
    guard block.groups > 1 else { return block.title }
    let ofTasks = block.groups == network.heads.count && (block.isPerTask || block.isTied)
    return "\(block.title) × \(block.groups)"
      + (ofTasks ? (block.isTied ? " heads, same weights" : " heads") : "")
  }

  private func box(
    _ blocks: [DiagramBlock], _ b: Int, _ title: String, share: Int, _ form: Form
  ) -> DiagramBox {
    let block = blocks[b]
    let others = block.inputs.filter { blocks[$0].level < block.level - 1 }
    let reads = others.map { DiagramBlock.Row(label: "+ \(blocks[$0].title)") }
    return DiagramBox(
      title: title, rows: block.rows + reads, share: share, isTall: form == .tall)
  }

  /// All heads in one box, a line each.
  private func headList(_ blocks: [DiagramBlock], _ heads: [Int]) -> DiagramBox {
    DiagramBox(
      title: "heads",
      rows: heads.map { b in
        var row = blocks[b].rows.first ?? .init(label: "")
        let name = blocks[b].task.map { network.heads[$0].name } ?? blocks[b].title
        if !row.label.hasPrefix("\(name):") { row.label = "\(name): \(row.label)" }
        return row
      })
  }

  // MARK: - Lines between boxes

  private func connector(_ above: DiagramLevel, _ below: DiagramLevel) -> String {
    if above.isStacked || below.isStacked {
      return String(repeating: " ", count: above.places.first?.center ?? 0) + "│"
    }
    let pairs = edges(above, below).map { (from: $0.center, to: $1.center) }
    return DiagramConnector(pairs).line
  }

  /// The boxes of a level with those above that they read.
  private func edges(
    _ above: DiagramLevel, _ below: DiagramLevel
  ) -> [(DiagramLevel.Place, DiagramLevel.Place)] {
    let blocks = DiagramBlocks(graph).blocks
    return below.places.flatMap { child in
      above.places.filter { parent in
        guard blocks[child.block].inputs.contains(parent.block) else { return false }
        let isByTask = blocks[parent.block].isPerTask || blocks[child.block].isPerTask
        guard isByTask, let from = parent.task, let to = child.task else { return true }
        return from == to
      }.map { ($0, child) }
    }
  }

  // MARK: - Totals

  private func totals(_ width: Int) -> [StyledText] {
    var shared = 0
    var own = [Int](repeating: 0, count: network.heads.count)
    for parameter in graph.parameters {
      switch parameter.owner {
      case .shared: shared += parameter.count
      case .task(let task): own[task] += parameter.count
      case .eachTask:
        for task in own.indices { own[task] += parameter.count / max(own.count, 1) }
      }
    }
    let parts =
      ["\(thousands(shared)) shared"]
      + zip(network.heads, own).map { "\(thousands($1)) \($0.name)" }
    let sum = "parameters: " + parts.joined(separator: ", ")
    let penalties =
      graph.penalties.prefix(4).map { "loss + \($0.name)" }
      + (graph.penalties.count > 4 ? ["loss + \(graph.penalties.count - 4) terms more"] : [])
    return (wrapped(sum, width) + penalties.flatMap { wrapped($0, width) })
      .map { StyledText($0, .dim) }
  }

  private func counted(_ count: Int, _ noun: String, grouped: Bool = false) -> String {
    "\(grouped ? thousands(count) : "\(count)") \(noun)\(count == 1 ? "" : "s")"
  }
}

/// A text folded at spaces into lines of at most so many characters.
func wrapped(_ text: String, _ width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, line.count + 1 + word.count > width {
      lines.append(line)
      line = "  \(shortened(String(word), width - 2))"
    } else {
      line += line.isEmpty ? shortened(String(word), width) : " \(word)"
    }
  }
  return line.isEmpty ? lines : lines + [line]
}
