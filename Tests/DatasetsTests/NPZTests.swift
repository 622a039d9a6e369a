import Datasets
import Diagnostics
import Glibc
import Tensors
import Testing

@Suite("Archives of arrays")
struct NPZTests {
  /// NumPy 2.4.6: `savez(a=[[1.5, -2], [3, nan]], n=arange(4, dtype=int32))`.
  static let stored = bytes(
    hex: """
      504b030414000000000000002100ac87efa6a0000000a000000005001400612e6e707901001000a00000000000
      0000a000000000000000934e554d5059010076007b276465736372273a20273c6638272c2027666f727472616e
      5f6f72646572273a2046616c73652c20277368617065273a2028322c2032292c207d2020202020202020202020
      202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020
      20200a000000000000f83f00000000000000c00000000000000840000000000000f87f504b0304140000000000
      00002100fe741ed49000000090000000050014006e2e6e70790100100090000000000000009000000000000000
      934e554d5059010076007b276465736372273a20273c6934272c2027666f727472616e5f6f72646572273a2046
      616c73652c20277368617065273a2028342c292c207d2020202020202020202020202020202020202020202020
      202020202020202020202020202020202020202020202020202020202020202020202020200a00000000010000
      000200000003000000504b0102140314000000000000002100ac87efa6a0000000a00000000500000000000000
      00000000800100000000612e6e7079504b0102140314000000000000002100fe741ed490000000900000000500
      000000000000000000008001d70000006e2e6e7079504b05060000000002000200660000009e0100000000
      """)

  /// NumPy 2.4.6: `savez_compressed(a=[[1.5, -2], [3, nan]], on=[True, False, True])`.
  static let deflated = bytes(
    hex: """
      504b030414000000080000002100ac87efa655000000a000000005001400612e6e707901001000a00000000000
      000055000000000000009bec17ea1b10c9c850c650ad9e925a9c5ca46ea5a06e9366a1aea3a09e965f54529498
      179f5f94920a12774bcc294e058a17672416a402f91a463a0a469a3a0ab50a64032e0630f8610fa1190e40280e
      07a8783d00504b03041400000008000000210016938cbb4700000083000000060014006f6e2e6e707901001000
      830000000000000047000000000000009bec17ea1b10c9c850c650ad9e925a9c5ca46ea5a05e9364a8aea3a09e
      965f54529498179f5f94920a12774bcc294e058a17672416a402f91ac63a9a3a0ab50a14002e46064600504b01
      02140314000000080000002100ac87efa655000000a0000000050000000000000000000000800100000000612e
      6e7079504b010214031400000008000000210016938cbb47000000830000000600000000000000000000008001
      8c0000006f6e2e6e7079504b05060000000002000200670000000b0100000000
      """)

  private func read(_ bytes: [UInt8]) throws -> [(name: String, array: Tensor)] {
    try arrays(npz: ByteFile(path: "x.npz", contents: bytes))
  }

  private func same(_ a: Tensor, _ b: [Double]) -> Bool {
    a.elements.elementsEqual(b) { $0 == $1 || $0.isNaN && $1.isNaN }
  }

  @Test("stored arrays of NumPy are read by name")
  func storedArrays() throws {
    let found = try read(Self.stored)
    #expect(found.map(\.name) == ["a", "n"])
    #expect(found[0].array.shape == Shape(2, 2))
    #expect(same(found[0].array, [1.5, -2, 3, .nan]))
    #expect(same(found[1].array, [0, 1, 2, 3]))
  }

  @Test("compressed arrays of NumPy are read by name")
  func deflatedArrays() throws {
    let found = try read(Self.deflated)
    #expect(found.map(\.name) == ["a", "on"])
    #expect(same(found[0].array, [1.5, -2, 3, .nan]))
    #expect(found[1].array.isBool)
    #expect(same(found[1].array, [1, 0, 1]))
  }

  @Test("an archive that is cut anywhere is refused with its name", arguments: [stored, deflated])
  func cut(_ whole: [UInt8]) throws {
    for length in 0..<whole.count {
      do {
        _ = try read(Array(whole.prefix(length)))
        Issue.record("\(length) of \(whole.count) bytes were read")
      } catch let failure as Failure {
        #expect(failure.message.hasPrefix("x.npz"), "\(failure.message)")
      }
    }
  }

  @Test("any byte of an archive may have any value", arguments: [stored, deflated])
  func anyByte(_ whole: [UInt8]) throws {
    var refused = 0
    for place in whole.indices {
      for value in [0, 1, 0x7F, 0x80, 0xFF, whole[place] ^ 1, whole[place] &+ 1] {
        var damaged = whole
        damaged[place] = value
        do {
          #expect(try read(damaged).count <= 2)
        } catch let failure as Failure {
          #expect(failure.message.hasPrefix("x.npz"), "\(failure.message)")
          refused += 1
        } catch let error as TensorError {
          #expect(error.kind == .limit)
        }
      }
    }
    #expect(refused > whole.count * 3, "\(refused)")
  }

  @Test("an array with a changed bit does not have its checksum", arguments: [stored, deflated])
  func checksum(_ whole: [UInt8]) throws {
    // The data of the first array begin behind its header of 30, a name of 5 and 20 extra bytes.
    for place in [56, 80, 120] {
      var damaged = whole
      damaged[place] ^= 4
      #expect(throws: Failure.self) { try read(damaged) }
    }
  }

  @Test("what is written is read back, whatever its size and names")
  func roundTrips() throws {
    var random = RandomGenerator(seed: 5)
    let large = try random.normal([300, 400])
    let written: [(name: String, array: Tensor)] = [
      ("large", large), ("zeros", Tensor(repeating: 0, Shape(500, 500))), ("empty", Tensor([])),
      ("ünï cødé", Tensor([1, .nan, -.infinity])), ("on", Tensor([1, 0], kind: .bool)),
      ("scalar", Tensor(scalar: 2.5)),
    ]
    let path = "/tmp/tandem-npz-\(getpid())-\(UInt64.random(in: 0..<UInt64.max)).npz"
    defer { unlink(path) }
    try writeNPZ(written, to: path)
    let found = try readNPZ(path)
    #expect(found.map(\.name) == written.map(\.name))
    for (a, b) in zip(found, written) {
      #expect(a.array.shape == b.array.shape && a.array.kind == b.array.kind, "\(a.name)")
      #expect(same(a.array, b.array.elements), "\(a.name)")
    }
    let size = try ByteFile(reading: path).count
    #expect(size < 1_100_000, "zeros take no room, \(size) bytes")
  }
}
