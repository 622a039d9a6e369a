/// The leading 128 bits of the powers of five that scale decimal numbers to doubles.
enum PowersOfFive {
  /// Below 10^−342 every number of 19 digits rounds to 0, above 10^308 to infinity.
  static let smallest = -342
  static let largest = 308

  /// 5^`exponent` without its binary exponent, so that the highest bit is set: truncated, but
  /// rounded up from 5^−27 to 5^−1, whose products must not fall below exact results.
  static func leading(_ exponent: Int) -> (high: UInt64, low: UInt64) {
    let entry = table[exponent - smallest]
    return (entry.high, entry.low)
  }

  private struct Entry {
    var high: UInt64 = 0
    var low: UInt64 = 0
  }

  /// Made when first needed, in about the time that reading a thousand numbers takes.
  private static let table: [Entry] = reciprocals.reversed() + powers

  /// 5^0 to 5^308.
  private static var powers: [Entry] {
    var number: [UInt32] = [1]
    return (0...largest).map { _ in
      defer { multiply(&number) }
      return leadingBits(number)
    }
  }

  /// 5^−1 to 5^−342, from 2^1728 divided again and again: quotients of quotients are exact.
  private static var reciprocals: [Entry] {
    var number = [UInt32](repeating: 0, count: 54) + [1]
    return (1 ... -smallest).map { power in
      divide(&number)
      var entry = leadingBits(number)
      if power <= 27 {
        entry.low &+= 1
        if entry.low == 0 { entry.high += 1 }
      }
      return entry
    }
  }

  /// Multiplies a number, given by its digits to the base 2^32 from the lowest on, by five.
  private static func multiply(_ number: inout [UInt32]) {
    var carry: UInt64 = 0
    for i in number.indices {
      let product = UInt64(number[i]) * 5 + carry
      number[i] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    if carry > 0 { number.append(UInt32(carry)) }
  }

  private static func divide(_ number: inout [UInt32]) {
    var remainder: UInt64 = 0
    for i in number.indices.reversed() {
      let dividend = remainder << 32 | UInt64(number[i])
      number[i] = UInt32(dividend / 5)
      remainder = dividend % 5
    }
    while number.last == 0 { number.removeLast() }
  }

  private static func leadingBits(_ number: [UInt32]) -> Entry {
    func digit(_ fromTop: Int) -> UInt64 {
      fromTop < number.count ? UInt64(number[number.count - 1 - fromTop]) : 0
    }
    let shift = UInt64(number.last?.leadingZeroBitCount ?? 0)
    let high = digit(0) << 32 | digit(1)
    let low = digit(2) << 32 | digit(3)
    return Entry(
      high: high &<< shift | (shift == 0 ? 0 : low >> (64 - shift)),
      low: low &<< shift | (shift == 0 ? 0 : (digit(4) << 32) >> (64 - shift)))
  }
}
