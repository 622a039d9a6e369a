internal import Diagnostics
package import Tensors

/// Reads a NumPy array file: versions 1 to 3, little-endian f8, f4, i8, i4, i2, i1, u1, u2, u4, u8
/// and bool, in C or Fortran order.
///
/// - Returns: a tensor of the array's shape; bools stay bools, all else becomes doubles.
/// - Throws: `file` when it cannot be read; `data` when it is damaged or of another type; `limit`
///   when it does not fit in memory.
package func readNPY(_ path: String) throws -> Tensor {
  try tensor(npy: ByteFile(reading: path))
}

/// Reads the contents of an NPY file at hand.
package func tensor(npy file: ByteFile) throws -> Tensor {
  let header = try NPYHeader(file)
  try TensorMemory.check(header.shape)
  let count = header.shape.count
  let (size, overflow) = count.multipliedReportingOverflow(by: header.type.size)
  let available = file.count - header.dataStart
  guard !overflow, size == available else {
    throw file.failure(
      "expected \(overflow ? "more than \(Int.max)" : "\(size)") bytes of data for \(header.shape), found \(available)",
      notes: ["the file may have been cut off"])
  }
  let values = try file.bytes.withUnsafeBytes { bytes in
    try Tensor(header.shape, kind: header.type == .bool ? .bool : .number) { target in
      let data = UnsafeRawBufferPointer(rebasing: bytes[header.dataStart..<file.count])
      for i in 0..<count {
        if i & 0xFFFF == 0 { try Interrupt.check() }
        target[i] = header.type.value(data, i)
      }
    }
  }
  guard header.isFortran, header.shape.rank > 1 else { return values }
  let reversed = try values.reshaped(to: header.shape.dimensions.reversed())
  return try reversed.permuted(Array((0..<header.shape.rank).reversed()))
}

/// The element types that NPY files are read from.
enum NPYType: String, CaseIterable {
  case f8, f4, i8, i4, i2, i1, u8, u4, u2, u1
  case bool = "b1"

  /// Bytes of an element.
  var size: Int {
    switch self {
    case .f8, .i8, .u8: 8
    case .f4, .i4, .u4: 4
    case .i2, .u2: 2
    case .i1, .u1, .bool: 1
    }
  }

  /// The element at a position.
  @inline(__always)
  func value(_ data: UnsafeRawBufferPointer, _ i: Int) -> Double {
    switch self {
    case .f8: Double(bitPattern: load(data, i))
    case .f4: Double(Float(bitPattern: load(data, i)))
    case .i8: Double(load(data, i) as Int64)
    case .i4: Double(load(data, i) as Int32)
    case .i2: Double(load(data, i) as Int16)
    case .i1: Double(load(data, i) as Int8)
    case .u8: Double(load(data, i) as UInt64)
    case .u4: Double(load(data, i) as UInt32)
    case .u2: Double(load(data, i) as UInt16)
    case .u1: Double(load(data, i) as UInt8)
    case .bool: load(data, i) as UInt8 == 0 ? 0 : 1
    }
  }

  @inline(__always)
  private func load<T: FixedWidthInteger>(_ data: UnsafeRawBufferPointer, _ i: Int) -> T {
    T(littleEndian: data.loadUnaligned(fromByteOffset: i * MemoryLayout<T>.size, as: T.self))
  }
}

/// The header of an NPY file.
struct NPYHeader {
  var type: NPYType
  var isFortran: Bool
  var shape: Shape
  /// The offset of the first element.
  var dataStart: Int

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  init(_ file: ByteFile) throws {
    guard file.count >= 10, file.bytes.starts(with: NPYHeader.magic) else {
      throw file.failure("expected a NumPy array file, found other contents")
    }
    let version = file.bytes[6]
    guard (1...3).contains(version) else {
      throw file.failure("expected version 1, 2 or 3 of the NPY format, found \(version)")
    }
    let lengthSize = version == 1 ? 2 : 4
    guard file.count >= 8 + lengthSize else {
      throw file.failure("the file ends inside of its header")
    }
    let length = (0..<lengthSize).reduce(0) { $0 | Int(file.bytes[8 + $1]) << (8 * $1) }
    dataStart = 8 + lengthSize + length
    guard dataStart <= file.count else { throw file.failure("the file ends inside of its header") }
    let text = ByteFile.text(file.bytes[8 + lengthSize..<dataStart])
    let fields = try NPYHeader.fields(text, file)
    (type, isFortran, shape) = fields
  }

  private static func fields(
    _ text: String, _ file: ByteFile
  ) throws -> (NPYType, Bool, Shape) {
    guard let description = entry("descr", text), let order = entry("fortran_order", text),
      let sizes = entry("shape", text)
    else {
      throw file.failure("expected descr, fortran_order and shape in the header")
    }
    let name = description.filter { $0 != "'" && $0 != "\"" }
    guard let type = NPYType(rawValue: String(name.dropFirst())),
      name.hasPrefix("<") || name.hasPrefix("|") || name.hasPrefix("=") || type.size == 1
    else {
      throw file.failure(
        "elements of type \(ByteFile.quotation(name.utf8)) cannot be read",
        notes: [
          "little-endian f8 f4 i8 i4 i2 i1 u8 u4 u2 u1 and bool can; save with x.astype(\"<f8\")"
        ])
    }
    guard order == "True" || order == "False" else {
      throw file.failure("expected fortran_order to be True or False, found \(order)")
    }
    let numbers = sizes.split { "(), ".contains($0) }
    let parsed = numbers.compactMap { Int($0) }
    guard sizes.hasPrefix("("), parsed.count == numbers.count, parsed.allSatisfy({ $0 >= 0 }),
      let shape = Shape(parsed)
    else {
      throw file.failure(
        "expected a shape of at most \(Shape.maximumRank) sizes, found \(ByteFile.quotation(sizes.utf8))"
      )
    }
    return (type, order == "True", shape)
  }

  /// The text behind a key of the header's Python dictionary.
  private static func entry(_ key: String, _ text: String) -> String? {
    for quote in ["'", "\""] {
      guard let start = firstEnd(of: "\(quote)\(key)\(quote):", in: text) else { continue }
      let rest = text[start...].drop { $0 == " " }
      if rest.hasPrefix("("), let close = rest.firstIndex(of: ")") {
        return String(rest[...close])
      }
      return String(rest.prefix { !",}".contains($0) }.filter { $0 != " " && $0 != "\n" })
    }
    return nil
  }

  private static func firstEnd(of pattern: String, in text: String) -> String.Index? {
    var rest = text[...]
    while !rest.isEmpty {
      if rest.hasPrefix(pattern) { return rest.index(rest.startIndex, offsetBy: pattern.count) }
      rest = rest.dropFirst()
    }
    return nil
  }
}
