import Diagnostics
import Files
import Notebook
import Runtime
import StandardLibrary
import Testing

/// Documents in other formats and back.
@Suite struct ConversionTests {
  static let jupyter = DocumentFormat.of("a.ipynb")
  static let program = DocumentFormat.of("a.tdm")

  private static func there(
    _ document: Document, _ format: DocumentFormat?, _ rendition: Rendition = Rendition()
  ) throws -> String {
    try #require(format).write(document, rendition)
  }

  /// The document again after writing and reading it.
  private static func thereAndBack(_ text: String, _ format: DocumentFormat?) throws -> String {
    let written = try there(try Document(text), format)
    return try #require(format).read(written, name: "a").document.text
  }

  // MARK: - Lossless

  @Test(arguments: DocumentCases.recorded)
  func `every document of the project comes back byte for byte`(path: String) throws {
    let text = String(decoding: try File.read(path), as: UTF8.self)
    for format in [Self.jupyter, Self.program] {
      #expect(try Self.thereAndBack(text, format).utf8.elementsEqual(text.utf8))
    }
  }

  @Test func `documents of odd forms come back byte for byte`() throws {
    var count = 0
    for text in DocumentCases.made(1500) {
      guard (try? Document(text)) != nil else { continue }
      count += 1
      for (name, format) in [("ipynb", Self.jupyter), ("tdm", Self.program)] {
        let back = try Self.thereAndBack(text, format)
        #expect(
          back.utf8.elementsEqual(text.utf8),
          "\(name)\n\(text.debugDescription)\n\(back.debugDescription)")
      }
    }
    #expect(count > 800)
  }

  @Test func `the same document gives the same notebook`() throws {
    let document = try Document(Sample.tutorial)
    #expect(try Self.there(document, Self.jupyter) == Self.there(document, Self.jupyter))
  }

  // MARK: - Notebooks

  @Test func `cells, attributes and records stand where Jupyter looks for them`() throws {
    let text = """
      ---
      tandem: 1
      title: One
      ---

      Prose.

      ```tandem id=fit tol=1e-3
      x = 1
      x
      ```

      ```output
      1
      ```

      ```tandem
      nobody
      ```

      ```error
      there is no name nobody
      ```

      """
    #expect(
      try Self.there(try Document(text), Self.jupyter) == """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "text-cff0b98a",
           "metadata": {},
           "source": [
            "Prose."
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 1,
           "id": "fit",
           "metadata": {
            "tandem": {
             "attributes": "id=fit tol=1e-3"
            }
           },
           "outputs": [
            {
             "data": {
              "text/plain": [
               "1"
              ]
             },
             "execution_count": 1,
             "metadata": {},
             "output_type": "execute_result"
            }
           ],
           "source": [
            "x = 1\\n",
            "x"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 2,
           "id": "cell-62b2fbbb",
           "metadata": {},
           "outputs": [
            {
             "ename": "Error",
             "evalue": "there is no name nobody",
             "output_type": "error",
             "traceback": [
              "there is no name nobody"
             ]
            }
           ],
           "source": [
            "nobody"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": "Tandem",
           "language": "tandem",
           "name": "tandem"
          },
          "language_info": {
           "file_extension": ".tdm",
           "mimetype": "text/x-tandem",
           "name": "tandem",
           "pygments_lexer": "text"
          },
          "tandem": {
           "header": "---\\ntandem: 1\\ntitle: One\\n---\\n"
          },
          "title": "One"
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """)
  }

  @Test func `what is edited in Jupyter counts, the form of the rest stays`() throws {
    let text = "~~~tandem id=a\nx = 1\n~~~\n\n~~~tandem id=b\ny = 1\n~~~\n"
    let written = try Self.there(try Document(text), Self.jupyter)
    let edited = written.replacing("\"x = 1\"", with: "\"x = 2\"")
    let back = try #require(Self.jupyter).read(edited, name: "a").document.text
    #expect(back == "```tandem id=a\nx = 2\n```\n\n~~~tandem id=b\ny = 1\n~~~\n")
  }

  @Test func `charts of a run become pictures and the text stays`() throws {
    let cell = "```tandem\nprint(\"before\")\nplot([1, 2])\n\"after\"\n```\n"
    let interpreter = makeInterpreter()
    let text = try Replay(interpreter).record(try Document(cell)).text
    let document = try Document(text)
    let (outcomes, report) = try Replay(interpreter).outcomes(document)
    #expect(report.isPassed && outcomes.count == 1)
    let rendition = Rendition(
      outcomes: outcomes,
      picture: { value in
        if case .object = value { return (svg: "<svg></svg>", notes: []) }
        return nil
      })
    let written = try Self.there(document, Self.jupyter, rendition)
    #expect(written.contains("\"image/svg+xml\""))
    #expect(written.contains("\"output_type\": \"stream\""))
    #expect(try #require(Self.jupyter).read(written, name: "a").document.text == text)
  }

  @Test func `cells that differ from their record bring no picture`() throws {
    let document = try Document("```tandem\nplot([1, 2])\n```\n\n```output\nold\n```\n")
    let (outcomes, report) = try Replay(makeInterpreter()).outcomes(document)
    #expect(outcomes.isEmpty)
    #expect(report.failures.map(\.cell) == [1])
  }

  // MARK: - Programs

  @Test func `a program of a document writes what the document records`() throws {
    let text = try Self.there(try Document(Sample.tutorial), Self.program)
    let interpreter = makeInterpreter()
    let outcome = CellRunner(interpreter).run(text)
    #expect(outcome.error == nil)
    #expect(outcome.output.hasSuffix("epoch 3  loss 0.6481\n0.25\n"), "\(outcome.output)")
    #expect(text.contains("# %% [off] exercise=hamming\n# loss = ___\n"))
  }

  @Test func `the random numbers of a program are those of its document`() throws {
    let text = "---\ntandem: 1\nseed: 7\n---\n\n```tandem\nrand(3)\n```\n"
    let recorded = try Replay(makeInterpreter()).record(try Document(text)).text
    let program = try Self.there(try Document(recorded), Self.program)
    let outcome = CellRunner(makeInterpreter()).run(program)
    #expect(outcome.output == (try Document(recorded).cells[0].output?.text))
  }

  @Test func `a program of its own becomes a cell`() throws {
    let document = try #require(Self.program).read("x = 1\n\n# more\nx\n", name: "a").document
    #expect(document.cells.map(\.source) == ["x = 1\n\n# more\nx\n"])
  }

  // MARK: - The table of formats

  @Test func `formats are found by the endings of files`() throws {
    #expect(DocumentFormat.of("/a.b/x.IPYNB")?.name == "ipynb")
    #expect(DocumentFormat.of("x.txt") == nil && DocumentFormat.of("md") == nil)
    #expect(throws: Failure.self) { try DocumentFormat.named("pdf") }
    let page = try DocumentFormat.named("html")
    #expect(throws: Failure.self) { try page.read("<html>", name: "a.html") }
  }

  @Test func `documents cut off anywhere are read whole or refused`() throws {
    let written = try Self.there(try Document(Sample.tutorial), Self.jupyter)
    let bytes = Array(written.utf8)
    for end in 0..<bytes.count - 1 {
      let part = String(decoding: bytes[..<end], as: UTF8.self)
      if part.utf8.count > 2, part.hasSuffix("}") { continue }
      #expect(throws: (any Error).self) { try #require(Self.jupyter).read(part, name: "a") }
    }
    let text = Array(DocumentCases.withReturns(Sample.tutorial).utf8)
    for end in text.indices {
      let part = String(decoding: text[..<end], as: UTF8.self)
      if let document = try? Document(part) { #expect(document.text.utf8.elementsEqual(part.utf8)) }
    }
  }
}
