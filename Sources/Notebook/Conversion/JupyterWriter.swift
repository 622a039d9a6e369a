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
  ///
  /// - Throws: `limit` without the JSON library.
  mutating func text() throws -> String {
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
    let notebook: JSONValue = .object([
      "cells": .array(cells), "metadata": metadata(blocks), "nbformat": .integer(4),
      "nbformat_minor": .integer(5),
    ])
    return try notebook.json() + "\n"
  }

  private func metadata(_ blocks: DocumentBlocks) -> JSONValue {
    var fields: [String: JSONValue] = [
      "kernelspec": .object([
        "name": .string("tandem"), "display_name": .string("Tandem"),
        "language": .string("tandem"),
      ]),
      "language_info": .object([
        "name": .string("tandem"), "file_extension": .string(".tdm"),
        "mimetype": .string("text/x-tandem"), "pygments_lexer": .string("text"),
      ]),
      "tandem": .object(
        [
          "header": .string(blocks.header), "end": blocks.end.map(JSONValue.string),
          "line_ends": blocks.hasReturns ? .string("\r\n") : nil,
        ].compactMapValues { $0 }),
    ]
    if !document.header.title.isEmpty { fields["title"] = .string(document.header.title) }
    return .object(fields)
  }

  // MARK: - Cells

  private mutating func cell(_ block: DocumentBlock, _ recorded: [DocumentBlock]) -> JSONValue {
    let isCode = block.kind == .cell
    let foreign = block.foreign
    let type = isCode ? "code" : foreign?["cell_type"]?.string == "raw" ? "raw" : "markdown"
    var fields: [String: JSONValue] = [
      "cell_type": .string(type), "id": .string(identifier(block)),
      "source": .lines(source(block)),
    ]
    var metadata = foreign?["metadata"]?.object ?? [:]
    metadata["tandem"] = notes(block, recorded)
    fields["metadata"] = .object(metadata)
    if !isCode, let attachments = foreign?["attachments"] { fields["attachments"] = attachments }
    if isCode {
      let cell = document.cells[cellCount]
      cellCount += 1
      let isRun = !cell.attributes.isSkipped && cell.attributes.role.isRun
      fields["execution_count"] = isRun ? .integer(Int64(cell.number)) : .null
      fields["outputs"] = .array(JupyterOutputs(cell, recorded, rendition).all)
    }
    return .object(fields)
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
    var fields: [String: JSONValue?] = [
      "attributes": block.attributes.isEmpty ? nil : .string(block.attributes),
      "before": block.before.map(JSONValue.string), "text": block.raw.map(JSONValue.string),
    ]
    for block in recorded {
      fields[block.kind.rawValue] = .fields([
        "before": block.before.map(JSONValue.string), "text": block.raw.map(JSONValue.string),
      ])
    }
    return .fields(fields)
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
