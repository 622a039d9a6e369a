import Datasets
import Diagnostics
import Glibc
import Tensors
import Testing

@Suite("IDX files")
struct IDXTests {
  private func read(_ bytes: [UInt8]) throws -> Tensor {
    try tensor(idx: ByteFile(path: "x.idx", contents: bytes))
  }

  @Test(
    "numbers of every type come most significant byte first",
    arguments: [
      (0x08, [0, 255], [0, 255]), (0x09, [0x80, 0x7F], [-128, 127]),
      (0x0B, [0xFF, 0xFE, 0x01, 0x2C], [-2, 300]),
      (0x0C, [0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF], [-1, 2_147_483_647]),
      (0x0D, [0x3F, 0xC0, 0, 0, 0xC0, 0x20, 0, 0], [1.5, -2.5]),
      (0x0E, [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0x04, 0, 0, 0, 0, 0, 0], [1.5, -2.5]),
    ] as [(UInt8, [UInt8], [Double])])
  func types(_ code: UInt8, _ data: [UInt8], _ expected: [Double]) throws {
    let array = try read([0, 0, code, 1, 0, 0, 0, 2] + data)
    #expect(array.shape == Shape(2))
    #expect(array.elements == expected)
  }

  @Test("from one axis to eight can be read")
  func ranks() throws {
    for rank in 1...8 {
      let sizes = (0..<rank).flatMap { axis -> [UInt8] in [0, 0, 0, UInt8(axis % 2 + 1)] }
      let count = (0..<rank).reduce(1) { $0 * ($1 % 2 + 1) }
      let array = try read([0, 0, 8, UInt8(rank)] + sizes + (0..<count).map { UInt8($0) })
      #expect(array.shape.dimensions == (0..<rank).map { $0 % 2 + 1 })
      #expect(array.elements == (0..<count).map(Double.init))
    }
  }

  /// What Python 3.11's `gzip.compress` makes of 2×3 numbers of 16 bits.
  private static let compressed = bytes(
    hex: """
      1f8b08000000000002036360e06662606000616606c6ffff18751a18eaff33300000416ff68718000000
      """)

  private func withFile<R>(
    _ bytes: [UInt8], _ body: (String) throws -> R
  ) throws -> R {
    let path = "/tmp/tandem-idx-\(getpid())-\(UInt64.random(in: 0..<UInt64.max))"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    fclose(file)
    return try body(path)
  }

  @Test("a file compressed by gzip is read as it is")
  func gzip() throws {
    let array = try withFile(Self.compressed) { try readIDX($0) }
    #expect(array.shape == Shape(2, 3))
    #expect(array.elements == [1, -2, 300, -32768, 32767, 0])
    let twice = try withFile(Self.compressed + [0, 0, 0]) { try readIDX($0) }
    #expect(twice.elements == array.elements, "zeros behind the end are padding")
  }

  @Test("a compressed file that is cut or changed anywhere is refused with a place")
  func damagedGzip() throws {
    for length in 2..<Self.compressed.count {
      try withFile(Array(Self.compressed.prefix(length))) { (path: String) -> Void in
        #expect(throws: Failure.self) { _ = try readIDX(path) }
      }
    }
    var unnoticed = 0
    // From the compressed data on, where every bit matters: behind the head's time, flags and system.
    for place in 10..<Self.compressed.count {
      for bit in 0..<8 {
        var damaged = Self.compressed
        damaged[place] ^= UInt8(1 << bit)
        try withFile(damaged) { path in
          do {
            // The last bits before the checksum fill up a byte and say nothing.
            let array = try readIDX(path)
            #expect(array.elements == [1, -2, 300, -32768, 32767, 0], "byte \(place), bit \(bit)")
            unnoticed += 1
          } catch let failure as Failure {
            #expect(failure.message.hasPrefix(path), "\(failure.message)")
          }
        }
      }
    }
    #expect(unnoticed < 8)
  }

  @Test("a file that is cut anywhere, or too long, is refused with file and byte")
  func cut() throws {
    let whole: [UInt8] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]
    #expect(try read(whole).elements == [1, 2, 3, 4, 5, 6])
    for length in 0..<whole.count {
      do {
        _ = try read(Array(whole.prefix(length)))
        Issue.record("\(length) bytes were read")
      } catch let failure as Failure {
        #expect(failure.kind == .data)
        #expect(failure.message.hasPrefix("x.idx, byte \(length): "), "\(failure.message)")
      }
    }
    #expect(throws: Failure.self) { try read(whole + [7]) }
  }

  @Test("any byte of a file may have any value")
  func anyByte() throws {
    let whole: [UInt8] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]
    for place in whole.indices {
      for value in 0...255 {
        var damaged = whole
        damaged[place] = UInt8(value)
        do {
          #expect(try read(damaged).count <= 6)
        } catch let failure as Failure {
          #expect(failure.message.hasPrefix("x.idx, byte "))
        }
      }
    }
  }

  @Test("sizes that no memory holds are refused")
  func sizes() {
    let huge = [0, 0, 8, 8] + [UInt8](repeating: 0xFF, count: 32)
    #expect(throws: Failure.self) { try read(huge + [1]) }
  }

  @Test("images without classes, and classes that do not fit, are told apart")
  func labels() throws {
    let images = ByteFile(
      path: "images", contents: [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102])
    func labels(_ values: [UInt8]) -> ByteFile {
      ByteFile(
        path: "labels", contents: [0, 0, 8, 1, 0, 0, 0, UInt8(values.count)] + values)
    }
    let alone = try imageData(images: images, labels: nil)
    #expect(alone.X.elements == [0, 1, 0.2, 0.4])
    #expect(alone.inputShape == [1, 1, 2])
    #expect(alone.heads.isEmpty)
    let data = try imageData(images: images, labels: labels([1, 4]))
    #expect(data.heads[0].kind == .classes(5))
    #expect(data.heads[0].values.elements == [1, 4])
    var options = ImageDataOptions()
    options.classCount = 3
    #expect(throws: Failure.self) {
      try imageData(images: images, labels: labels([1, 4]), options)
    }
    #expect(throws: Failure.self) { try imageData(images: images, labels: labels([1])) }
    #expect(throws: Failure.self) { try imageData(images: labels([1, 2]), labels: nil) }
  }
}

/// Figures of NumPy 2.4.6 over the decompressed bytes.
@Suite("MNIST's test set", .enabled(if: RealFiles.arePresent))
struct MNISTTests {
  @Test("has the images and labels that NumPy finds")
  func figures() throws {
    let path = RealFiles.path("mnist/t10k-images-idx3-ubyte.gz")
    let images = try readIDX(path)
    #expect(images.shape.dimensions == [10_000, 28, 28])
    #expect(images.elements.reduce(0, +) == 264_923_200)
    #expect(images.elements[..<784].reduce(0, +) == 18_454)
    #expect(images.elements[(9_999 * 784)...].reduce(0, +) == 41_833)
    let start = 1234 * 784 + 14 * 28
    let row = [14.0, 79, 218, 215, 148, 229, 255, 254, 121, 36]
    #expect(
      Array(images.elements[start..<start + 28]) == Array(repeating: 0, count: 8) + row
        + Array(repeating: 0, count: 10))
  }

  @Test("is loaded with the labels beside it, pixels from 0 to 1")
  func loaded() throws {
    let path = RealFiles.path("mnist/t10k-images-idx3-ubyte.gz")
    let data = try #require(try loadImages(ByteFile(reading: path)))
    #expect(data.inputShape == [1, 28, 28])
    #expect(data.heads.map(\.name) == ["label"])
    #expect(data.heads[0].kind == .classes(10))
    #expect(data.heads[0].classCounts == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    #expect(abs(data.X.elements.reduce(0, +) * 255 - 264_923_200) < 1e-3)
    #expect(data.X.elements.max() == 1)
  }
}
