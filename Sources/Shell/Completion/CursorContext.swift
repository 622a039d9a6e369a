/// Where in a program the cursor stands: in code, in a string or in a comment.
struct CursorContext {
  /// The code before the cursor, up to the quotation mark of a string that is open there; inside
  /// the braces of a string, the code in those braces.
  let code: String
  /// What a string that is open at the cursor has so far, as it is spelled.
  let openText: String?
  let isInComment: Bool

  private enum Frame {
    case code(start: Int, depth: Int)
    case text(start: Int, isBlock: Bool)
  }

  /// - Parameter before: the program up to the cursor.
  init(_ before: String) {
    var scanner = Scanner(bytes: Array(before.utf8))
    scanner.run()
    let bytes = scanner.bytes
    isInComment = scanner.isInComment
    switch scanner.frames.last {
    case .code(let start, _)?:
      code = String(decoding: bytes[start...], as: UTF8.self)
      openText = nil
    case .text(let start, let isBlock)?:
      var codeStart = 0
      if case .code(let start, _)? = scanner.frames.dropLast().last { codeStart = start }
      code = String(decoding: bytes[codeStart..<(start - (isBlock ? 3 : 1))], as: UTF8.self)
      openText = String(decoding: bytes[start...], as: UTF8.self)
    case nil:
      code = before
      openText = nil
    }
  }

  /// Walks over the bytes and keeps what is open: code, a string in it, code in braces in that.
  private struct Scanner {
    let bytes: [UInt8]
    var frames: [Frame] = [.code(start: 0, depth: 0)]
    var isInComment = false
    private var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func run() {
      while place < bytes.count {
        switch frames.last {
        case .code(let start, let depth)?: stepInCode(start, depth)
        case .text(_, let isBlock)?: stepInText(isBlock)
        case nil: return
        }
      }
    }

    private mutating func stepInCode(_ start: Int, _ depth: Int) {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "#"):
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
        isInComment = place == bytes.count
      case UInt8(ascii: "\""):
        let isBlock = isQuote(place) && isQuote(place + 1)
        if isBlock { place += 2 }
        frames.append(.text(start: place, isBlock: isBlock))
      case UInt8(ascii: "{"):
        frames[frames.count - 1] = .code(start: start, depth: depth + 1)
      case UInt8(ascii: "}"):
        if depth == 0, frames.count > 1 {
          frames.removeLast()
        } else {
          frames[frames.count - 1] = .code(start: start, depth: max(0, depth - 1))
        }
      default: break
      }
    }

    private mutating func stepInText(_ isBlock: Bool) {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\\"): place = min(bytes.count, place + 1)
      case UInt8(ascii: "{"): frames.append(.code(start: place, depth: 0))
      case UInt8(ascii: "\n") where !isBlock: frames.removeLast()
      case UInt8(ascii: "\"") where !isBlock: frames.removeLast()
      case UInt8(ascii: "\"") where isQuote(place) && isQuote(place + 1):
        place += 2
        frames.removeLast()
      default: break
      }
    }

    private func isQuote(_ index: Int) -> Bool {
      index < bytes.count && bytes[index] == UInt8(ascii: "\"")
    }
  }
}
