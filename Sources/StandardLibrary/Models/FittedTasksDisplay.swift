internal import Charts
internal import MultiTask
internal import Tensors

/// What the shell shows of trained models of several tasks: each task's weights, what the objective
/// is made of, and how the search ended.
struct FittedTasksDisplay {
  let model: FittedMultiTask

  /// Tasks that are listed; of more, the first ones.
  private static let maximumTasks = 8

  var panels: [Panel] {
    [.lines(heading), .table(taskTable), .lines([objective] + weights + ending)]
  }

  private var heading: [StyledText] {
    let sizes =
      "\(counted(model.taskCount, "task")) \(model.isShared ? "on one design" : "with own inputs"), "
      + "\(counted(model.featureCount, "feature")), \(model.model.loss.rawValue) loss"
    return [
      StyledText("fitted ", .dim) + StyledText(model.model.summary, .title),
      StyledText(" \(sizes)"),
    ]
  }

  // MARK: - Tasks

  private var taskTable: Table {
    var table = Table(columns: [
      .init("task"), .init("b", .decimal, leftOut: 1), .init("‖w‖", .decimal),
      .init("‖w − w̄‖", .decimal, leftOut: 2), .init("strongest features"),
    ])
    let listed =
      model.taskCount > Self.maximumTasks ? Self.maximumTasks - 1 : model.taskCount
    let (norms, distances) = (model.weights.taskNorms, model.weights.distancesToMean)
    for t in 0..<listed {
      let w = Array(model.weights.task(t))
      table.rows.append([
        StyledText(squeezed(model.taskNames[t], 16), .emphasis),
        StyledText(model.model.hasIntercepts ? signed(model.iterate.intercepts[t]) : "-"),
        StyledText(fixedText(norms[t])), StyledText(fixedText(distances[t])), strongest(w),
      ])
    }
    if listed < model.taskCount {
      table.rows.append([StyledText("… \(model.taskCount - listed) more", .dim)])
    }
    return table
  }

  private func strongest(_ w: [Double]) -> StyledText {
    let order = w.indices.filter { w[$0] != 0 }
      .sorted { (abs(w[$0]), $1) > (abs(w[$1]), $0) }
    guard !order.isEmpty else { return StyledText("all weights are 0", .dim) }
    return StyledText(
      order.prefix(3).map { "\(squeezed(model.featureNames[$0], 12)) \(signed(w[$0], 2))" }
        .joined(separator: ", "))
  }

  // MARK: - Figures

  private var objective: StyledText {
    let terms = zip(model.model.penalty.termNames, model.iterate.penalties).map {
      " + \($0) \(shortNumber($1, digits: 5))"
    }
    return StyledText(" objective ", .dim)
      + StyledText(shortNumber(model.iterate.objective, digits: 6), .emphasis)
      + StyledText(" = loss \(shortNumber(model.iterate.loss, digits: 5))\(terms.joined())")
  }

  /// The rank of W, and how many of its entries and rows are 0.
  private var weights: [StyledText] {
    let values = model.weights.values
    var facts: [String] = []
    if let rank = try? model.rank {
      facts.append("rank \(rank) of \(min(model.taskCount, model.featureCount))")
    }
    let zeros = values.count { $0 == 0 }
    if zeros > 0 { facts.append("\(zeros) of \(values.count) weights are 0") }
    let unused = model.weights.rowNorms.count { $0 == 0 }
    if unused > 0 { facts.append("\(unused) of \(counted(model.featureCount, "feature")) unused") }
    return facts.isEmpty
      ? [] : [StyledText(" weights ", .dim) + StyledText(facts.joined(separator: ", "))]
  }

  private var ending: [StyledText] {
    guard model.converged else {
      return model.notes.map { StyledText(" NOT CONVERGED ", .bad) + StyledText($0) }
    }
    let (iterations, limit) = (model.iterate.iteration, model.model.tolerance)
    let accuracy = model.iterate.accuracy
    let way =
      model.stop == .exact
      ? "ended by \(model.method): "
      : "ended after \(counted(iterations, "iteration")) of \(model.method): "
    let value: String =
      switch model.stop {
      case .exact: ""
      case .settled: "; \(model.measure) \(shortNumber(accuracy)), tol \(shortNumber(limit))"
      default: " (\(shortNumber(accuracy)), tol \(shortNumber(limit)))"
      }
    return [StyledText(" \(way)", .dim) + StyledText("\(model.stop.rawValue)\(value)")]
      + model.notes.map { StyledText(" note ", .bad) + StyledText($0) }
  }
}

extension FittedTasksObject: Describable {
  var sentence: String {
    let state = model.converged ? "" : " that did not converge"
    let rank = (try? model.rank).map { ", with weights of rank \($0)" } ?? ""
    return "A fitted \(model.model.summary)\(state), \(counted(model.taskCount, "task")) on "
      + "\(counted(model.featureCount, "feature"))\(rank): the objective is "
      + "\(shortNumber(model.iterate.objective, digits: 6))."
  }
}
