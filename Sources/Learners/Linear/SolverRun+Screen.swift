package import Charts
internal import Glibc
internal import Optimization
internal import Stepping
internal import Tensors

extension SolverRun {
  package var runName: String { "SOLVER \(name)" }

  package func describe() -> Screen {
    Screen(
      title: "\(runName) | \(report.method.rawValue)",
      position: "step \(done) of \(count)",
      panels: [.table(table(upTo: done, rows: 11)), .lines([historyLine])],
      why: [summary], next: nextStage)
  }

  /// The last iterations up to one of them, the figures that it changed marked.
  func table(upTo last: Int, rows: Int) -> Table {
    var table = Table(columns: [
      .init("iter", .right), .init("objective", .decimal),
      .init("loss", .decimal, leftOut: 1), .init("penalty", .decimal, leftOut: 2),
      .init("gradient", .decimal), .init(StyledText(scaleTitle, .dim), leftOut: 3),
      .init("step", .decimal),
    ])
    for k in max(0, last - rows + 1)...last { table.rows.append(row(k, isNew: k == last && k > 0)) }
    return table
  }

  private func row(_ k: Int, isNew: Bool) -> [StyledText] {
    let at = report.trace[k]
    let old = k > 0 ? report.trace[k - 1] : at
    func figure(_ value: Double, _ before: Double, _ digits: Int) -> StyledText {
      StyledText(shortNumber(value, digits: digits), isNew && value != before ? .changed : .plain)
    }
    return [
      StyledText("\(k)"), figure(at.objective, old.objective, 7), figure(at.loss, old.loss, 6),
      figure(at.penalty, old.penalty, 6), figure(at.gradient, old.gradient, 3),
      .bar(height(at.gradient), width: 14), StyledText(k == 0 ? "-" : shortNumber(at.step)),
    ]
  }

  /// The powers of ten between which all gradients of the trace lie.
  private var decades: (low: Double, high: Double) {
    let logs = report.trace.map(\.gradient).filter { $0 > 0 && $0.isFinite }.map { log10($0) }
    let low = (logs.min() ?? -1).rounded(.down)
    return (low, max(low + 1, (logs.max() ?? 0).rounded(.up)))
  }

  private var scaleTitle: String {
    func power(_ exponent: Double) -> String {
      exponent == 0 ? "1" : "1e\(Int(max(-400, min(400, exponent))))"
    }
    let (low, high) = decades
    let (left, right) = (power(low), power(high))
    return left + String(repeating: "─", count: max(1, 14 - left.count - right.count)) + right
  }

  /// Where a gradient lies between those powers, on a logarithmic scale.
  private func height(_ gradient: Double) -> Double {
    guard gradient > 0 else { return 0 }
    let (low, high) = decades
    return (log10(gradient) - low) / (high - low)
  }

  /// How far the objective was above its lowest value, iteration by iteration.
  private var historyLine: StyledText {
    let first = report.trace[0].objective
    let lowest = report.trace.map(\.objective).min() ?? first
    let top = log10(max(first - lowest, 1e-300))
    let gaps = report.trace[...done].suffix(32).map {
      max(log10(max($0.objective - lowest, 1e-300)), top - 10)
    }
    return StyledText(" objective above its lowest, log scale: ") + .spark(gaps, in: top - 10...top)
      + StyledText(" \(shortNumber(first, digits: 6)) → \(shortNumber(now.objective, digits: 6))")
  }

  /// What the iteration did, in a sentence.
  var summary: StyledText {
    guard let before else {
      return StyledText(
        "the start: no input has a coefficient yet; objective "
          + "\(shortNumber(now.objective, digits: 6)), \(count) iterations follow")
    }
    let gain = before.objective - now.objective
    let ending =
      done < count
      ? "" : report.converged ? "; small enough: converged" : "; stopped, NOT converged"
    return StyledText(
      "\(stepText): the objective fell by \(shortNumber(max(0, gain))); the largest gradient entry is "
        + "\(shortNumber(now.gradient)) of its start\(ending)")
  }

  /// Which step was taken.
  var stepText: String {
    let method = report.method.rawValue
    if now.step == 1 { return "\(method)'s whole step" }
    if now.step == 0 { return "no step along \(method)'s direction lowered the objective" }
    return "\(shortNumber(now.step)) of \(method)'s step"
  }
}
