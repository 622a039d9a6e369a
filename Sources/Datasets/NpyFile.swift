internal import Diagnostics
internal import Files
package import Tensors

/// Reads and writes NumPy's `.npy` format, versions 1 to 3.
///
/// Kern, "A simple file format for NumPy arrays", NumPy enhancement proposal 1, 2007.
package enum NpyFile {
  /// The array in a file.
  ///
  /// Takes bools, integers of 1 to 8 bytes and floats of 4 and 8, in either byte order and in C or
  /// Fortran order; integers past 2⁵³ are rounded.
  ///
  /// - Throws: `file` when it cannot be read, `data` when it is damaged or of another type.
  package static func read(_ path: String) throws -> Tensor {
    try parse(File.read(path), file: File.name(of: path))
  }

  /// The array in the bytes of a file.
  package static func parse(_ bytes: [UInt8], file: String) throws -> Tensor {
    let header = try NpyHeader(bytes, file: file)
    let shape = try Shape(checking: header.sizes)
    let (needed, overflow) = shape.count.multipliedReportingOverflow(by: header.type.size)
    let available = bytes.count - header.end
    guard !overflow, needed <= available else {
      throw Failure(
        .data,
        "\(file): expected \(shape.count) elements of \(header.type.size) bytes, found "
          + "\(available) bytes")
    }
    try TensorMemory.check(shape)
    return bytes.withUnsafeBytes { source in
      let data = UnsafeRawBufferPointer(rebasing: source[header.end...])
      return Tensor(shape, kind: header.type.isBool ? .bool : .number) { target in
        if header.isFortran, header.sizes.count > 1 {
          fillFromFortran(target, data, header.type, header.sizes)
        } else {
          header.type.decode(data, count: shape.count, into: target)
        }
      }
    }
  }

  /// Writes an array as version 1, C order: bools as `|b1`, numbers as `<f8`.
  ///
  /// - Throws: `file` when it cannot be written.
  package static func write(_ tensor: Tensor, to path: String) throws {
    try File.write(encode(tensor), to: path)
  }

  /// The bytes of a file that holds an array.
  package static func encode(_ tensor: Tensor) -> [UInt8] {
    let sizes = tensor.shape.dimensions.map(String.init)
    let tuple = sizes.count == 1 ? "(\(sizes[0]),)" : "(\(sizes.joined(separator: ", ")))"
    let type = tensor.isBool ? "|b1" : "<f8"
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(tuple), }"
    let length = (10 + header.utf8.count + 1 + 63) / 64 * 64 - 10
    header += String(repeating: " ", count: length - header.utf8.count - 1) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8)
    bytes += [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(header.utf8)
    bytes.reserveCapacity(bytes.count + tensor.count * (tensor.isBool ? 1 : 8))
    tensor.withElements { elements in
      for value in elements {
        if tensor.isBool {
          bytes.append(value != 0 ? 1 : 0)
        } else {
          withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
        }
      }
    }
    return bytes
  }

  /// Puts elements that run along the first axis first into row-major order.
  private static func fillFromFortran(
    _ target: UnsafeMutablePointer<Double>, _ data: UnsafeRawBufferPointer, _ type: NpyType,
    _ sizes: [Int]
  ) {
    let count = sizes.reduce(1, *)
    var strides = [Int](repeating: 1, count: sizes.count)
    for axis in sizes.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * sizes[axis + 1]
    }
    var position = [Int](repeating: 0, count: sizes.count)
    var offset = 0
    for i in 0..<count {
      type.decode(
        UnsafeRawBufferPointer(rebasing: data[(i * type.size)...]), count: 1, into: target + offset)
      for axis in sizes.indices {
        position[axis] += 1
        offset += strides[axis]
        if position[axis] < sizes[axis] { break }
        offset -= strides[axis] * sizes[axis]
        position[axis] = 0
      }
    }
  }
}
