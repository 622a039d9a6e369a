/// The value below which a share of some sorted values lies, between neighbours linearly.
///
/// With n values the share p stands at position p·(n − 1), as NumPy's `percentile` has it by
/// default; Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician
/// 50(4), 1996, type 7.
func quantile(_ share: Double, ofSorted values: [Double]) -> Double {
  guard let last = values.last else { return .nan }
  let place = min(max(share, 0), 1) * Double(values.count - 1)
  let index = whole(place.rounded(.down))
  guard index + 1 < values.count else { return last }
  let rest = place - Double(index)
  let next = values[index + 1]
  // Halved so that the difference of the largest numbers stays finite.
  return min(values[index] + 2 * rest * (next / 2 - values[index] / 2), next)
}

/// The quartiles of finite values, which are moved on the way.
///
/// - Complexity: O(n) on average.
func quartiles(of values: inout [Double]) -> (lower: Double, median: Double, upper: Double) {
  let shares = [0.25, 0.5, 0.75]
  let places = shares.flatMap { share in
    let index = whole((share * Double(values.count - 1)).rounded(.down))
    return [index, min(index + 1, values.count - 1)]
  }
  select(Array(Set(places)).sorted(), in: &values)
  let found = shares.map { quantile($0, ofSorted: values) }
  return (found[0], found[1], found[2])
}
