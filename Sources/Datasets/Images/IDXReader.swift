internal import Diagnostics
package import Tensors

/// Reads an IDX file, the format of the MNIST family: bytes, 16- and 32-bit integers, floats and
/// doubles, most significant byte first, of 1 to 8 axes; gzip is noticed by itself.
///
/// LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998, section "File formats".
///
/// - Returns: a tensor of the array's shape.
/// - Throws: `file` when it cannot be read; `data` with the byte where it is damaged; `limit` when it
///   does not fit in memory.
package func readIDX(_ path: String) throws -> Tensor {
  try tensor(idx: ByteFile(reading: path))
}

/// Reads the contents of an IDX file at hand.
package func tensor(idx file: ByteFile) throws -> Tensor {
  let header = try IDXHeader(file)
  let count = header.shape.count
  return try file.bytes.withUnsafeBytes { bytes in
    let data = UnsafeRawBufferPointer(rebasing: bytes[header.dataStart..<file.count])
    return try Tensor(header.shape) { target in
      for i in 0..<count {
        if i & 0xFFFF == 0 { try Interrupt.check() }
        target[i] = header.type.value(data, i)
      }
    }
  }
}

/// The element types of IDX files, by their codes.
enum IDXType: UInt8 {
  case u1 = 0x08
  case i1 = 0x09
  case i2 = 0x0B
  case i4 = 0x0C
  case f4 = 0x0D
  case f8 = 0x0E

  /// Bytes of an element.
  var size: Int {
    switch self {
    case .u1, .i1: 1
    case .i2: 2
    case .i4, .f4: 4
    case .f8: 8
    }
  }

  /// The element at a position.
  @inline(__always)
  func value(_ data: UnsafeRawBufferPointer, _ i: Int) -> Double {
    switch self {
    case .u1: Double(data[i])
    case .i1: Double(Int8(bitPattern: data[i]))
    case .i2: Double(load(data, i) as Int16)
    case .i4: Double(load(data, i) as Int32)
    case .f4: Double(Float(bitPattern: load(data, i)))
    case .f8: Double(bitPattern: load(data, i))
    }
  }

  @inline(__always)
  private func load<T: FixedWidthInteger>(_ data: UnsafeRawBufferPointer, _ i: Int) -> T {
    T(bigEndian: data.loadUnaligned(fromByteOffset: i * MemoryLayout<T>.size, as: T.self))
  }
}

/// The header of an IDX file: two zeros, the type, the number of axes, and their sizes.
struct IDXHeader {
  let type: IDXType
  let shape: Shape
  /// The offset of the first element.
  let dataStart: Int

  /// Whether a file begins as an IDX file does.
  static func announces(_ file: ByteFile) -> Bool {
    file.count >= 4 && file.bytes[0] == 0 && file.bytes[1] == 0
      && IDXType(rawValue: file.bytes[2]) != nil && (1...8).contains(file.bytes[3])
  }

  /// - Throws: `data` with the byte where something else was expected; `limit`.
  init(_ file: ByteFile) throws {
    func failure(_ byte: Int, _ message: String, notes: [String] = []) -> Failure {
      Failure(.data, "\(file.path), byte \(byte): \(message)", notes: notes)
    }
    guard file.count >= 4 else {
      throw failure(file.count, "expected the 4 bytes that an IDX file begins with, found its end")
    }
    guard file.bytes[0] == 0, file.bytes[1] == 0 else {
      throw failure(
        0, "expected two zeros, as an IDX file begins, found \(file.bytes[0]) and \(file.bytes[1])",
        notes: ["read_npy and read_csv read other formats; load_data(path) finds the format"])
    }
    guard let type = IDXType(rawValue: file.bytes[2]) else {
      throw failure(
        2, "expected the code of a type (8, 9, 11, 12, 13 or 14), found \(file.bytes[2])")
    }
    let rank = Int(file.bytes[3])
    guard (1...Shape.maximumRank).contains(rank) else {
      throw failure(3, "expected from 1 to \(Shape.maximumRank) axes, found \(rank)")
    }
    guard file.count >= 4 + 4 * rank else {
      throw failure(file.count, "the file ends inside of the sizes of its \(rank) axes")
    }
    let sizes = (0..<rank).map { axis in
      (0..<4).reduce(0) { $0 << 8 | Int(file.bytes[4 + 4 * axis + $1]) }
    }
    self.type = type
    dataStart = 4 + 4 * rank
    shape = try Self.checked(sizes, type, file, available: file.count - dataStart)
  }

  /// The shape, when the file holds as many elements.
  private static func checked(
    _ sizes: [Int], _ type: IDXType, _ file: ByteFile, available: Int
  ) throws -> Shape {
    var size = type.size
    var isTooLarge = false
    for extent in sizes {
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      (size, isTooLarge) = (product, isTooLarge || overflow)
    }
    let text = sizes.map(String.init).joined(separator: "×")
    guard !isTooLarge, size == available, let shape = Shape(sizes) else {
      throw Failure(
        .data,
        "\(file.path), byte \(file.count): expected \(isTooLarge ? "more than \(Int.max)" : "\(size)") "
          + "bytes of data for \(text) elements, found \(available)",
        notes: size > available || isTooLarge ? ["the file may have been cut off"] : [])
    }
    try TensorMemory.check(shape)
    return shape
  }
}
