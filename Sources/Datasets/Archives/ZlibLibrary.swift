internal import Diagnostics
internal import Files

/// The system's zlib, opened when the first compressed file needs it.
///
/// It is not linked, as programs that never use it start faster.
///
/// Deutsch, "DEFLATE Compressed Data Format Specification version 1.3", RFC 1951, 1996.
struct ZlibLibrary: @unchecked Sendable {
  /// Where a `ZlibStream` is.
  typealias Stream = UnsafeMutableRawPointer
  typealias Step = @convention(c) (Stream, Int32) -> Int32
  typealias End = @convention(c) (Stream) -> Int32

  let beginInflating: @convention(c) (Stream, Int32, UnsafePointer<CChar>, Int32) -> Int32
  let inflate: Step
  let endInflating: End
  let beginDeflating:
    @convention(c) (
      Stream, Int32, Int32, Int32, Int32, Int32, UnsafePointer<CChar>, Int32
    ) -> Int32
  let deflate: Step
  let endDeflating: End
  let checksum: @convention(c) (UInt, UnsafePointer<UInt8>?, UInt32) -> UInt

  private static let opened = Result { () throws(Failure) in try ZlibLibrary() }

  /// The library, opened at first use.
  ///
  /// - Throws: `limit` naming the package to install.
  static var shared: ZlibLibrary {
    get throws { try opened.get() }
  }

  private init() throws(Failure) {
    let library = try SharedLibrary(
      anyOf: ["libz.so.1"], called: "the compression library zlib", package: "zlib1g")
    beginInflating = try library.function("inflateInit2_")
    inflate = try library.function("inflate")
    endInflating = try library.function("inflateEnd")
    beginDeflating = try library.function("deflateInit2_")
    deflate = try library.function("deflate")
    endDeflating = try library.function("deflateEnd")
    checksum = try library.function("crc32")
  }

  /// The version whose layout `ZlibStream` has; all of 1.x have the same.
  static let version = "1.2.11"

  /// The CRC-32 of bytes, as gzip and zip files store it.
  static func crc32(_ bytes: some Collection<UInt8>) throws -> UInt32 {
    let checksum = try shared.checksum
    var sum: UInt = 0
    let whole: Void? = bytes.withContiguousStorageIfAvailable { bytes in
      var done = 0
      while done < bytes.count {
        let size = min(bytes.count - done, 1 << 30)
        sum = checksum(sum, bytes.baseAddress.map { $0 + done }, UInt32(size))
        done += size
      }
    }
    if whole == nil { return try crc32(Array(bytes)) }
    return UInt32(truncatingIfNeeded: sum)
  }
}

/// zlib's `z_stream`: what is read, what is written, and how far.
struct ZlibStream {
  var nextIn: UnsafePointer<UInt8>?
  var availableIn: UInt32 = 0
  var totalIn: UInt = 0
  var nextOut: UnsafeMutablePointer<UInt8>?
  var availableOut: UInt32 = 0
  var totalOut: UInt = 0
  var message: UnsafePointer<CChar>?
  var state: UnsafeMutableRawPointer?
  var allocate: UnsafeMutableRawPointer?
  var free: UnsafeMutableRawPointer?
  var opaque: UnsafeMutableRawPointer?
  var dataType: Int32 = 0
  var checksum: UInt = 0
  var reserved: UInt = 0

  /// One at an address of its own, which zlib keeps.
  static func allocated() -> UnsafeMutablePointer<ZlibStream> {
    let stream = UnsafeMutablePointer<ZlibStream>.allocate(capacity: 1)
    stream.initialize(to: ZlibStream())
    return stream
  }

  static var size: Int32 { Int32(MemoryLayout<ZlibStream>.size) }
}

/// What zlib's functions give.
enum ZlibCode {
  static let ok: Int32 = 0
  static let streamEnd: Int32 = 1
  static let dataError: Int32 = -3
  static let bufferError: Int32 = -5
  static let finish: Int32 = 4
  static let noFlush: Int32 = 0
}
