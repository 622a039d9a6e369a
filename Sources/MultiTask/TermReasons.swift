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
    case .coherence(let a): line = sum(a, figures.distancesToMean.map { $0 * $0 })
    case .nuclear(let a): line = sum(a, figures.singularValues)
    case .l21(let a): line = sum(a, figures.W.rowNorms.filter { $0 > 0 })
    case .l1(let a): line = sum(a, absolute(figures))
    case .l2(let a): line = sum(a, figures.taskNorms.map { $0 * $0 })
    case .similarity(let a, let S):
      line = sum(
        a,
        Self.edges(S).map {
          let distance = figures.distance($0.i, $0.j)
          return 2 * $0.weight * distance * distance
        })
    case .elasticNet(let a, let ratio):
      let (one, two) = (
        absolute(figures).reduce(0, +), figures.taskNorms.reduce(0) { $0 + $1 * $1 }
      )
      line =
        "\(shortNumber(a)) × (\(shortNumber(ratio)) × \(shortNumber(one, digits: 5)) + "
        + "\(shortNumber((1 - ratio) / 2)) × \(shortNumber(two, digits: 5))) = \(total)"
    case .dirty(let shared, let own): line = dirtySum(shared, own) + total
    case .aso(let first, let second, let k, let form):
      line = structureSum(Structure(first, second, k, form), figures) + total
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
    let P = WeightFigures(iterate.parts[0]).largestEntries.reduce(0, +)
    let Q = absolute(WeightFigures(iterate.parts[1])).reduce(0, +)
    return
      "\(shortNumber(shared)) × \(shortNumber(P, digits: 5)) (P's largest a row) + "
      + "\(shortNumber(own)) × \(shortNumber(Q, digits: 5)) (Q's entries) = "
  }

  private func structureSum(_ structure: Structure, _ figures: WeightFigures) -> String {
    guard structure.form == .convex else {
      let all = figures.taskNorms.reduce(0) { $0 + $1 * $1 }
      return
        "\(shortNumber(structure.own)) × \(shortNumber(outsideSquare(iterate), digits: 5)) (outside "
        + "Theta) + \(shortNumber(structure.ridge)) × \(shortNumber(all, digits: 5)) = "
    }
    let values = figures.singularValues
    let eta = structure.ratio
    let weight = structure.own * eta * (1 + eta)
    let sum = zip(values, structure.shares(values)).map { $0 * $0 / (eta + $1) }
    return "\(shortNumber(weight, digits: 4)) × (\(added(sum)): s²/(e + gamma)) = "
  }
}
