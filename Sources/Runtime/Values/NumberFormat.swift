internal import Glibc

/// How numbers become text.
package enum NumberFormat {
  /// A number with so many significant digits, as C's `%g` writes it.
  package static func significant(_ value: Double, _ digits: Int) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return printf("%.*g", Int32(clamping: min(max(digits, 1), 17)), value)
  }

  /// A number with so many digits after the point.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return printf("%.*f", Int32(clamping: min(max(digits, 0), 60)), value)
  }

  /// A number in exponent form with so many digits after the point.
  package static func exponent(_ value: Double, _ digits: Int) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return printf("%.*e", Int32(clamping: min(max(digits, 0), 60)), value)
  }

  /// A number as `print` writes it: whole ones below 2^53 with all digits, others with six
  /// significant ones.
  package static func plain(_ value: Double, digits: Int = 6) -> String {
    if value.magnitude < 0x1p53, value == value.rounded() {
      return value == 0 ? "0" : String(Int64(value))
    }
    return significant(value, digits)
  }

  /// A number with the fewest digits that give the same number when they are read again.
  package static func exact(_ value: Double) -> String {
    let short = plain(value)
    return Double(short) == value && !(value == 0 && value.sign == .minus) ? short : "\(value)"
  }

  private static func printf(_ format: String, _ precision: Int32, _ value: Double) -> String {
    withVaList([precision, value]) { arguments in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        guard let base = buffer.baseAddress else { return "" }
        let length = Int(vsnprintf(base, 512, format, arguments))
        let count = min(max(length, 0), 511)
        return String(
          decoding: UnsafeRawBufferPointer(start: base, count: count), as: UTF8.self)
      }
    }
  }
}
