internal import Diagnostics

/// A zip file as it grows: members are deflated, their time is the first that zip files know, so that the
/// same contents make the same bytes.
struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// Sizes from here on need 64-bit fields, which are not written.
  private static let limit = 0xFFFF_FFFF

  /// Adds a member.
  ///
  /// - Throws: `limit` when the file becomes larger than 4 GB or has 65535 members; as zlib.
  mutating func add(_ name: String, _ contents: [UInt8]) throws {
    let packed = try Deflation.deflate(contents)
    let isSmaller = packed.count < contents.count
    let stored = isSmaller ? packed : contents
    let offset = bytes.count
    guard contents.count < Self.limit, offset + stored.count < Self.limit, count < 0xFFFE else {
      throw Failure(
        .limit, "expected less than 4 GB and 65535 arrays to be written to one zip file",
        notes: ["write_npy(x, path) writes one array of any size"])
    }
    let checksum = try ZlibLibrary.crc32(contents)
    var common: [UInt8] = []
    // Version 2.0, names in UTF-8, the method, 1 January 1980.
    for value in [20, 0x0800, isSmaller ? 8 : 0, 0, 0x21] { common.append(value, bytes: 2) }
    common.append(Int(checksum), bytes: 4)
    common.append(stored.count, bytes: 4)
    common.append(contents.count, bytes: 4)
    common.append(name.utf8.count, bytes: 2)
    common.append(0, bytes: 2)
    bytes += ZipArchive.magic + common + Array(name.utf8) + stored
    directory += [0x50, 0x4B, 0x01, 0x02]
    directory.append(20, bytes: 2)
    directory += common
    // No comment, disk 0, no attributes.
    directory += [UInt8](repeating: 0, count: 10)
    directory.append(offset, bytes: 4)
    directory += Array(name.utf8)
    count += 1
  }

  /// The whole file.
  func finished() -> [UInt8] {
    var end: [UInt8] = [0x50, 0x4B, 0x05, 0x06, 0, 0, 0, 0]
    end.append(count, bytes: 2)
    end.append(count, bytes: 2)
    end.append(directory.count, bytes: 4)
    end.append(bytes.count, bytes: 4)
    end.append(0, bytes: 2)
    return bytes + directory + end
  }
}

extension [UInt8] {
  /// Appends a number, least byte first.
  fileprivate mutating func append(_ number: Int, bytes count: Int) {
    for i in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * i))) }
  }
}
