internal import Diagnostics

/// A value as a JSON text writes it.
package indirect enum JSONValue: Sendable, Equatable {
  /// A name of an object with its value.
  package struct Member: Sendable, Equatable {
    package let name: String
    package let value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// The members in the order of the text.
  case object([Member])

  /// Reads a JSON text (RFC 8259), which may be any value.
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8.
  ///   - name: what errors call the text.
  /// - Returns: the value.
  /// - Throws: `data` with line and column where the text is no JSON; `limit` without the library.
  package static func read(_ bytes: [UInt8], name: String) throws -> JSONValue {
    let library = try JanssonLibrary.shared
    let error = JanssonError()
    defer { error.deallocate() }
    let root = bytes.withUnsafeBytes { text in
      let empty: StaticString = ""
      let start = text.baseAddress ?? UnsafeRawPointer(empty.utf8Start)
      return library.load(
        start.assumingMemoryBound(to: CChar.self), text.count, JanssonLibrary.flags, error.address)
    }
    guard let root else {
      throw Failure(
        .data, "\(name), line \(error.line), column \(error.column): \(error.message)",
        .damagedTable, facts: ["path": name, "line": "\(error.line)"])
    }
    defer { library.delete(root) }
    return library.value(root)
  }
}

extension JanssonLibrary {
  /// A node with all below it; Jansson allows 2048 levels.
  fileprivate func value(_ node: Node) -> JSONValue {
    switch node.load(as: Int32.self) {
    case 0: .object(members(of: node))
    case 1: .array((0..<elementCount(node)).compactMap { element(node, $0).map(value) })
    case 2: .string(text(stringBytes(node), count: stringLength(node)))
    case 3: .number(Double(integer(node)))
    case 4: .number(real(node))
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
    let buffer = UnsafeRawBufferPointer(start: bytes, count: count)
    return String(decoding: buffer, as: UTF8.self)
  }
}
