internal import Glibc

/// Evenly spaced round numbers: tick i is (start + i·stride) · base · 10^power.
struct TickSteps: Sendable, Equatable {
  var start: Int
  var stride: Int
  /// Ten times one of the preferred step sizes.
  var base: Int
  var power: Int
  var count: Int

  var values: [Double] {
    (0..<count).map { decimal((start + $0 * stride) * base, power - 1) }
  }

  /// The values with one common number of decimals, no trailing zeros in common.
  var labels: [String] {
    var integers = (0..<count).map { (start + $0 * stride) * base }
    var exponent = power - 1
    while exponent < 0, integers.allSatisfy({ $0 % 10 == 0 }) {
      integers = integers.map { $0 / 10 }
      exponent += 1
    }
    return zip(integers, values).map { fixed($1, max(0, -exponent)) }
  }
}

/// An integer times a power of ten, correctly rounded for moderate powers.
private func decimal(_ integer: Int, _ exponent: Int) -> Double {
  let power = pow(10, Double(abs(exponent)))
  return exponent < 0 ? Double(integer) / power : Double(integer) * power
}

/// The search for round axis ticks of Talbot, Lin and Hanrahan, "An Extension of Wilkinson's
/// Algorithm for Positioning Tick Labels on Axes", IEEE TVCG 16(6), 2010.
///
/// It maximises 0.25 simplicity + 0.2 coverage + 0.5 density + 0.05 legibility, here among ticks
/// that enclose the data, so that both ends of the axis are ticks.
struct TickSearch {
  let low: Double
  let high: Double
  /// How many ticks are wished for.
  let target: Int
  var isInteger = false
  /// Whether 0 has to be a tick; the data then must include it.
  var needsZero = false
  /// Which numbers of ticks can be drawn.
  var admits: (Int) -> Bool = { _ in true }

  private static let bases = [10, 50, 20, 25, 40, 30]

  /// The best ticks; `nil` when nothing is admitted or the range is empty.
  func best() -> TickSteps? {
    guard high > low, (high - low).isFinite else { return nil }
    var best: TickSteps?
    var bestScore = -2.0
    for stride in 1...8 {
      for (rank, base) in Self.bases.enumerated() {
        let simplest = simplicity(rank, stride, hasZero: true)
        if total(simplest, 1, 1) < bestScore { return best }
        for count in 2...(2 * target + 6) {
          let dense = density(bound: count)
          if total(simplest, 1, dense) < bestScore { break }
          search(stride, rank, base, count, dense, &best, &bestScore)
        }
      }
    }
    return best
  }

  private func search(
    _ stride: Int, _ rank: Int, _ base: Int, _ count: Int, _ dense: Double,
    _ best: inout TickSteps?, _ bestScore: inout Double
  ) {
    guard admits(count) else { return }
    let unit = Double(base) / 10 * Double(stride)
    let smallest = (high - low) / Double(count + 1) / unit
    var power = whole(log10(smallest).rounded(.up))
    let simplest = simplicity(rank, stride, hasZero: true)
    for _ in 0..<8 {
      let step = unit * pow(10, Double(power))
      if total(simplest, coverage(bound: step * Double(count - 1)), dense) < bestScore { return }
      let first = whole((high / step).rounded(.down)) * stride - (count - 1) * stride
      let last = whole((low / step).rounded(.up)) * stride
      guard last + stride - first < 1000 else { return }
      for start in first...max(first, last + stride) {
        let ticks = TickSteps(
          start: start, stride: stride, base: base, power: power, count: count)
        guard let score = score(ticks, rank, step), score > bestScore else { continue }
        (best, bestScore) = (ticks, score)
      }
      power += 1
    }
  }

  private func score(_ ticks: TickSteps, _ rank: Int, _ step: Double) -> Double? {
    let lower = Double(ticks.start) * step / Double(ticks.stride)
    let upper = lower + step * Double(ticks.count - 1)
    let slack = step * 1e-9
    guard lower <= low + slack, upper >= high - slack else { return nil }
    let hasZero = ticks.start <= 0 && ticks.start % ticks.stride == 0 && upper >= -slack
    if needsZero, !hasZero { return nil }
    if isInteger, !isIntegral(ticks) { return nil }
    return total(
      simplicity(rank, ticks.stride, hasZero: hasZero), coverage(lower, upper),
      density(ticks.count, lower, upper))
  }

  private func isIntegral(_ ticks: TickSteps) -> Bool {
    if ticks.power >= 1 { return true }
    guard ticks.power > -3 else { return false }
    let unit = [10, 100, 1000][-ticks.power]
    return ticks.start * ticks.base % unit == 0 && ticks.stride * ticks.base % unit == 0
  }

  private func total(_ simplicity: Double, _ coverage: Double, _ density: Double) -> Double {
    0.25 * simplicity + 0.2 * coverage + 0.5 * density + 0.05
  }

  private func simplicity(_ rank: Int, _ stride: Int, hasZero: Bool) -> Double {
    1 - Double(rank) / Double(Self.bases.count - 1) - Double(stride) + (hasZero ? 1 : 0) + 0
  }

  private func coverage(_ lower: Double, _ upper: Double) -> Double {
    let tenth = 0.1 * (high - low)
    let above = (high - upper) / tenth
    let below = (low - lower) / tenth
    return 1 - 0.5 * (above * above + below * below)
  }

  private func coverage(bound span: Double) -> Double {
    let range = high - low
    guard span > range else { return 1 }
    let half = (span - range) / 2 / (0.1 * range)
    return 1 - half * half
  }

  private func density(_ count: Int, _ lower: Double, _ upper: Double) -> Double {
    let actual = Double(count - 1) / (upper - lower)
    let wished = Double(target - 1) / (max(upper, high) - min(lower, low))
    return 2 - max(actual / wished, wished / actual)
  }

  private func density(bound count: Int) -> Double {
    count >= target ? 2 - Double(count - 1) / Double(max(1, target - 1)) : 1
  }
}
