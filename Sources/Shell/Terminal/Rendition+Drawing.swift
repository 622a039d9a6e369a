internal import Charts
internal import Notebook
internal import Runtime
internal import StandardLibrary

extension Rendition {
  /// Charts as pictures, programs in the colours of the prompt.
  static func drawn(_ outcomes: [Int: CellOutcome] = [:]) -> Rendition {
    let highlighter = SyntaxHighlighter(builtinNames: Set(StandardLibrary.builtins.map(\.name)))
    return Rendition(
      outcomes: outcomes,
      picture: { value in
        guard case .object(let box) = value else { return nil }
        return (box.object as? ChartObject)?.picture
      },
      colors: { program in
        highlighter.spans(in: program).map { ($0.range, $0.style.name) }
      })
  }
}

extension HighlightStyle {
  /// What a page calls the style.
  fileprivate var name: String {
    switch self {
    case .keyword: "keyword"
    case .number: "number"
    case .string: "string"
    case .comment: "comment"
    case .builtin, .command: "builtin"
    case .error: "invalid"
    case .unknown: "unknown"
    case .match: "match"
    }
  }
}
