internal import Charts
internal import Tensors

/// The name of a figure among those of a stage, or of one entry of it: `loss`, `guesses[2]`.
package struct FigureName: Sendable, Hashable {
  /// As it was typed.
  package let text: String
  private let name: String
  private let index: [Int]

  /// The figure that a text names; brackets hold positions from 0, `W[1, 2]` for a matrix.
  package init(_ text: String) {
    self.text = text
    guard text.last == "]", let open = text.lastIndex(of: "["), open > text.startIndex else {
      name = text
      index = []
      return
    }
    let parts = text[text.index(after: open)...].dropLast().split(separator: ",")
    let positions = parts.compactMap { Int(String($0).trimmingBlanks) }
    let isIndex = !positions.isEmpty && positions.count == parts.count
    name = isIndex ? String(text[..<open]).trimmingBlanks : text
    index = isIndex ? positions : []
  }

  /// The figures that a text names between commas; those in brackets belong to a name.
  static func list(_ text: String) -> [FigureName] {
    var depth = 0
    let parts = text.split { character in
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      return character == "," && depth <= 0
    }
    return parts.map { FigureName(String($0).trimmingBlanks) }.filter { !$0.text.isEmpty }
  }

  /// The figure in a stage; `nil` when the stage has none of this name, or no such entry.
  package func value(in state: [(name: String, value: StateValue)]) -> StateValue? {
    if let exact = state.first(where: { $0.name == text }) { return exact.value }
    guard let found = state.first(where: { $0.name == name })?.value else { return nil }
    return index.isEmpty ? found : found.entry(index)
  }
}

extension StateValue {
  /// The entry at some positions from 0; `nil` when there is none.
  fileprivate func entry(_ index: [Int]) -> StateValue? {
    switch self {
    case .list(let list):
      guard let first = index.first, list.indices.contains(first) else { return nil }
      return index.count == 1 ? list[first] : list[first].entry(Array(index.dropFirst()))
    case .tensor(let tensor):
      let shape = tensor.shape.dimensions
      guard shape.count == index.count, zip(index, shape).allSatisfy({ $0 >= 0 && $0 < $1 }) else {
        return nil
      }
      return .number(tensor[flat: zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }])
    case .number, .text: return nil
    }
  }

  /// The number, when it is one, or a tensor of one entry.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .tensor(let tensor): tensor.count == 1 ? tensor[flat: 0] : nil
    case .text, .list: nil
    }
  }

  /// The figure in a few characters.
  package var short: String {
    switch self {
    case .number(let number): return shortNumber(number, digits: 6)
    case .text(let text): return text
    case .tensor(let tensor):
      let shown = (0..<min(tensor.count, 6)).map { shortNumber(tensor[flat: $0]) }
      return "[\(shown.joined(separator: ", "))\(tensor.count > shown.count ? ", …" : "")]"
    case .list(let list):
      let shown = list.prefix(6).map(\.short).joined(separator: ", ")
      return "[\(shown)\(list.count > 6 ? ", …" : "")]"
    }
  }
}

extension String {
  /// The text without blanks at both ends.
  var trimmingBlanks: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
