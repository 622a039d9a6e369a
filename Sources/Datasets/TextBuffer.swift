/// Collects the bytes of a text file.
struct TextBuffer {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ text: String) { bytes += text.utf8 }
  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// A number in the fewest digits that read back as the same number; whole ones without a point.
  mutating func append(_ value: Double) {
    if let whole = Int(exactly: value), abs(whole) < 1 << 53, value != 0 || value.sign == .plus {
      append(String(whole))
    } else {
      append(value.description)
    }
  }
}
