/// The least and greatest of many values, eight at a time.
struct ValueRange {
  var low = Double.infinity
  var high = -Double.infinity
  /// Whether every value is finite; else the ends may be infinite, and missing values are not in them.
  var isFinite = true

  /// The range of some values.
  ///
  /// - Complexity: O(n), at about the speed of memory.
  init(_ values: UnsafeBufferPointer<Double>) {
    var lows = SIMD8<Double>(repeating: .infinity)
    var highs = SIMD8<Double>(repeating: -.infinity)
    // Stays 0 as long as all are finite, and is NaN ever after.
    var checks = SIMD8<Double>(repeating: 0)
    var index = 0
    while index + 8 <= values.count {
      let part = UnsafeRawBufferPointer(values).loadUnaligned(
        fromByteOffset: index &* 8, as: SIMD8<Double>.self)
      lows.replace(with: part, where: part .< lows)
      highs.replace(with: part, where: part .> highs)
      checks += part * 0
      index &+= 8
    }
    for lane in 0..<8 { add(lows[lane], highs[lane]) }
    var check = checks.sum()
    while index < values.count {
      add(values[index], values[index])
      check += values[index] * 0
      index &+= 1
    }
    isFinite = check == 0
  }

  private mutating func add(_ least: Double, _ greatest: Double) {
    if least < low { low = least }
    if greatest > high { high = greatest }
  }
}
