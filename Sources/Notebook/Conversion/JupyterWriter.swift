internal import Files
internal import Runtime

/// Writes a document as a notebook of Jupyter, format 4.5.
///
/// What Markdown writes otherwise than in the simplest way is kept in `metadata.tandem`, so that
/// reading the notebook again gives the same bytes.
struct JupyterWriter {
  let document: Document
  let rendition: Rendition
  private var names: Set<String> = []
  private var cellCount = 0

  init(_ document: Document, _ rendition: Rendition) {
    self.document = document
    self.rendition = rendition
  }

  /// The text of the file.
  mutating func text() -> String {
    let blocks = DocumentBlocks(document)
    var cells: [JSONValue] = []
    var rest = blocks.blocks[...]
    while let block = rest.popFirst() {
      var recorded: [DocumentBlock] = []
      if block.kind == .cell {
        while let next = rest.first, next.kind == .output || next.kind == .error {
          recorded.append(next)
          rest.removeFirst()
        }
      }
      cells.append(cell(block, recorded))
    }
    let notebook: JSONValue = .members([
      "cells": .array(cells), "metadata": metadata(blocks), "nbformat": .integer(4),
      "nbformat_minor": .integer(5),
    ])
    return notebook.text(.notebook) + "\n"
  }

  private func metadata(_ blocks: DocumentBlocks) -> JSONValue {
    let title = document.header.title
    return .members([
      "kernelspec": .members([
        "display_name": .string("Tandem"), "language": .string("tandem"),
        "name": .string("tandem"),
      ]),
      "language_info": .members([
        "file_extension": .string(".tdm"), "mimetype": .string("text/x-tandem"),
        "name": .string("tandem"), "pygments_lexer": .string("text"),
      ]),
      "tandem": .members([
        "end": blocks.end.map(JSONValue.string), "header": .string(blocks.header),
        "line_ends": blocks.hasReturns ? .string("\r\n") : nil,
      ]),
      "title": title.isEmpty ? nil : .string(title),
    ])
  }

  // MARK: - Cells

  private mutating func cell(_ block: DocumentBlock, _ recorded: [DocumentBlock]) -> JSONValue {
    let isCode = block.kind == .cell
    let foreign = block.foreign
    let type = isCode ? "code" : foreign?["cell_type"]?.string == "raw" ? "raw" : "markdown"
    let id = identifier(block)
    var count: JSONValue?
    var outputs: JSONValue?
    if isCode {
      let cell = document.cells[cellCount]
      cellCount += 1
      let isRun = !cell.attributes.isSkipped && cell.attributes.role.isRun
      count = isRun ? .integer(Int64(cell.number)) : .null
      outputs = .array(JupyterOutputs(cell, recorded, rendition).all)
    }
    let own = notes(block, recorded).map { [JSONValue.Member("tandem", $0)] } ?? []
    return .members([
      "attachments": isCode ? nil : foreign?["attachments"], "cell_type": .string(type),
      "execution_count": count, "id": .string(id),
      "metadata": .object((foreign?["metadata"]?.members ?? []) + own), "outputs": outputs,
      "source": .lines(source(block)),
    ])
  }

  /// The text of the cell; a notebook's own, where Markdown could not hold it.
  private func source(_ block: DocumentBlock) -> String {
    guard let source = block.foreign?["source"]?.string,
      JupyterReader.text(of: source, isCode: block.kind == .cell) == block.text
    else { return block.text }
    return source
  }

  /// What `metadata.tandem` says; `nil` where nothing is unusual.
  private func notes(_ block: DocumentBlock, _ recorded: [DocumentBlock]) -> JSONValue? {
    func unusual(_ kind: DocumentBlock.Kind) -> JSONValue? {
      guard let block = recorded.last(where: { $0.kind == kind }) else { return nil }
      return .fields([
        "before": block.before.map(JSONValue.string), "text": block.raw.map(JSONValue.string),
      ])
    }
    return .fields([
      "attributes": block.attributes.isEmpty ? nil : .string(block.attributes),
      "before": block.before.map(JSONValue.string), "error": unusual(.error),
      "output": unusual(.output), "text": block.raw.map(JSONValue.string),
    ])
  }

  /// A name for the cell: its `id`, or one that follows from what it says.
  private mutating func identifier(_ block: DocumentBlock) -> String {
    let id = block.kind == .cell ? document.cells[cellCount].attributes.id : nil
    let allowed = id.map { $0.utf8.filter(JupyterWriter.isAllowed).prefix(56) } ?? []
    var name = String(decoding: Array(allowed), as: UTF8.self)
    if name.isEmpty {
      let sum = String(Checksum.crc32(block.text.utf8), radix: 16)
      name = (block.kind == .cell ? "cell-" : "text-") + sum
    }
    var unique = name
    var count = 1
    while !names.insert(unique).inserted {
      count += 1
      unique = "\(name)-\(count)"
    }
    return unique
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || byte == 45 || byte == 95
      || byte < 128
        && (65...90).contains(byte & 0xDF)
  }
}

extension CellAttributes.Role {
  /// Whether a cell of this kind is run when a document is checked.
  var isRun: Bool {
    if case .exercise = self { return false }
    return true
  }
}
