internal import Diagnostics
internal import Files

/// The system's Jansson, which reads and writes JSON, opened when the first notebook of Jupyter
/// needs it.
///
/// It is not linked, as programs that never use it start faster.
struct JSONLibrary: @unchecked Sendable {
  typealias Node = UnsafeMutableRawPointer
  typealias Text = UnsafePointer<CChar>

  /// What a node holds, in the order of Jansson's `json_type`.
  enum Kind: UInt32 { case object, array, string, integer, real, yes, no, null }

  let load: @convention(c) (Text?, Int, Int, Node?) -> Node?
  let dump: @convention(c) (Node, Int) -> UnsafeMutablePointer<CChar>?
  let delete: @convention(c) (Node) -> Void
  let firstEntry: @convention(c) (Node) -> Node?
  let nextEntry: @convention(c) (Node, Node) -> Node?
  let key: @convention(c) (Node) -> Text?
  let value: @convention(c) (Node) -> Node?
  let count: @convention(c) (Node) -> Int
  let element: @convention(c) (Node, Int) -> Node?
  let string: @convention(c) (Node) -> Text?
  let stringLength: @convention(c) (Node) -> Int
  let integer: @convention(c) (Node) -> Int64
  let real: @convention(c) (Node) -> Double
  let makeObject: @convention(c) () -> Node?
  let makeArray: @convention(c) () -> Node?
  let makeString: @convention(c) (Text?, Int) -> Node?
  let makeInteger: @convention(c) (Int64) -> Node?
  let makeReal: @convention(c) (Double) -> Node?
  let makeTrue: @convention(c) () -> Node?
  let makeFalse: @convention(c) () -> Node?
  let makeNull: @convention(c) () -> Node?
  let set: @convention(c) (Node, Text, Node?) -> Int32
  let append: @convention(c) (Node, Node?) -> Int32

  private static let opened = Result { () throws(Failure) in try JSONLibrary() }

  /// The library, opened at first use.
  ///
  /// - Throws: `limit` naming the package to install.
  static var shared: JSONLibrary {
    get throws { try opened.get() }
  }

  private init() throws(Failure) {
    let library = try SharedLibrary(
      anyOf: ["libjansson.so.4"], called: "the JSON library Jansson", package: "libjansson4")
    load = try library.function("json_loadb")
    dump = try library.function("json_dumps")
    delete = try library.function("json_delete")
    firstEntry = try library.function("json_object_iter")
    nextEntry = try library.function("json_object_iter_next")
    key = try library.function("json_object_iter_key")
    value = try library.function("json_object_iter_value")
    count = try library.function("json_array_size")
    element = try library.function("json_array_get")
    string = try library.function("json_string_value")
    stringLength = try library.function("json_string_length")
    integer = try library.function("json_integer_value")
    real = try library.function("json_real_value")
    makeObject = try library.function("json_object")
    makeArray = try library.function("json_array")
    makeString = try library.function("json_stringn")
    makeInteger = try library.function("json_integer")
    makeReal = try library.function("json_real")
    makeTrue = try library.function("json_true")
    makeFalse = try library.function("json_false")
    makeNull = try library.function("json_null")
    set = try library.function("json_object_set_new")
    append = try library.function("json_array_append_new")
  }

  /// The kind of a node, which is its first field.
  func kind(of node: Node) -> Kind? { Kind(rawValue: node.load(as: UInt32.self)) }
}

extension JSONLibrary {
  /// Why a text is no JSON, as Jansson tells it in a `json_error_t`: line, column and position, 80
  /// bytes for the source and 160 for the message.
  struct Fault {
    private(set) var line: Int32 = 0
    private(set) var message = ""

    /// Calls `body` with the room for a fault.
    static func catching<Result>(_ body: (Node?) -> Result) -> (result: Result, fault: Fault) {
      withUnsafeTemporaryAllocation(byteCount: 252, alignment: 4) { room in
        room.initializeMemory(as: UInt8.self, repeating: 0)
        let result = body(room.baseAddress)
        var fault = Fault()
        fault.line = room.load(as: Int32.self)
        fault.message = String(decoding: room[92..<251].prefix { $0 != 0 }, as: UTF8.self)
        return (result, fault)
      }
    }
  }

  /// Flags of reading and writing, as Jansson numbers them.
  enum Flag {
    static let allowsNull = 0x10
    static let sortsKeys = 0x80
    static let exactReals = 17 << 11
    /// A line for each element, indented by one space as Jupyter does it.
    static let indents = 1
    static let compact = 0x20
  }
}
