internal import Diagnostics

extension Archive {
  private static let magic: [UInt8] = Array("TANDEM".utf8) + [0x1A, 0x0A]
  private static let version: UInt32 = 1

  // MARK: - Writing

  /// The bytes of the file.
  package func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.bytes = Archive.magic
    writer.number(Archive.version)
    let lengthPlace = writer.bytes.count
    writer.number(UInt64(0))
    writer.text(content)
    writer.number(UInt32(truncatingIfNeeded: sections.count))
    for (name, section) in sections {
      writer.text(name)
      writer.section(section)
    }
    let length = UInt64(writer.bytes.count + 4)
    for i in 0..<8 {
      writer.bytes[lengthPlace + i] = UInt8(truncatingIfNeeded: length >> (8 * UInt64(i)))
    }
    writer.number(Checksum.crc32(writer.bytes))
    return writer.bytes
  }

  // MARK: - Reading

  /// Reads the bytes of a file.
  ///
  /// - Throws: `file`, naming `path`, for bytes that are no archive, of a later version, cut short, or
  ///   damaged.
  package init(decoding bytes: [UInt8], from path: String) throws {
    guard bytes.starts(with: Archive.magic) else {
      throw Failure(
        .file, "\(path) is no checkpoint or model of Tandem: it does not begin like one")
    }
    var reader = ByteReader(bytes[Archive.magic.count...])
    guard let version: UInt32 = reader.number(), let length: UInt64 = reader.number(),
      length == UInt64(bytes.count)
    else { throw Archive.cutShort(bytes, path) }
    let body = bytes.dropLast(4)
    var end = ByteReader(bytes.suffix(4))
    guard let check: UInt32 = end.number(), check == Checksum.crc32(body) else {
      throw Failure(
        .file, "\(path) is damaged: its checksum does not agree with its contents",
        notes: ["nothing was read from it; use a copy, or train again"])
    }
    guard version == Archive.version else {
      throw Failure(
        .file, "\(path) is of version \(version), this program reads version \(Archive.version)")
    }
    guard let content = reader.text(), let count: UInt32 = reader.number() else {
      throw Archive.malformed(path)
    }
    self.init(content)
    for _ in 0..<count {
      guard let name = reader.text(), let section = reader.section() else {
        throw Archive.malformed(path)
      }
      self[name] = section
    }
    guard reader.rest.count == 4 else { throw Archive.malformed(path) }
  }

  private static func cutShort(_ bytes: [UInt8], _ path: String) -> Failure {
    var reader = ByteReader(bytes.dropFirst(magic.count + 4))
    let expected: UInt64? = reader.number()
    return Failure(
      .file,
      "\(path) is damaged: it has \(bytes.count) bytes"
        + (expected.map { ", its beginning says \($0)" } ?? ", too few for its beginning"),
      notes: ["nothing was read from it; use a copy, or train again"])
  }

  private static func malformed(_ path: String) -> Failure {
    Failure(.file, "\(path) is damaged: its sections do not fit its length")
  }
}

/// Puts numbers and texts one after the other.
private struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func number<N: FixedWidthInteger>(_ number: N) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func text(_ text: String) {
    number(UInt32(truncatingIfNeeded: text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func section(_ section: Archive.Section) {
    switch section {
    case .text(let text):
      bytes.append(0)
      elements(Array(text.utf8))
    case .integers(let numbers):
      bytes.append(1)
      elements(numbers)
    case .floats(let numbers):
      bytes.append(2)
      elements(numbers.map(\.bitPattern))
    case .doubles(let numbers):
      bytes.append(3)
      elements(numbers.map(\.bitPattern))
    }
  }

  private mutating func elements<N: FixedWidthInteger>(_ elements: [N]) {
    number(UInt64(elements.count))
    bytes.reserveCapacity(bytes.count + elements.count * MemoryLayout<N>.size + 4)
    for element in elements { number(element) }
  }
}

/// Takes numbers and texts off the front; `nil` where the bytes end too early.
private struct ByteReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func number<N: FixedWidthInteger>() -> N? {
    let size = MemoryLayout<N>.size
    guard rest.count >= size else { return nil }
    defer { rest = rest.dropFirst(size) }
    return rest.withUnsafeBytes { N(littleEndian: $0.loadUnaligned(as: N.self)) }
  }

  mutating func text() -> String? {
    guard let length: UInt32 = number() else { return nil }
    return text(Int(length))
  }

  private mutating func text(_ length: Int) -> String? {
    guard rest.count >= length else { return nil }
    defer { rest = rest.dropFirst(length) }
    return String(validating: rest.prefix(length), as: UTF8.self)
  }

  mutating func section() -> Archive.Section? {
    guard let type: UInt8 = number(), let length: UInt64 = number(),
      let count = Int(exactly: length), count <= rest.count
    else { return nil }
    switch type {
    case 0: return text(count).map { .text($0) }
    case 1:
      return elements(count) { (bits: UInt64) in Int64(bitPattern: bits) }.map { .integers($0) }
    case 2: return elements(count) { (bits: UInt32) in Float(bitPattern: bits) }.map { .floats($0) }
    case 3:
      return elements(count) { (bits: UInt64) in Double(bitPattern: bits) }.map { .doubles($0) }
    default: return nil
    }
  }

  private mutating func elements<Bits: FixedWidthInteger, Element>(
    _ count: Int, _ element: (Bits) -> Element
  ) -> [Element]? {
    let size = MemoryLayout<Bits>.size
    guard rest.count / size >= count else { return nil }
    defer { rest = rest.dropFirst(count * size) }
    return rest.withUnsafeBytes { bytes in
      (0..<count).map { i in
        element(Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: i * size, as: Bits.self)))
      }
    }
  }
}
