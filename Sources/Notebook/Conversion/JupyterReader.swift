internal import Diagnostics
internal import Files

/// Reads a notebook of Jupyter, formats 4.0 to 4.5, as the blocks of a document.
///
/// Cells of another language are kept and marked `skip`. What a document has no place for is named.
struct JupyterReader {
  private let name: String
  private(set) var blocks = DocumentBlocks()
  /// What was left out or changed, as sentences.
  private(set) var notes: [String] = []
  private var isOwn = false
  private var pictureCount = 0
  private var isSkipped = false

  /// Reads the text of a file.
  ///
  /// - Throws: `syntax` when it is no JSON or no notebook; `unsupported` for other formats.
  init(_ text: String, name: String) throws {
    self.name = name
    let notebook: JSONValue
    do { notebook = try JSONValue(Array(text.utf8)) } catch let fault as JSONFault {
      throw Failure(
        .syntax,
        "\(name) is no notebook: line \(fault.line) is no JSON: \(fault.message), at column "
          + "\(fault.column)")
    }
    guard let format = notebook["nbformat"]?.integer else {
      throw Failure(.syntax, "\(name) is no notebook: it does not say its nbformat")
    }
    guard format == 4 else {
      throw Failure(
        .unsupported, "\(name) has nbformat \(format), and only 4 is read",
        notes: ["jupyter nbconvert --to notebook writes it anew as nbformat 4"])
    }
    guard let cells = notebook["cells"]?.array else {
      throw Failure(.syntax, "\(name) is no notebook: it has no list of cells")
    }
    readMetadata(notebook["metadata"])
    for (index, cell) in cells.enumerated() { try read(cell, number: index + 1) }
    if pictureCount > 0 {
      notes.append(
        "\(name): \(pictureCount) \(pictureCount == 1 ? "output" : "outputs") without text left out"
      )
    }
  }

  private mutating func readMetadata(_ metadata: JSONValue?) {
    let own = metadata?["tandem"]
    isOwn = own?["header"]?.string != nil
    if let header = own?["header"]?.string {
      blocks.header = header
    } else {
      blocks = DocumentBlocks(title: metadata?["title"]?.string ?? "")
    }
    blocks.end = own?["end"]?.string.flatMap { BlankLines.areAll($0) ? $0 : nil }
    blocks.hasReturns = own?["line_ends"]?.string == "\r\n"
    let language =
      metadata?["language_info"]?["name"]?.string ?? metadata?["kernelspec"]?["language"]?.string
    if let language, language != "tandem" {
      isSkipped = true
      notes.append(
        "\(name) is a notebook of \(language): its cells are marked skip and kept as they are")
    }
  }

  // MARK: - Cells

  private mutating func read(_ cell: JSONValue, number: Int) throws {
    guard let type = cell["cell_type"]?.string, let source = cell["source"]?.lines else {
      throw Failure(.syntax, "\(name) is no notebook: cell \(number) has no type or no source")
    }
    let isCode = type == "code"
    guard isCode || type == "markdown" || type == "raw" else {
      throw Failure(
        .syntax,
        "\(name) is no notebook: cell \(number) must be code, markdown or raw, found \(type)")
    }
    var block = DocumentBlock(
      kind: isCode ? .cell : .prose, text: JupyterReader.text(of: source, isCode: isCode))
    let own = cell["metadata"]?["tandem"]
    block.before = own?["before"]?.string
    block.raw = own?["text"]?.string
    if isCode { block.attributes = attributes(own?["attributes"]?.string) }
    block.foreign = foreign(cell, type, source, text: block.text)
    blocks.blocks.append(block)
    if isCode { readOutputs(cell["outputs"]?.array ?? [], own) }
  }

  /// The words behind `tandem`, on one line.
  private func attributes(_ text: String?) -> String {
    var words = (text ?? "").unicodeScalars.split { $0.properties.isWhitespace }.map(String.init)
    if isSkipped, !words.contains("skip") { words.append("skip") }
    let plain = trimmed(text ?? "")
    // Spaces between words are kept where no line ends there.
    return isSkipped || plain.utf8.contains(10) || plain.utf8.contains(96)
      ? words.filter { !$0.utf8.contains(96) }.joined(separator: " ") : plain
  }

  /// What Markdown has no place for, of all that people write into a cell.
  private func foreign(
    _ cell: JSONValue, _ type: String, _ source: String, text: String
  ) -> JSONValue? {
    let kept = ["tags", "slideshow", "name", "format", "raw_mimetype"]
    let metadata = cell["metadata"]?.members?.filter { kept.contains($0.name) } ?? []
    let attachments = cell["attachments"]?.members ?? []
    return .fields([
      "attachments": attachments.isEmpty ? nil : .object(attachments),
      "cell_type": type == "raw" ? .string("raw") : nil,
      "metadata": metadata.isEmpty ? nil : .object(metadata),
      "source": source.utf8.elementsEqual(text.utf8) ? nil : .string(source),
    ])
  }

  /// The text of a cell as a document can hold it: prose without blank lines around it and without
  /// an open fence, line ends as newlines.
  static func text(of source: String, isCode: Bool) -> String {
    guard !isCode else { return withoutReturns(source) }
    let text = BlankLines.trimmed(source).text
    var open: Fence?
    for line in withoutReturns(text).utf8.split(separator: 10, omittingEmptySubsequences: false) {
      let line = String(Substring(line))
      if let fence = open {
        if fence.isClosed(by: line) { open = nil }
      } else {
        open = Fence(opening: line)
      }
    }
    return open.map { text + "\n" + $0.text } ?? text
  }

  private static func withoutReturns(_ text: String) -> String {
    guard text.utf8.contains(13) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n", result.last == "\r" { result.removeLast() }
      result.append(scalar)
    }
    return String(result)
  }

  // MARK: - Outputs

  private mutating func readOutputs(_ outputs: [JSONValue], _ own: JSONValue?) {
    var output: String?
    var error: String?
    for value in outputs {
      if value["output_type"]?.string == "error" {
        error = JupyterReader.message(value, isOwn: isOwn)
      } else if let text = JupyterReader.text(value) {
        let above = output.map { $0.isEmpty || $0.utf8.last == 10 ? $0 : $0 + "\n" } ?? ""
        output = above + text
      } else {
        pictureCount += 1
      }
    }
    if let output { append(.output, output, own) }
    if let error { append(.error, error, own) }
  }

  private mutating func append(_ kind: DocumentBlock.Kind, _ text: String, _ own: JSONValue?) {
    let own = own?[kind.rawValue]
    var text = JupyterReader.withoutReturns(text)
    if text.utf8.last == 10 { text.unicodeScalars.removeLast() }
    blocks.blocks.append(
      DocumentBlock(
        kind: kind, text: text, before: own?["before"]?.string, raw: own?["text"]?.string))
  }

  /// What an output says as text; `nil` for pictures alone.
  private static func text(_ output: JSONValue) -> String? {
    if let text = output["text"]?.lines { return text }
    return (output["data"]?["text/plain"]?.lines).map { $0 + "\n" }
  }

  private static func message(_ error: JSONValue, isOwn: Bool) -> String {
    let name = error["ename"]?.string ?? ""
    let value = error["evalue"]?.string ?? ""
    return isOwn || name.isEmpty ? value : value.isEmpty ? name : "\(name): \(value)"
  }
}
