internal import Charts
internal import Tensors

extension MultiTaskTraining {
  /// A term's value as its formula with numbers.
  func termReasons(_ i: Int) -> [StyledText] {
    let term = problem.penalty.terms[i]
    let value = iterate.penalties.indices.contains(i) ? iterate.penalties[i] : 0
    let figures = WeightFigures(iterate.W)
    let total = shortNumber(value, digits: 6)
    func sum(_ strength: Double, _ numbers: [Double]) -> String {
      "\(shortNumber(strength)) × (\(added(numbers))) = \(total)"
    }
    let line: String
    switch term {
    case .coherence(let a): line = sum(a, figures.W.distancesToMean.map { $0 * $0 })
    case .nuclear(let a): line = sum(a, figures.singularValues)
    case .l21(let a): line = sum(a, figures.W.rowNorms.filter { $0 > 0 })
    case .l1(let a): line = sum(a, absolute(figures))
    case .l2(let a): line = sum(a, figures.W.taskNorms.map { $0 * $0 })
    case .similarity(let a, let S):
      line = sum(
        a,
        Self.edges(S).map {
          let distance = figures.W.distance($0.i, $0.j)
          return 2 * $0.weight * distance * distance
        })
    case .elasticNet(let a, let ratio):
      let (one, two) = (
        absolute(figures).reduce(0, +), figures.W.taskNorms.reduce(0) { $0 + $1 * $1 }
      )
      line =
        "\(shortNumber(a)) × (\(shortNumber(ratio)) × \(shortNumber(one, digits: 5)) + "
        + "\(shortNumber((1 - ratio) / 2)) × \(shortNumber(two, digits: 5))) = \(total)"
    case .dirty(let shared, let own): line = dirtySum(shared, own) + total
    case .aso(let first, let second, let k, let form):
      line =
        (form == .convex
          ? sharesSum(SharedStructureNorm(first, second, rank: k), figures)
          : structureSum(first, second, figures)) + total
    }
    return [StyledText(line), StyledText(term.formula)]
  }

  private func absolute(_ figures: WeightFigures) -> [Double] {
    figures.W.values.lazy.filter { $0 != 0 }.map { abs($0) }
  }

  /// Up to six addends, the largest first, and how many are left.
  private func added(_ numbers: [Double]) -> String {
    let largest = numbers.max() ?? 0
    let sorted = numbers.filter { $0 > 1e-13 * largest }.sorted(by: >)
    guard !sorted.isEmpty else { return "0" }
    let places = DecimalPlaces(sorted, significant: 5)
    let shown = sorted.prefix(6).map { places.text($0) }.joined(separator: " + ")
    guard sorted.count > 6 else { return shown }
    let rest = sorted.dropFirst(6).reduce(0, +)
    return "\(shown) + \(sorted.count - 6) more: \(places.text(rest))"
  }

  private func dirtySum(_ shared: Double, _ own: Double) -> String {
    guard iterate.parts.count == 2 else { return "" }
    let P = iterate.parts[0].rowPeaks.reduce(0, +)
    let Q = absolute(WeightFigures(iterate.parts[1])).reduce(0, +)
    return
      "\(shortNumber(shared)) × \(shortNumber(P, digits: 5)) (P's largest a row) + "
      + "\(shortNumber(own)) × \(shortNumber(Q, digits: 5)) (Q's entries) = "
  }

  private func structureSum(
    _ own: Double, _ all: Double, _ figures: WeightFigures
  ) -> String {
    let square = figures.W.taskNorms.reduce(0) { $0 + $1 * $1 }
    return
      "\(shortNumber(own)) × \(shortNumber(outsideSquare(iterate), digits: 5)) (outside "
      + "Theta) + \(shortNumber(all)) × \(shortNumber(square, digits: 5)) = "
  }

  private func sharesSum(_ norm: SharedStructureNorm, _ figures: WeightFigures) -> String {
    let values = figures.singularValues
    let sum = zip(values, norm.shares(values)).map { $0 * $0 / (norm.ratio + $1) }
    return "\(shortNumber(norm.factor, digits: 4)) × (\(added(sum)): s²/(e + gamma)) = "
  }
}
