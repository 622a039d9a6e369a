internal import Diagnostics
internal import Files
package import Tensors

/// Reads NumPy's archive of arrays: a zip file whose members are NPY files, stored or deflated.
///
/// - Returns: the arrays by name, without the members' ending `.npy`, in the order of the file.
/// - Throws: `file` when it cannot be read; `data` naming the array, or the byte of the file, that is
///   damaged or of another type; `limit` when the arrays do not fit in memory.
package func readNPZ(_ path: String) throws -> [(name: String, array: Tensor)] {
  try arrays(npz: ByteFile(reading: path))
}

/// Reads the contents of an NPZ file at hand.
package func arrays(npz file: ByteFile) throws -> [(name: String, array: Tensor)] {
  let archive = try ZipArchive(file)
  var arrays: [(name: String, array: Tensor)] = []
  for member in archive.members {
    try Interrupt.check()
    let name = member.name.hasSuffix(".npy") ? String(member.name.dropLast(4)) : member.name
    guard !arrays.contains(where: { $0.name == name }) else {
      throw file.failure("expected every array to have a name of its own, found '\(name)' twice")
    }
    let contents = ByteFile(
      path: "\(file.path), array '\(name)'", contents: try archive.contents(member))
    arrays.append((name, try tensor(npy: contents)))
  }
  return arrays
}

/// Writes arrays as NumPy's `savez_compressed` does: a zip file of deflated NPY files.
///
/// - Throws: `argument` for names that no file in an archive may have; `limit` for more than 4 GB;
///   `file` with the reason; an older file of the name is then untouched.
package func writeNPZ(_ arrays: [(name: String, array: Tensor)], to path: String) throws {
  var writer = ZipWriter()
  for (name, array) in arrays {
    guard !name.isEmpty, name.utf8.count < 1000, !name.utf8.contains(0) else {
      throw Failure(.argument, "expected a name for each array, found '\(name)'")
    }
    try writer.add("\(name).npy", try npyBytes(array))
  }
  try File.write(writer.finished(), to: path)
}
