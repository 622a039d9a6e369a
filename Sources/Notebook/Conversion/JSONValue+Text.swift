internal import Diagnostics
internal import Glibc

extension JSONValue {
  /// Reads JSON.
  ///
  /// Half of a surrogate pair, which JSON can write and UTF-8 cannot, becomes U+FFFD.
  ///
  /// - Throws: `syntax` with the line when the text is no JSON; `limit` without the library.
  init(json text: String) throws {
    let library = try JSONLibrary.shared
    let bytes = JSONValue.withoutLoneSurrogates(Array(text.utf8))
    let (root, fault) = JSONLibrary.Fault.catching { fault in
      bytes.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          library.load($0.baseAddress, $0.count, JSONLibrary.Flag.allowsNull, fault)
        }
      }
    }
    guard let root else {
      throw Failure(.syntax, "line \(fault.line) is no JSON: \(fault.message)")
    }
    defer { library.delete(root) }
    self = JSONValue(root, library)
  }

  private init(_ node: JSONLibrary.Node, _ library: JSONLibrary) {
    switch library.kind(of: node) {
    case .object:
      var fields: [String: JSONValue] = [:]
      var entry = library.firstEntry(node)
      while let here = entry {
        if let key = library.key(here), let value = library.value(here) {
          fields[String(cString: key)] = JSONValue(value, library)
        }
        entry = library.nextEntry(node, here)
      }
      self = .object(fields)
    case .array:
      self = .array(
        (0..<library.count(node)).compactMap { index in
          library.element(node, index).map { JSONValue($0, library) }
        })
    case .string:
      let bytes = UnsafeBufferPointer(
        start: library.string(node), count: library.stringLength(node))
      self = .string(
        bytes.withMemoryRebound(to: UInt8.self) { String(decoding: $0, as: UTF8.self) })
    case .integer: self = .integer(library.integer(node))
    case .real: self = .real(library.real(node))
    case .yes: self = .bool(true)
    case .no: self = .bool(false)
    case .null, nil: self = .null
    }
  }

  /// The value as text with sorted keys, as Jupyter writes its files, or on one line.
  ///
  /// - Throws: `limit` without the library.
  func json(isCompact: Bool = false) throws -> String {
    let library = try JSONLibrary.shared
    let root = node(library) ?? nil
    let style = isCompact ? JSONLibrary.Flag.compact : JSONLibrary.Flag.indents
    guard let root,
      let text = library.dump(
        root, style | JSONLibrary.Flag.sortsKeys | JSONLibrary.Flag.exactReals)
    else { throw Failure(.limit, "there is not enough memory for the JSON text") }
    defer {
      free(text)
      library.delete(root)
    }
    return String(cString: text)
  }

  private func node(_ library: JSONLibrary) -> JSONLibrary.Node? {
    switch self {
    case .null: return library.makeNull()
    case .bool(let bool): return bool ? library.makeTrue() : library.makeFalse()
    case .integer(let number): return library.makeInteger(number)
    case .real(let number): return library.makeReal(number) ?? library.makeNull()
    case .string(let text):
      var text = text
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { library.makeString($0.baseAddress, $0.count) }
      }
    case .array(let elements):
      guard let array = library.makeArray() else { return nil }
      for element in elements { _ = library.append(array, element.node(library)) }
      return array
    case .object(let fields):
      guard let object = library.makeObject() else { return nil }
      for (key, value) in fields { _ = library.set(object, key, value.node(library)) }
      return object
    }
  }

  // MARK: - Surrogates

  /// The text with `\uFFFD` for every escape of a surrogate that has no partner.
  private static func withoutLoneSurrogates(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      guard let unit = escape(in: bytes, at: index), (0xD800...0xDFFF).contains(unit) else {
        index += 2
        continue
      }
      if unit < 0xDC00, let low = escape(in: bytes, at: index + 6),
        (0xDC00...0xDFFF).contains(low)
      {
        index += 12
        continue
      }
      result.replaceSubrange(index + 2..<index + 6, with: Array("FFFD".utf8))
      index += 6
    }
    return result
  }

  /// The number of an escape `\uXXXX` that begins at a place.
  private static func escape(in bytes: [UInt8], at start: Int) -> UInt16? {
    guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"),
      bytes[start + 1] == UInt8(ascii: "u")
    else { return nil }
    return UInt16(String(decoding: bytes[start + 2..<start + 6], as: UTF8.self), radix: 16)
  }
}
