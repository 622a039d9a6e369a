internal import Diagnostics

/// The type of the elements of a NumPy file.
struct NpyType {
  private enum Kind { case bool, signed, unsigned, float }

  private let kind: Kind
  private let isBigEndian: Bool
  /// Bytes an element.
  let size: Int

  /// The type that a description such as `<f8` names, or `nil` when it is not supported.
  init?(_ description: String) {
    let bytes = Array(description.utf8)
    guard bytes.count == 3, "<>|=".utf8.contains(bytes[0]) else { return nil }
    isBigEndian = bytes[0] == UInt8(ascii: ">")
    size = Int(bytes[2]) - 48
    switch (bytes[1], size) {
    case (UInt8(ascii: "b"), 1): kind = .bool
    case (UInt8(ascii: "i"), 1), (UInt8(ascii: "i"), 2), (UInt8(ascii: "i"), 4),
      (UInt8(ascii: "i"), 8):
      kind = .signed
    case (UInt8(ascii: "u"), 1), (UInt8(ascii: "u"), 2), (UInt8(ascii: "u"), 4),
      (UInt8(ascii: "u"), 8):
      kind = .unsigned
    case (UInt8(ascii: "f"), 4), (UInt8(ascii: "f"), 8): kind = .float
    default: return nil
    }
  }

  var isBool: Bool { if case .bool = kind { true } else { false } }

  /// Turns the first `count` elements of some bytes, which are that long, into doubles.
  func decode(
    _ source: UnsafeRawBufferPointer, count: Int, into target: UnsafeMutablePointer<Double>
  ) {
    switch (kind, size) {
    case (.bool, _): convert(source, count, target, UInt8.self) { $0 == 0 ? 0 : 1 }
    case (.signed, 1): convert(source, count, target, Int8.self) { Double($0) }
    case (.signed, 2): convert(source, count, target, Int16.self) { Double($0) }
    case (.signed, 4): convert(source, count, target, Int32.self) { Double($0) }
    case (.signed, _): convert(source, count, target, Int64.self) { Double($0) }
    case (.unsigned, 1): convert(source, count, target, UInt8.self) { Double($0) }
    case (.unsigned, 2): convert(source, count, target, UInt16.self) { Double($0) }
    case (.unsigned, 4): convert(source, count, target, UInt32.self) { Double($0) }
    case (.unsigned, _): convert(source, count, target, UInt64.self) { Double($0) }
    case (.float, 4):
      convert(source, count, target, UInt32.self) { Double(Float(bitPattern: $0)) }
    case (.float, _): convert(source, count, target, UInt64.self) { Double(bitPattern: $0) }
    }
  }

  @inline(__always)
  private func convert<I: FixedWidthInteger>(
    _ source: UnsafeRawBufferPointer, _ count: Int, _ target: UnsafeMutablePointer<Double>,
    _ type: I.Type, _ value: (I) -> Double
  ) {
    for i in 0..<count {
      let raw = source.loadUnaligned(fromByteOffset: i * MemoryLayout<I>.size, as: I.self)
      target[i] = value(isBigEndian ? I(bigEndian: raw) : I(littleEndian: raw))
    }
  }
}

/// What stands before the elements of a NumPy file.
struct NpyHeader {
  let type: NpyType
  let isFortran: Bool
  let sizes: [Int]
  /// Where the elements begin.
  let end: Int

  init(_ bytes: [UInt8], file: String) throws {
    func fail(_ message: String) -> Failure { Failure(.data, "\(file): \(message)") }
    guard bytes.count >= 12, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw fail("expected an array that NumPy wrote (.npy), found something else")
    }
    let version = bytes[6]
    guard (1...3).contains(version) else {
      throw fail("expected version 1, 2 or 3 of the npy format, found \(version)")
    }
    var length = Int(bytes[8]) | Int(bytes[9]) << 8
    var start = 10
    if version > 1 {
      length |= Int(bytes[10]) << 16 | Int(bytes[11]) << 24
      start = 12
    }
    guard length <= bytes.count - start else { throw fail("the header is cut short") }
    end = start + length
    var parser = PythonDictionary(Array(bytes[start..<end]))
    guard let entries = parser.parse(), case .text(let description)? = entries["descr"],
      case .bool(let isFortran)? = entries["fortran_order"],
      case .tuple(let sizes)? = entries["shape"]
    else {
      throw fail("expected a header with descr, fortran_order and shape, found something else")
    }
    guard let type = NpyType(description) else {
      throw fail(
        "expected bools, integers or floats of 4 or 8 bytes, found type \(quoted(description))")
    }
    self.type = type
    self.isFortran = isFortran
    self.sizes = sizes
  }
}

/// Reads just the Python that a NumPy header is written in.
private struct PythonDictionary {
  enum Value {
    case text(String)
    case bool(Bool)
    case tuple([Int])
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The entries, or `nil` when the text is anything else.
  mutating func parse() -> [String: Value]? {
    guard take("{") else { return nil }
    var entries: [String: Value] = [:]
    while !take("}") {
      guard let key = text(), take(":"), let value = value() else { return nil }
      entries[key] = value
      if !take(",") { return take("}") ? entries : nil }
    }
    return entries
  }

  private mutating func value() -> Value? {
    if let text = text() { return .text(text) }
    if take("True") { return .bool(true) }
    if take("False") { return .bool(false) }
    guard take("(") else { return nil }
    var sizes: [Int] = []
    while !take(")") {
      guard let size = number() else { return nil }
      sizes.append(size)
      if !take(",") { return take(")") ? .tuple(sizes) : nil }
    }
    return .tuple(sizes)
  }

  /// Passes a word after blanks; whether it was there.
  private mutating func take(_ word: String) -> Bool {
    while position < bytes.count, bytes[position].isSpace { position += 1 }
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func text() -> String? {
    guard take("'") || take("\"") else { return nil }
    let quote = bytes[position - 1]
    guard let end = bytes[position...].firstIndex(of: quote) else { return nil }
    defer { position = end + 1 }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  private mutating func number() -> Int? {
    while position < bytes.count, bytes[position].isSpace { position += 1 }
    let start = position
    while position < bytes.count, bytes[position].isDigit { position += 1 }
    return Int(String(decoding: bytes[start..<position], as: UTF8.self))
  }
}
