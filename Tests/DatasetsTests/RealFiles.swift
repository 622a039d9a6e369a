import Datasets
import Files
import Tensors

/// The published data sets beside the project; tests that need them are skipped without them.
enum RealFiles {
  /// `../shared/data` seen from the package's root, or from a folder further up.
  static let folder: String? = {
    var parts = #filePath.split(separator: "/").dropLast(3)
    while !parts.isEmpty {
      parts.removeLast()
      let candidate = "/" + parts.joined(separator: "/") + "/shared/data/"
      if File.exists(candidate + "mulan/flags.xml") { return candidate }
    }
    return nil
  }()

  static let areThere = folder != nil

  static func path(_ name: String) -> String { (folder ?? "") + name }
  static func load(_ name: String) throws -> Dataset { try DataLoader.load(path(name)) }
}

/// The seeded mutations of a file that readers must survive.
struct Mutations {
  let bytes: [UInt8]

  /// Beginnings of the file, about `count` of them.
  func truncated(_ count: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: max(1, bytes.count / count)).map { Array(bytes[..<$0]) }
  }

  /// The file with some bytes changed.
  func flipped(_ count: Int, seed: UInt64) -> [[UInt8]] {
    var random = RandomGenerator(seed: seed)
    let alphabet = Array("{},'\"%?@ \n\t\r-+.e019\\<>/&;:()[]".utf8) + [0, 0xFF, 0x80]
    return (0..<count).map { _ in
      var copy = bytes
      for _ in 0...random.integer(below: 4) where !copy.isEmpty {
        let position = Int(random.integer(below: UInt64(copy.count)))
        copy[position] = alphabet[Int(random.integer(below: UInt64(alphabet.count)))]
      }
      return copy
    }
  }
}

/// The message of the error that some work throws, or `nil`.
func message(of work: () throws -> some Any) -> String? {
  do {
    _ = try work()
    return nil
  } catch { return "\(error)" }
}
