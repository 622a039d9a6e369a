import Datasets
import Diagnostics
import Tensors
import Testing

/// Cut and altered files must give a sentence or a data set, and never stop the program.
@Suite("Damaged files", .enabled(if: RealFiles.arePresent))
struct DamageTests {
  /// Runs a reader over seeded damages; returns how many were refused.
  private func refusals(
    _ name: String, rounds: Int, _ read: (ByteFile) throws -> Void
  ) throws -> Int {
    let whole = try ByteFile(reading: RealFiles.path(name))
    let bytes = Array(whole.bytes.prefix(whole.count))
    var generator = RandomGenerator(seed: 11)
    var refused = 0
    for round in 0..<rounds {
      var damaged = bytes
      if round % 2 == 0 {
        damaged = Array(bytes.prefix(Int(generator.integer(below: UInt64(bytes.count + 1)))))
      } else {
        for _ in 0...generator.integer(below: 4) {
          let place = Int(generator.integer(below: UInt64(damaged.count)))
          let marks = Array("{}'\",\n%?\\@<>&;/=- \u{0}".utf8)
          damaged[place] =
            generator.uniform() < 0.5
            ? UInt8(truncatingIfNeeded: generator.next())
            : marks[Int(generator.integer(below: UInt64(marks.count)))]
        }
      }
      do {
        try read(ByteFile(path: "damaged", contents: damaged))
      } catch let failure as Failure {
        #expect(failure.message.hasPrefix("damaged"), "\(failure.message)")
        refused += 1
      }
    }
    return refused
  }

  @Test(
    "a damaged ARFF file is refused with its name or read",
    arguments: [
      ("mulan/flags-train.arff", 3000), ("mulan/medical-train.arff", 300),
      ("meka/solar_flare.arff", 2000), ("meka/weather.arff", 4000),
      ("mulan/foodtruck.arff", 400), ("mulan/emotions-test.arff", 200),
    ])
  func arff(_ name: String, _ rounds: Int) throws {
    let refused = try refusals(name, rounds: rounds) { file in
      let data = try dataset(arff: file)
      #expect(data.X.columnCount == data.featureNames.count)
      #expect(data.Y.columnCount == data.labelNames.count)
    }
    #expect(refused > rounds / 4)
  }

  @Test("a damaged label file is refused with its name or read")
  func labels() throws {
    let refused = try refusals("mulan/flags.xml", rounds: 4000) { _ = try mulanLabels($0) }
    #expect(refused > 1000)
  }

  @Test("a damaged CSV file is refused with its name or read")
  func csv() throws {
    let refused = try refusals("mulan/flags-test.arff", rounds: 1000) { file in
      _ = try dataset(csv: file, header: false)
    }
    #expect(refused > 0)
    _ = try refusals("school.csv", rounds: 20) { _ = try dataset(csv: $0) }
  }

  @Test("a damaged array file is refused with its name or read")
  func npy() throws {
    let header = "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }\n"
    let whole =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
      + [UInt8](repeating: 7, count: 12)
    for place in whole.indices {
      for value in 0...255 {
        var damaged = whole
        damaged[place] = UInt8(value)
        do {
          let array = try tensor(npy: ByteFile(path: "damaged", contents: damaged))
          #expect(array.count <= 12)
        } catch let failure as Failure {
          #expect(failure.message.hasPrefix("damaged"))
        } catch let error as TensorError {
          #expect(error.kind == .limit)
        }
      }
      #expect(throws: Failure.self) {
        try tensor(npy: ByteFile(path: "damaged", contents: whole.prefix(place)))
      }
    }
  }
}
