internal import Diagnostics

/// A way to keep a document in a file; the one table of them.
package struct DocumentFormat: Sendable {
  /// The ending of its files, which is also its name in `--to`.
  package let name: String
  /// What it is, in a few words.
  package let summary: String
  /// Whether a run of the cells adds something to what is recorded.
  package let takesRun: Bool
  /// Reads a document; `nil` where a file cannot be one.
  private let reader: (@Sendable (String, String) throws -> Reading)?
  private let writer: @Sendable (Document, Rendition) throws -> String

  /// A document that was read, and what was left out on the way.
  package struct Reading: Sendable {
    package let document: Document
    /// Sentences that begin with the name of the file.
    package let notes: [String]
  }

  /// Every format.
  package static let all: [DocumentFormat] = [
    DocumentFormat(
      name: "md", summary: "a document", takesRun: false,
      reader: { Reading(document: try Document($0, name: $1), notes: []) },
      writer: { document, _ in document.text }),
    DocumentFormat(
      name: "ipynb", summary: "a notebook of Jupyter", takesRun: true,
      reader: { text, name in
        let reader = try JupyterReader(text, name: name)
        return Reading(
          document: try Document(reader.blocks.text, name: name), notes: reader.notes)
      },
      writer: { document, rendition in
        var writer = JupyterWriter(document, rendition)
        return writer.text()
      }),
    DocumentFormat(
      name: "html", summary: "a page for a browser", takesRun: true, reader: nil,
      writer: { try DocumentPage($0, $1).text() }),
    DocumentFormat(
      name: "tdm", summary: "a program", takesRun: false,
      reader: { text, name in
        Reading(
          document: try Document(ProgramReader(text).blocks.text, name: name), notes: [])
      },
      writer: { document, _ in
        var writer = ProgramWriter(document)
        return writer.text()
      }),
  ]

  /// The names of all formats, to choose one: `md, ipynb, html or tdm`.
  package static let names: String = {
    let names = all.map(\.name)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }()

  /// The format of a file, by its ending; `nil` for any other.
  package static func of(_ path: String) -> DocumentFormat? {
    let parts = path.split(separator: "/").last?.split(
      separator: ".", omittingEmptySubsequences: false)
    guard let parts, parts.count > 1, let ending = parts.last?.lowercased() else { return nil }
    return all.first { $0.name == ending }
  }

  /// The format of a file, by its ending.
  ///
  /// - Throws: `argument` with the endings there are.
  package static func known(by path: String) throws -> DocumentFormat {
    if let format = of(path) { return format }
    throw Failure(
      .argument, "\(path) has no ending that tells its format",
      notes: ["known are \(all.map { "." + $0.name }.joined(separator: ", "))"])
  }

  /// The format called so.
  ///
  /// - Throws: `argument` with the names there are.
  package static func named(_ name: String) throws -> DocumentFormat {
    if let format = all.first(where: { $0.name == name }) { return format }
    throw Failure(
      .argument, "there is no format \(name)",
      notes: ["it is one of \(names)"])
  }

  /// Whether a file of this format is run as it stands.
  package var isProgram: Bool { name == "tdm" }

  /// Whether files of this format can be read; they are then as before.
  package var isReadable: Bool { reader != nil }

  /// Reads the text of a file; nothing is run.
  ///
  /// - Parameters:
  ///   - text: the whole file.
  ///   - name: what errors call it.
  /// - Returns: the document, and what was left out.
  /// - Throws: a `Diagnostic` or `Failure` that says why it is no such document; `argument` when the
  ///   format is for writing alone.
  package func read(_ text: String, name: String) throws -> Reading {
    guard let reader else {
      throw Failure(
        .argument, "\(name): \(summary) is written, not read",
        notes: ["keep the document itself, as .md or .ipynb"])
    }
    return try reader(text, name)
  }

  /// The text of a file that holds a document.
  ///
  /// - Throws: `limit` when a library that the format needs is not installed.
  package func write(_ document: Document, _ rendition: Rendition = Rendition()) throws -> String {
    try writer(document, rendition)
  }
}
