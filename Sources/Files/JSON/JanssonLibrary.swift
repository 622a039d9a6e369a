internal import Diagnostics

/// The system's Jansson, which reads JSON, opened when the first such file needs it.
///
/// It is not linked, as programs that never use it start faster.
struct JanssonLibrary: @unchecked Sendable {
  /// A `json_t`: its first field is the type.
  typealias Node = UnsafeMutableRawPointer

  let load: @convention(c) (UnsafePointer<CChar>, Int, Int, UnsafeMutableRawPointer) -> Node?
  let delete: @convention(c) (Node) -> Void
  let elementCount: @convention(c) (Node) -> Int
  let element: @convention(c) (Node, Int) -> Node?
  let stringBytes: @convention(c) (Node) -> UnsafePointer<CChar>?
  let stringLength: @convention(c) (Node) -> Int
  let integer: @convention(c) (Node) -> Int64
  let real: @convention(c) (Node) -> Double
  let firstMember: @convention(c) (Node) -> Node?
  let nextMember: @convention(c) (Node, Node) -> Node?
  let memberKey: @convention(c) (Node) -> UnsafePointer<CChar>?
  let memberValue: @convention(c) (Node) -> Node?

  private static let opened = Result { () throws(Failure) in try JanssonLibrary() }

  /// The library, opened at first use.
  ///
  /// - Throws: `limit` naming the package to install.
  static var shared: JanssonLibrary {
    get throws { try opened.get() }
  }

  private init() throws(Failure) {
    let library = try SharedLibrary(
      anyOf: ["libjansson.so.4"], called: "the JSON library Jansson", package: "libjansson4")
    load = try library.function("json_loadb")
    delete = try library.function("json_delete")
    elementCount = try library.function("json_array_size")
    element = try library.function("json_array_get")
    stringBytes = try library.function("json_string_value")
    stringLength = try library.function("json_string_length")
    integer = try library.function("json_integer_value")
    real = try library.function("json_real_value")
    firstMember = try library.function("json_object_iter")
    nextMember = try library.function("json_object_iter_next")
    memberKey = try library.function("json_object_iter_key")
    memberValue = try library.function("json_object_iter_value")
  }

  /// Flags of `json_loadb`: no name twice in an object, any value at the top, `\u0000` in strings.
  static let flags = 0x1 | 0x4 | 0x10
  /// Whole numbers as real ones, which no number of digits is too much for.
  static let readsIntegersAsReals = 0x8

  /// Jansson's `json_error_t`: three numbers, of which the first two are line and column, the source's
  /// name and the message.
  enum FaultLayout {
    static let size = 12 + 80 + 160
    static let message = (12 + 80)..<(size - 1)
  }
}
