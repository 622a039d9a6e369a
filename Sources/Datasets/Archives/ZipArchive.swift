internal import Diagnostics

/// The members of a zip file, stored or deflated.
///
/// Read by the directory at the end of the file, as the format asks for; sizes of 4 GB and more stand
/// in the 64-bit fields. PKWARE, ".ZIP File Format Specification", version 6.3.9, 2020.
struct ZipArchive {
  /// What the directory says of a member.
  struct Member {
    let name: String
    let isDeflated: Bool
    let checksum: UInt32
    let compressedSize: Int
    let size: Int
    /// The offset of its local header.
    let offset: Int
  }

  private let file: ByteFile
  let members: [Member]

  /// How a zip file with members begins; one without begins with the end of its directory.
  static let magic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  private static let emptyMagic: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

  /// Whether a file begins as a zip file does.
  static func announces(_ file: ByteFile) -> Bool {
    file.bytes.starts(with: magic) || file.bytes.starts(with: emptyMagic)
  }

  /// Reads the directory.
  ///
  /// - Throws: `data` with the place in the file where something else was expected.
  init(_ file: ByteFile) throws {
    guard Self.announces(file) else {
      throw file.failure("expected a zip file, found other contents")
    }
    self.file = file
    let reader = LittleEndianReader(file)
    let end = try Self.endOfDirectory(reader)
    var members: [Member] = []
    var place = end.start
    for _ in 0..<end.count {
      let (member, next) = try Self.member(reader, at: place)
      members.append(member)
      place = next
    }
    self.members = members
  }

  // MARK: - Directory

  /// Where the directory begins and how many members it has.
  private static func endOfDirectory(
    _ reader: LittleEndianReader
  ) throws -> (start: Int, count: Int) {
    let file = reader.file
    var place = file.count - 22
    // A comment of up to 65535 bytes may stand behind the record.
    let first = max(0, file.count - 22 - 65535)
    while place >= first, (try? reader.number(at: place, bytes: 4)) != 0x0605_4B50 { place -= 1 }
    guard place >= first else {
      throw Failure(
        .data, "\(file.path), byte \(file.count): expected the directory of a zip file, found none",
        notes: ["the file may have been cut off"])
    }
    let count = try reader.number(at: place + 10, bytes: 2)
    let start = try reader.number(at: place + 16, bytes: 4)
    guard count == 0xFFFF || start == 0xFFFF_FFFF else { return (start, count) }
    let locator = place - 20
    guard locator >= 0, try reader.number(at: locator, bytes: 4) == 0x0706_4B50 else {
      return (start, count)
    }
    let record = try reader.number(at: locator + 8, bytes: 8)
    guard try reader.number(at: record, bytes: 4) == 0x0606_4B50 else {
      throw reader.failure(record, "expected the 64-bit end of the directory")
    }
    return (
      try reader.number(at: record + 48, bytes: 8), try reader.number(at: record + 32, bytes: 8)
    )
  }

  /// A member of the directory, and where the next one begins.
  private static func member(_ reader: LittleEndianReader, at place: Int) throws -> (Member, Int) {
    guard try reader.number(at: place, bytes: 4) == 0x0201_4B50 else {
      throw reader.failure(place, "expected an entry of the zip file's directory")
    }
    let flags = try reader.number(at: place + 8, bytes: 2)
    let method = try reader.number(at: place + 10, bytes: 2)
    let nameLength = try reader.number(at: place + 28, bytes: 2)
    let extraLength = try reader.number(at: place + 30, bytes: 2)
    let commentLength = try reader.number(at: place + 32, bytes: 2)
    let name = ByteFile.text(try reader.bytes(at: place + 46, count: nameLength))
    guard flags & 1 == 0 else {
      throw reader.failure(place, "\(quoted(name)) is encrypted and cannot be read")
    }
    guard method == 0 || method == 8 else {
      throw reader.failure(
        place, "\(quoted(name)) is compressed by method \(method); stored and deflated can be read")
    }
    var sizes = [
      try reader.number(at: place + 24, bytes: 4), try reader.number(at: place + 20, bytes: 4),
      try reader.number(at: place + 42, bytes: 4),
    ]
    let extra = place + 46 + nameLength
    try widen(&sizes, reader, extra, extraLength)
    return (
      Member(
        name: name, isDeflated: method == 8,
        checksum: UInt32(truncatingIfNeeded: try reader.number(at: place + 16, bytes: 4)),
        compressedSize: sizes[1], size: sizes[0], offset: sizes[2]),
      extra + extraLength + commentLength
    )
  }

  /// Puts the 64-bit numbers of an extra field in the place of those that are all ones.
  private static func widen(
    _ sizes: inout [Int], _ reader: LittleEndianReader, _ start: Int, _ length: Int
  ) throws {
    var place = start
    while place + 4 <= start + length {
      let kind = try reader.number(at: place, bytes: 2)
      let size = try reader.number(at: place + 2, bytes: 2)
      var field = place + 4
      if kind == 1 {
        for i in sizes.indices where sizes[i] == 0xFFFF_FFFF && field + 8 <= place + 4 + size {
          sizes[i] = try reader.number(at: field, bytes: 8)
          field += 8
        }
      }
      place += 4 + size
    }
  }

  private static func quoted(_ name: String) -> String { ByteFile.quotation(name.utf8) }

  // MARK: - Contents

  /// The bytes of a member, checked by its checksum.
  ///
  /// - Throws: `data` with the place in the file for what is damaged; `limit`.
  func contents(_ member: Member) throws -> [UInt8] {
    let reader = LittleEndianReader(file)
    guard try reader.number(at: member.offset, bytes: 4) == 0x0403_4B50 else {
      throw reader.failure(member.offset, "expected the header of \(Self.quoted(member.name))")
    }
    let nameLength = try reader.number(at: member.offset + 26, bytes: 2)
    let extraLength = try reader.number(at: member.offset + 28, bytes: 2)
    let start = member.offset + 30 + nameLength + extraLength
    let source = try reader.bytes(at: start, count: member.compressedSize)
    var contents = Array(source)
    if member.isDeflated {
      contents = try source.withUnsafeBufferPointer {
        try Inflation.inflate($0, .raw, expected: member.size, of: file.path, at: start).bytes
      }
    }
    guard contents.count == member.size else {
      throw reader.failure(
        start,
        "expected \(member.size) bytes in \(Self.quoted(member.name)), found \(contents.count)")
    }
    guard try ZlibLibrary.crc32(contents) == member.checksum else {
      throw reader.failure(start, "\(Self.quoted(member.name)) does not have its checksum")
    }
    return contents
  }
}

/// Numbers in a file, least byte first.
struct LittleEndianReader {
  let file: ByteFile

  init(_ file: ByteFile) { self.file = file }

  /// A number of up to 8 bytes.
  ///
  /// - Throws: `data` when it lies behind the end of the file, or is larger than any size.
  func number(at place: Int, bytes count: Int) throws -> Int {
    guard place >= 0, place <= file.count - count else { throw ending(place) }
    let number = (0..<count).reduce(UInt64(0)) {
      $0 | UInt64(file.bytes[place + $1]) << UInt64(8 * $1)
    }
    // Places and sizes are added up; no file is as long.
    guard number < 1 << 60 else { throw failure(place, "expected a size, found \(number)") }
    return Int(number)
  }

  /// Bytes of the file.
  func bytes(at place: Int, count: Int) throws -> ArraySlice<UInt8> {
    guard place >= 0, count >= 0, place <= file.count, count <= file.count - place else {
      throw ending(place)
    }
    return file.bytes[place..<place + count]
  }

  func failure(_ place: Int, _ message: String) -> Failure {
    Failure(.data, "\(file.path), byte \(place): \(message)")
  }

  private func ending(_ place: Int) -> Failure {
    Failure(
      .data,
      "\(file.path), byte \(file.count): the file ends before byte \(place) and what it holds",
      notes: ["the file may have been cut off"])
  }
}
