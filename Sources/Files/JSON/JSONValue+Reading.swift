internal import Diagnostics

/// Why a text is no JSON, and where.
package struct JSONFault: Error, Sendable {
  package let line: Int
  package let column: Int
  package let message: String

  /// The place and the reason: `line 3, column 7: ']' expected near 'x'`.
  package var description: String { "line \(line), column \(column): \(message)" }
}

extension JSONValue {
  /// Reads a JSON text (RFC 8259), which may be any value.
  ///
  /// Members keep their order, whole numbers of 64 bits all their digits; larger ones become real
  /// numbers. Half of a surrogate pair, which JSON can write and UTF-8 cannot, becomes U+FFFD.
  ///
  /// - Parameter bytes: the text in UTF-8.
  /// - Throws: `JSONFault` where the text is no JSON or names a member twice; `limit` without the
  ///   library.
  package init(_ bytes: [UInt8]) throws {
    let library = try JanssonLibrary.shared
    let bytes = JSONSurrogates.replacingLone(in: bytes)
    var loaded = library.root(of: bytes, JanssonLibrary.flags)
    if loaded.fault?.message.hasPrefix("too big integer") == true {
      loaded = library.root(of: bytes, JanssonLibrary.flags | JanssonLibrary.readsIntegersAsReals)
    }
    guard let root = loaded.root else {
      throw loaded.fault ?? JSONFault(line: 1, column: 1, message: "nothing to read")
    }
    defer { library.delete(root) }
    self = library.value(root)
  }

  /// Reads the JSON text of a file.
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8.
  ///   - name: what errors call the file.
  /// - Returns: the value.
  /// - Throws: `data` with line and column where the text is no JSON; `limit` without the library.
  package static func read(_ bytes: [UInt8], name: String) throws -> JSONValue {
    do {
      return try JSONValue(bytes)
    } catch let fault as JSONFault {
      throw Failure(
        .data, "\(name), \(fault.description)", .damagedTable,
        facts: ["path": name, "line": "\(fault.line)"])
    }
  }
}

extension JanssonLibrary {
  fileprivate func root(of bytes: [UInt8], _ flags: Int) -> (root: Node?, fault: JSONFault?) {
    withUnsafeTemporaryAllocation(byteCount: FaultLayout.size, alignment: 8) { room in
      room.initializeMemory(as: UInt8.self, repeating: 0)
      guard let fault = room.baseAddress else { return (nil, nil) }
      let root = bytes.withUnsafeBytes { text in
        let empty: StaticString = ""
        let start = text.baseAddress ?? UnsafeRawPointer(empty.utf8Start)
        return load(start.assumingMemoryBound(to: CChar.self), text.count, flags, fault)
      }
      guard root == nil else { return (root, nil) }
      let message = room[FaultLayout.message].prefix { $0 != 0 }
      return (
        nil,
        JSONFault(
          line: max(Int(room.load(as: Int32.self)), 1),
          column: max(Int(room.load(fromByteOffset: 4, as: Int32.self)), 0),
          message: String(decoding: message, as: UTF8.self))
      )
    }
  }

  /// A node with all below it; Jansson allows 2048 levels.
  fileprivate func value(_ node: Node) -> JSONValue {
    switch node.load(as: Int32.self) {
    case 0: .object(members(of: node))
    case 1: .array((0..<elementCount(node)).compactMap { element(node, $0).map(value) })
    case 2: .string(text(stringBytes(node), count: stringLength(node)))
    case 3: .integer(integer(node))
    case 4: .real(real(node))
    case 5: .bool(true)
    case 6: .bool(false)
    default: .null
    }
  }

  private func members(of node: Node) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    var next = firstMember(node)
    while let member = next {
      if let key = memberKey(member), let child = memberValue(member) {
        members.append(JSONValue.Member(String(cString: key), value(child)))
      }
      next = nextMember(node, member)
    }
    return members
  }

  private func text(_ bytes: UnsafePointer<CChar>?, count: Int) -> String {
    guard let bytes else { return "" }
    return String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}
