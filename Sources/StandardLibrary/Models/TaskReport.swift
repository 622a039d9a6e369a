internal import Charts
internal import MultiTask
internal import Runtime
internal import Tensors

/// One page on the weights of tasks: spectrum, features, distances, alike and opposed tasks.
struct TaskReport {
  let x: WeightsArgument

  init(_ x: WeightsArgument) { self.x = x }

  /// Lines of each list.
  private static let length = 6

  /// The page, at most 22 rows, with its figures.
  ///
  /// - Throws: when the decomposition of W does not converge.
  func screen() throws -> ScreenObject {
    let weights = x.weights
    let values = try weights.singularValues()
    let rank = try weights.rank()
    var screen = Screen(
      title: x.model.map { "TASKS of \($0.model.penalty.summary)" } ?? "TASKS", position: "",
      panels: [
        .lines([StyledText(sizes(rank: rank))]),
        .beside([
          .table(list("singular value", values.indices.map { "\($0 + 1)" }, values)),
          .table(list("feature, row norm", x.featureNames, weights.rowNorms, isSorted: true)),
        ]),
        .beside([
          .table(list("task, ‖w - w̄‖", x.taskNames, weights.distancesToMean, isSorted: true)),
          .lines(pairs),
        ]),
      ])
    screen.why = []
    return ScreenObject(
      .report(screen),
      figures: [
        ("rank", .number(Double(rank))), ("singular_values", .tensor(Tensor(values))),
        ("row_norms", .tensor(Tensor(weights.rowNorms))),
        ("distances", .tensor(Tensor(weights.distancesToMean))),
        ("similarity", .tensor(weights.cosines)),
      ])
  }

  private func sizes(rank: Int) -> String {
    let (T, d) = (x.weights.taskCount, x.weights.featureCount)
    return
      "\(counted(T, "task")), \(counted(d, "feature")), \(x.weights.usedFeatureCount()) of them "
      + "used; rank \(rank) of \(min(T, d))"
  }

  private func list(
    _ title: String, _ names: [String], _ values: [Double], isSorted: Bool = false
  ) -> Table {
    var order = Array(values.indices)
    if isSorted { order.sort { (values[$0], $1) > (values[$1], $0) } }
    let largest = max(values.max() ?? 0, .leastNormalMagnitude)
    let isCut = values.count > Self.length
    var table = Table(columns: [.init(StyledText(title)), .init("", .decimal), .init("")])
    for i in order.prefix(isCut ? Self.length - 1 : Self.length) {
      table.rows.append([
        StyledText(squeezed(names[i], 16)), StyledText(fixedText(values[i])),
        .bar(values[i], in: 0...largest, width: 10),
      ])
    }
    if isCut {
      table.rows.append([StyledText("… \(values.count - Self.length + 1) more", .dim), "", ""])
    }
    return table
  }

  /// The most alike tasks, then the most opposed ones.
  private var pairs: [StyledText] {
    let cosines = x.weights.cosines
    let T = x.weights.taskCount
    var all: [(s: Int, t: Int, cosine: Double)] = []
    for s in 0..<T { for t in s + 1..<max(T, s + 1) { all.append((s, t, cosines[s, t])) } }
    let alike = all.filter { $0.cosine > 0 }.sorted { $0.cosine > $1.cosine }.prefix(3)
    let opposed = all.filter { $0.cosine < 0 }.sorted { $0.cosine < $1.cosine }.prefix(2)
    func line(_ pair: (s: Int, t: Int, cosine: Double), _ link: String) -> StyledText {
      let names = [pair.s, pair.t].map { squeezed(x.taskNames[$0], 12) }
      return StyledText(" \(names[0]) \(link) \(names[1]) \(signed(pair.cosine, 2))")
    }
    var lines: [StyledText] = []
    if !alike.isEmpty { lines += [StyledText("most alike (cosine)", .title)] }
    lines += alike.map { line($0, "─") }
    if !opposed.isEmpty { lines += [StyledText("most opposed", .title)] }
    return lines + opposed.map { line($0, "╌") }
  }
}
