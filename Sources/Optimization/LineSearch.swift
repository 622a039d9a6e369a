/// A step length along a descent direction of a convex function.
///
/// Accepts a step that decreases the function enough (Armijo, 1e-4) and flattens it (weak Wolfe,
/// 0.9); otherwise brackets the minimum with secants on the slope.
struct LineSearch {
  private let value: Double
  private let slope: Double
  private var low: (t: Double, slope: Double)
  private var high: (t: Double, slope: Double)?
  /// The step to try next.
  private(set) var t = 1.0

  init(value: Double, slope: Double) {
    self.value = value
    self.slope = slope
    low = (0, slope)
  }

  /// Takes note of the function at `t` and says whether that step will do.
  ///
  /// If not, `t` becomes the next to try.
  mutating func accepts(value found: Double, slope there: Double) -> Bool {
    guard found.isFinite, there.isFinite else {
      high = (t, .infinity)
      t = (low.t + t) / 2
      return false
    }
    let rounding = 1e-13 * abs(value)
    let isLower = found <= value + 1e-4 * t * slope + rounding
    if isLower && there >= 0.9 * slope { return true }
    if isLower && there < 0 { low = (t, there) } else { high = (t, there) }
    t = next()
    return false
  }

  private func next() -> Double {
    guard let high else {
      let secant = low.t > 0 ? low.t * slope / (slope - low.slope) : 4
      return min(max(secant, 1.5 * low.t), 10 * max(low.t, 0.1))
    }
    let width = high.t - low.t
    let secant = low.t - low.slope * width / (high.slope - low.slope)
    guard secant.isFinite else { return low.t + width / 2 }
    return min(max(secant, low.t + 0.05 * width), high.t - 0.05 * width)
  }
}
