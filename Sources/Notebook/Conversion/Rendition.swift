package import Runtime

/// What a format that shows more than text is given: the values of a run, and how to draw them.
package struct Rendition {
  package typealias Picture = (svg: String, notes: [String])

  /// What cells brought in a run that agrees with what they recorded, by number.
  package var outcomes: [Int: CellOutcome]
  /// The picture of a value as SVG, and what a reader must know beside it; `nil` where its text says
  /// all.
  package let picture: (Value) -> Picture?
  /// The names of the colours in a program, as ranges of UTF-8 offsets in order.
  package let colors: (String) -> [(range: Range<Int>, name: String)]

  /// The page that a document becomes to which a link leads, as an address; `nil` for other links.
  package var address: (String) -> String? = { _ in nil }

  /// Text alone, unless told otherwise.
  package init(
    outcomes: [Int: CellOutcome] = [:], picture: @escaping (Value) -> Picture? = { _ in nil },
    colors: @escaping (String) -> [(range: Range<Int>, name: String)] = { _ in [] }
  ) {
    self.outcomes = outcomes
    self.picture = picture
    self.colors = colors
  }

  /// The pieces that a cell put out, each with its picture if it has one.
  func pieces(of cell: Document.Cell) -> [(piece: CellOutcome.Piece, picture: Picture?)] {
    (outcomes[cell.number]?.pieces ?? []).map { piece in
      if case .value(let value, _) = piece { return (piece, picture(value)) }
      return (piece, nil)
    }
  }
}
