/// The inverse of the standard normal distribution function, the same on every machine.
///
/// The C library's logarithm differs between machines in the last bit, so the one here is built
/// from `+ - * /` alone, which IEEE 754 fixes exactly (Swift does not fuse them).
enum NormalQuantile {
  /// The value below which a standard normal variable falls with probability `p`, 0 < p < 1.
  ///
  /// Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied
  /// Statistics 37, 1988 (PPND16, about 16 digits).
  static func value(_ p: Double) -> Double {
    let q = p - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(r, central)
    }
    let tail = (-logarithm(q < 0 ? p : 1 - p)).squareRoot()
    let x = tail <= 5 ? ratio(tail - 1.6, middle) : ratio(tail - 5, far)
    return q < 0 ? -x : x
  }

  /// Numerator and denominator coefficients, from the highest power down.
  private typealias Coefficients = (top: SIMD8<Double>, bottom: SIMD8<Double>)

  @inline(__always)
  private static func ratio(_ r: Double, _ c: Coefficients) -> Double {
    var top = c.top[0]
    var bottom = c.bottom[0]
    for i in 1..<8 {
      top = top * r + c.top[i]
      bottom = bottom * r + c.bottom[i]
    }
    return top / bottom
  }

  @inline(__always) private static var central: Coefficients {
    (
      SIMD8(
        2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
        4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
        1.3314166789178437745e2, 3.3871328727963666080e0),
      SIMD8(
        5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
        2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
        4.2313330701600911252e1, 1)
    )
  }

  @inline(__always) private static var middle: Coefficients {
    (
      SIMD8(
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
        1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
        4.63033784615654529590e0, 1.42343711074968357734e0),
      SIMD8(
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
        1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
        2.05319162663775882187e0, 1)
    )
  }

  @inline(__always) private static var far: Coefficients {
    (
      SIMD8(
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
        2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
        5.46378491116411436990e0, 6.65790464350110377720e0),
      SIMD8(
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
        7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
        5.99832206555887937690e-1, 1)
    )
  }

  /// The natural logarithm of a positive normal number, to about an ulp.
  ///
  /// x = 2ᵉ m with √½ < m ≤ √2, log m = 2 artanh(s) with s = (m − 1) / (m + 1), by its series.
  static func logarithm(_ x: Double) -> Double {
    var exponent = Double(x.exponent)
    var m = x.significand
    if m > 1.4142135623730951 {
      m *= 0.5
      exponent += 1
    }
    let s = (m - 1) / (m + 1)
    let z = s * s
    // 1/3, 1/5, … up to z¹¹: s² ≤ 0.0295, so the rest is below 2⁻⁵³.
    var series = 1.0 / 23
    for odd in stride(from: 21.0, through: 3.0, by: -2) { series = series * z + 1 / odd }
    let tail = 2 * s * z * series
    // The upper part of log 2 has zeros at its end: its product with the exponent is exact.
    let upper = 6.93147180369123816490e-01
    let lower = 1.90821492927058770002e-10
    return exponent * upper + (2 * s + (tail + exponent * lower))
  }
}
