/// Links of a page to documents that become pages, too.
enum PageLinks {
  private static let opening = "<a href=\""

  /// The page with the addresses that `address` gives; fragments stay.
  static func replacing(in html: String, _ address: (String) -> String?) -> String {
    var result = ""
    var rest = html[...]
    while let start = rest.utf8.firstRange(of: opening.utf8) {
      result += rest[..<start.upperBound]
      rest = rest[start.upperBound...]
      guard let end = rest.utf8.firstIndex(of: UInt8(ascii: "\"")) else { break }
      let link = rest[..<end]
      let path = link.prefix { $0 != "#" }
      if !path.isEmpty, let page = address(decoded(path)) {
        result += encoded(page) + link[path.endIndex...]
      } else {
        result += link
      }
      rest = rest[end...]
    }
    return result + rest
  }

  /// A path with what `%20` and `&amp;` stand for.
  private static func decoded(_ path: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = path.replacing("&amp;", with: "&").utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"),
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A path as an address in a page.
  static func encoded(_ path: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
    return path.utf8.map { byte in
      if plain.contains(byte) { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
