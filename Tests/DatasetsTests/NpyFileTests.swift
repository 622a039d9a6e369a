import Datasets
import Diagnostics
import Files
import Glibc
import Tensors
import Testing

extension KnownArray {
  /// The bytes that the digits stand for.
  var bytes: [UInt8] {
    let digits = Array(hex.utf8).map { $0 < 58 ? $0 - 48 : $0 - 87 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

@Suite("NumPy files")
struct NpyFileTests {
  @Test("Arrays that NumPy wrote have their shape and values", arguments: KnownArray.all)
  func known(_ array: KnownArray) throws {
    let tensor = try NpyFile.parse(array.bytes, file: "a.npy")
    #expect(tensor.shape.dimensions == array.shape)
    #expect(tensor.elements == array.values)
    #expect(tensor.isBool == array.name.hasPrefix("bool"))
  }

  @Test("What is written is NumPy's own encoding, byte for byte")
  func encoding() throws {
    let array = try #require(KnownArray.all.first { $0.name == "f8" })
    let tensor = Tensor(array.values, Shape(2, 3))
    let written = NpyFile.encode(tensor)
    // NumPy pads its header further, to leave room for growing; the dictionary and data agree.
    #expect(written.count % 64 == tensor.count * 8)
    #expect(written.suffix(48) == array.bytes.suffix(48))
    let dictionary = Array("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }".utf8)
    #expect(Array(written[10..<10 + dictionary.count]) == dictionary)
    #expect(Array(array.bytes[10..<10 + dictionary.count]) == dictionary)
  }

  @Test(
    "Writing and reading is the identity",
    arguments: [[], [0], [5], [2, 3], [2, 0, 3], [2, 2, 2, 2]])
  func roundTrip(_ sizes: [Int]) throws {
    var random = RandomGenerator(seed: 1)
    var tensor = try random.normal(sizes)
    if tensor.count > 2 {
      tensor[flat: 0] = -0.0
      tensor[flat: 1] = .infinity
    }
    let path = "/tmp/tandem-test-\(getpid())-\(sizes.count)-\(tensor.count).npy"
    defer { unlink(path) }
    try NpyFile.write(tensor, to: path)
    let back = try NpyFile.read(path)
    #expect(back.shape == tensor.shape)
    #expect(back.elements.map(\.bitPattern) == tensor.elements.map(\.bitPattern))
  }

  @Test("Damaged arrays give an error or an array, never a trap", arguments: KnownArray.all)
  func damaged(_ array: KnownArray) throws {
    let mutations = Mutations(bytes: array.bytes)
    for bytes in mutations.truncated(300) + mutations.flipped(600, seed: 9) {
      do {
        let tensor = try NpyFile.parse(bytes, file: "a.npy")
        #expect(tensor.count == tensor.shape.count)
      } catch let error as Failure {
        #expect(error.message.hasPrefix("a.npy: "))
      } catch is TensorError {}
    }
  }

  @Test("Types that are not numbers are named")
  func unsupported() throws {
    var bytes = try #require(KnownArray.all.first).bytes
    let place = try #require(bytes.firstIndex(of: UInt8(ascii: "<")))
    bytes.replaceSubrange(place..<place + 3, with: Array("|O8".utf8))
    let found = try #require(message { try NpyFile.parse(bytes, file: "a.npy") })
    #expect(found.contains("found type \\\"|O8\\\""), "\(found)")
  }
}
