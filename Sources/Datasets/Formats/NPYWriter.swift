internal import Files
package import Tensors

/// Writes a tensor as a NumPy array file of version 1: f8, or bool for bools.
///
/// - Throws: `file` with the reason; an older file of the name is then untouched.
package func writeNPY(_ tensor: Tensor, to path: String) throws {
  try File.write(try npyBytes(tensor), to: path)
}

/// The contents of an NPY file.
func npyBytes(_ tensor: Tensor) throws -> [UInt8] {
  let sizes = tensor.shape.dimensions.map(String.init).joined(separator: ", ")
  let shape = tensor.rank == 1 ? "(\(sizes),)" : "(\(sizes))"
  var header = Array(
    "{'descr': '\(tensor.isBool ? "|b1" : "<f8")', 'fortran_order': False, 'shape': \(shape), }"
      .utf8)
  while (10 + header.count + 1) % 64 != 0 { header.append(UInt8(ascii: " ")) }
  header.append(UInt8(ascii: "\n"))
  var bytes =
    NPYHeader.magic + [1, 0, UInt8(header.count & 0xFF), UInt8(header.count >> 8)] + header
  bytes.reserveCapacity(bytes.count + tensor.count * (tensor.isBool ? 1 : 8))
  try tensor.withElements { elements in
    for (place, element) in elements.enumerated() {
      if place & 0xFFFFF == 0 { try Interrupt.check() }
      if tensor.isBool {
        bytes.append(element == 0 ? 0 : 1)
      } else {
        withUnsafeBytes(of: element.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
  }
  return bytes
}
