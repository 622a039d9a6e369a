internal import Files
internal import Runtime

/// What a cell recorded as the outputs of a notebook's cell.
///
/// One `execute_result` holds the recorded text. Where a run gave charts, each is an output with a
/// picture; texts in order still give the recorded text.
struct JupyterOutputs {
  private let cell: Document.Cell
  private let recorded: [DocumentBlock]
  private let rendition: Rendition

  init(_ cell: Document.Cell, _ recorded: [DocumentBlock], _ rendition: Rendition) {
    self.cell = cell
    self.recorded = recorded
    self.rendition = rendition
  }

  var all: [JSONValue] {
    recorded.flatMap { block in
      block.kind == .output ? outputs(block.text) : [error(block.text)]
    }
  }

  private func error(_ text: String) -> JSONValue {
    .members([
      "ename": .string("Error"), "evalue": .string(text), "output_type": .string("error"),
      "traceback": .array(
        text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
          .map { .string(String(Substring($0))) }),
    ])
  }

  private func outputs(_ text: String) -> [JSONValue] {
    let pieces = rendition.pieces(of: cell)
    if pieces.count == 1, let picture = pieces[0].picture { return [result(text, picture.svg)] }
    let texts = pieces.map(\.piece.text)
    guard pieces.contains(where: { $0.picture != nil }), texts.joined() == text + "\n",
      texts.allSatisfy({ $0.utf8.last == UInt8(ascii: "\n") })
    else { return [result(text, nil)] }
    return pieces.map { piece, picture in
      switch piece {
      case .text(let text):
        .members([
          "name": .string("stdout"), "output_type": .string("stream"), "text": .lines(text),
        ])
      case .value(_, let text):
        .members([
          "data": data(String(text.unicodeScalars.dropLast()), picture?.svg),
          "metadata": .object([]), "output_type": .string("display_data"),
        ])
      }
    }
  }

  private func result(_ text: String, _ picture: String?) -> JSONValue {
    .members([
      "data": data(text, picture), "execution_count": .integer(Int64(cell.number)),
      "metadata": .object([]), "output_type": .string("execute_result"),
    ])
  }

  private func data(_ text: String, _ picture: String?) -> JSONValue {
    .members(["image/svg+xml": picture.map(JSONValue.lines), "text/plain": .lines(text)])
  }
}
