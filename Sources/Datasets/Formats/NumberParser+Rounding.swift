extension NumberParser {
  /// The double nearest to `mantissa` · 10^`scale`, of two equally near ones the even one.
  ///
  /// The mantissa times the leading 128 bits of the power of five decides the rounding in every
  /// case: Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51,
  /// 2021; Mushtak and Lemire, "Fast number parsing without fallback", the same, 53, 2023.
  static func rounded(_ mantissa: UInt64, _ scale: Int) -> Double {
    if mantissa == 0 || scale < PowersOfFive.smallest { return 0 }
    if scale > PowersOfFive.largest { return .infinity }
    let zeros = mantissa.leadingZeroBitCount
    let (high, low) = product(mantissa &<< UInt64(zeros), PowersOfFive.leading(scale))
    let upper = Int(high >> 63)
    let shift = UInt64(upper + 64 - 52 - 3)
    // 10^q = 5^q · 2^q, and 217706 / 2^16 is the binary logarithm of ten.
    let exponent = (217_706 * scale) >> 16 + 63 + upper - zeros + 1023
    return exponent > 0
      ? normal(high, low, shift, exponent, scale) : subnormal(high &>> shift, exponent)
  }

  /// The upper 128 bits of a mantissa times a power; the lower word only as far as it matters.
  private static func product(
    _ mantissa: UInt64, _ power: (high: UInt64, low: UInt64)
  ) -> (high: UInt64, low: UInt64) {
    var (high, low) = mantissa.multipliedFullWidth(by: power.high)
    // The lower half of the power can only matter where the bits below the mantissa are all ones.
    if high & 0x1FF == 0x1FF {
      let (sum, carry) = low.addingReportingOverflow(
        mantissa.multipliedFullWidth(by: power.low).high)
      low = sum
      if carry { high += 1 }
    }
    return (high, low)
  }

  private static func normal(
    _ high: UInt64, _ low: UInt64, _ shift: UInt64, _ exponent: Int, _ scale: Int
  ) -> Double {
    // 54 bits: one more than a double has, which decides the rounding.
    var bits = high &>> shift
    // Exactly halfway, which only small powers of five can be: to even.
    if low <= 1, scale >= -4, scale <= 23, bits & 3 == 1, bits &<< shift == high { bits &= ~1 }
    bits = (bits + (bits & 1)) >> 1
    let carries = bits >> 53
    let biased = UInt64(exponent) + carries
    guard biased < 0x7FF else { return .infinity }
    let fraction = (carries == 1 ? 0 : bits) & (1 << 52 - 1)
    return Double(bitPattern: biased << 52 | fraction)
  }

  private static func subnormal(_ bits: UInt64, _ exponent: Int) -> Double {
    guard exponent > -63 else { return 0 }
    let shifted = bits >> UInt64(1 - exponent)
    // A carry into bit 52 makes the smallest normal number, as the bit pattern has it.
    return Double(bitPattern: (shifted + (shifted & 1)) >> 1)
  }
}
