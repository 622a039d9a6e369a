internal import Diagnostics
internal import Glibc

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
    guard let handle = dlopen("libjansson.so.4", RTLD_NOW | RTLD_LOCAL) else {
      throw Failure(
        .limit, "the library Jansson, which reads JSON, was not found",
        notes: ["install it with: apt-get install libjansson4"])
    }
    func function<Signature>(_ name: String) throws(Failure) -> Signature {
      guard let symbol = dlsym(handle, name) else {
        throw Failure(.limit, "the installed Jansson lacks \(name)")
      }
      return unsafeBitCast(symbol, to: Signature.self)
    }
    load = try function("json_loadb")
    delete = try function("json_delete")
    elementCount = try function("json_array_size")
    element = try function("json_array_get")
    stringBytes = try function("json_string_value")
    stringLength = try function("json_string_length")
    integer = try function("json_integer_value")
    real = try function("json_real_value")
    firstMember = try function("json_object_iter")
    nextMember = try function("json_object_iter_next")
    memberKey = try function("json_object_iter_key")
    memberValue = try function("json_object_iter_value")
  }

  /// Flags of `json_loadb`: no name twice in an object, any value at the top, `\u0000` in strings.
  static let flags = 0x1 | 0x4 | 0x10
}

/// Jansson's `json_error_t`: where reading stopped, and why.
struct JanssonError {
  private let memory: UnsafeMutableRawPointer
  /// Three numbers, the source's name and the message.
  private static let (size, messageOffset) = (12 + 80 + 160, 12 + 80)

  init() {
    memory = .allocate(byteCount: Self.size, alignment: 8)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: Self.size)
  }

  func deallocate() { memory.deallocate() }

  var address: UnsafeMutableRawPointer { memory }
  var line: Int { Int(memory.load(as: Int32.self)) }
  var column: Int { Int(memory.load(fromByteOffset: 4, as: Int32.self)) }

  var message: String {
    String(cString: (memory + Self.messageOffset).assumingMemoryBound(to: CChar.self))
  }
}
