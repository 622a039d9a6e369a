internal import Diagnostics
internal import Tensors

/// Bytes taken out of their compressed form.
enum Inflation {
  /// How the compressed bytes are wrapped.
  enum Form: Int32 {
    /// As they are: in zip files.
    case raw = -15
    /// With gzip's head and checksum.
    case gzip = 31
  }

  /// What came out, and how far the compressed bytes went.
  struct Result {
    var bytes: [UInt8]
    var consumed: Int
  }

  /// How many bytes zlib makes between two looks at the clock.
  private static let chunk = 1 << 20

  /// Takes one compressed stream apart.
  ///
  /// - Parameters:
  ///   - source: bytes that begin with the stream.
  ///   - form: how it is wrapped.
  ///   - expected: how many bytes come out, if that is known; more are an error.
  ///   - path: the file that errors are about.
  ///   - offset: where in the file the bytes begin.
  /// - Returns: the bytes, and how many of the compressed ones they took.
  /// - Throws: `data` with the place where damaged bytes were noticed, or for a stream that does not
  ///   end; `limit` when the bytes do not fit in memory.
  static func inflate(
    _ source: UnsafeBufferPointer<UInt8>, _ form: Form, expected: Int? = nil, of path: String,
    at offset: Int
  ) throws -> Result {
    let zlib = try ZlibLibrary.shared
    let stream = ZlibStream.allocated()
    defer { stream.deallocate() }
    guard
      zlib.beginInflating(stream, form.rawValue, ZlibLibrary.version, ZlibStream.size)
        == ZlibCode.ok
    else { throw Failure(.limit, "zlib could not begin to decompress \(path)") }
    defer { _ = zlib.endInflating(stream) }
    var bytes: [UInt8] = []
    if let expected {
      try checkMemory(expected, path)
      bytes.reserveCapacity(expected)
    }
    var buffer = [UInt8](repeating: 0, count: min(chunk, max(expected ?? chunk, 1)))
    var given = 0
    while true {
      try Interrupt.check()
      if stream.pointee.availableIn == 0, given < source.count {
        let size = min(source.count - given, 1 << 30)
        stream.pointee.nextIn = source.baseAddress.map { $0 + given }
        stream.pointee.availableIn = UInt32(size)
        given += size
      }
      let code = buffer.withUnsafeMutableBufferPointer { target in
        stream.pointee.nextOut = target.baseAddress
        stream.pointee.availableOut = UInt32(target.count)
        return zlib.inflate(stream, ZlibCode.noFlush)
      }
      let made = buffer.count - Int(stream.pointee.availableOut)
      if let expected, bytes.count + made > expected {
        throw damage(
          path, offset + given - Int(stream.pointee.availableIn), "more than \(expected) bytes")
      }
      try checkMemory(bytes.count + made, path)
      bytes += buffer[..<made]
      let consumed = given - Int(stream.pointee.availableIn)
      if code == ZlibCode.streamEnd { return Result(bytes: bytes, consumed: consumed) }
      if code == ZlibCode.bufferError
        || code == ZlibCode.ok && made == 0 && consumed == source.count
      {
        throw Failure(
          .data, "\(path), byte \(offset + source.count): the compressed data end too early",
          notes: ["the file may have been cut off"])
      }
      guard code == ZlibCode.ok else {
        let reason = stream.pointee.message.map { String(cString: $0) } ?? "code \(code)"
        throw damage(path, offset + consumed, reason)
      }
    }
  }

  private static func damage(_ path: String, _ place: Int, _ reason: String) -> Failure {
    Failure(
      .data, "\(path), byte \(place): expected compressed data, found damaged ones (\(reason))")
  }

  private static func checkMemory(_ count: Int, _ path: String) throws {
    try TensorMemory.check(
      count: count / MemoryLayout<Double>.stride, described: "the decompressed size of \(path)")
  }
}

/// Files compressed by gzip.
enum Gzip {
  /// Whether bytes begin as a gzip file does.
  static func isCompressed(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.starts(with: [0x1F, 0x8B])
  }

  /// The contents of a gzip file; several streams behind each other are one content, zeros behind
  /// them are padding.
  ///
  /// Deutsch, "GZIP file format specification version 4.3", RFC 1952, 1996.
  ///
  /// - Throws: `data` with the place in the file; `limit`.
  static func contents(_ bytes: [UInt8], of path: String) throws -> [UInt8] {
    var contents: [UInt8] = []
    var start = 0
    repeat {
      let part = try bytes.withUnsafeBufferPointer {
        try Inflation.inflate(
          UnsafeBufferPointer(rebasing: $0[start...]), .gzip, of: path, at: start)
      }
      contents = contents.isEmpty ? part.bytes : contents + part.bytes
      start += max(part.consumed, 1)
    } while start < bytes.count && isCompressed(bytes[start...])
    if let odd = bytes[min(start, bytes.count)...].firstIndex(where: { $0 != 0 }) {
      throw Failure(
        .data, "\(path), byte \(odd): expected the end of the compressed file, found more bytes")
    }
    return contents
  }
}

/// Bytes brought into their compressed form.
enum Deflation {
  /// The raw compressed form of bytes, as zip files hold it.
  ///
  /// - Throws: `limit` when zlib fails.
  static func deflate(_ bytes: [UInt8]) throws -> [UInt8] {
    let zlib = try ZlibLibrary.shared
    let stream = ZlibStream.allocated()
    defer { stream.deallocate() }
    guard
      zlib.beginDeflating(
        stream, 6, 8, Inflation.Form.raw.rawValue, 8, 0, ZlibLibrary.version, ZlibStream.size)
        == ZlibCode.ok
    else { throw Failure(.limit, "zlib could not begin to compress") }
    defer { _ = zlib.endDeflating(stream) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    try bytes.withUnsafeBufferPointer { source in
      var given = 0
      while true {
        try Interrupt.check()
        if stream.pointee.availableIn == 0, given < source.count {
          let size = min(source.count - given, 1 << 22)
          stream.pointee.nextIn = source.baseAddress.map { $0 + given }
          stream.pointee.availableIn = UInt32(size)
          given += size
        }
        let isLast = given == source.count
        let code = buffer.withUnsafeMutableBufferPointer { target in
          stream.pointee.nextOut = target.baseAddress
          stream.pointee.availableOut = UInt32(target.count)
          return zlib.deflate(stream, isLast ? ZlibCode.finish : ZlibCode.noFlush)
        }
        result += buffer[..<(buffer.count - Int(stream.pointee.availableOut))]
        if code == ZlibCode.streamEnd { return }
        guard code == ZlibCode.ok || code == ZlibCode.bufferError else {
          throw Failure(.limit, "zlib could not compress (code \(code))")
        }
      }
    }
    return result
  }
}
