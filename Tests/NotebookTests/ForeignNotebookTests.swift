import Diagnostics
import Notebook
import Testing

/// Notebooks that Jupyter made.
@Suite struct ForeignNotebookTests {
  /// A notebook of Python with everything that such files hold.
  private static func notebook(minor: Int) -> String {
    """
    {"cells": [
      {"cell_type": "markdown", "metadata": {"collapsed": false}, "source": ["# One\\n", "text"]},
      {"cell_type": "markdown", "metadata": {"tags": ["a"]}, "source": "Two \\ud83d\\ude00 \\ud83d"},
      {"cell_type": "markdown", "metadata": {}, "source": ""},
      {"cell_type": "markdown", "metadata": {}, "source": "\\nopen\\n```\\nfence\\n\\n"},
      {"cell_type": "markdown", "metadata": {}, "source": "![](attachment:p.png)",
       "attachments": {"p.png": {"image/png": "iVBORw0KGgo="}}},
      {"cell_type": "raw", "metadata": {"format": "text/html"}, "source": ["<b>raw</b>"]},
      {"cell_type": "code", "execution_count": 3, "metadata": {"scrolled": true},
       "source": ["import numpy\\n", "print('x')\\n", "\\n", "3"], "outputs": [
        {"output_type": "stream", "name": "stdout", "text": ["x\\n", "y"]},
        {"output_type": "stream", "name": "stderr", "text": "careful\\n"},
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": "aGk=",
          "text/plain": ["<Figure>"]}},
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": "aGk="}},
        {"output_type": "execute_result", "execution_count": 3, "metadata": {},
         "data": {"text/plain": "3", "application/json": {"a": [1, 2.5, null, true]}}}]},
      {"cell_type": "code", "execution_count": null, "metadata": {}, "source": "1/0\\n",
       "outputs": [{"output_type": "error", "ename": "ZeroDivisionError",
        "evalue": "division by zero", "traceback": ["\\u001b[31m..."]}]},
      {"cell_type": "code", "execution_count": null, "metadata": {}, "source": [], "outputs": []}
     ],
     "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language":
      "python"}, "language_info": {"name": "python"}, "title": "Mine"},
     "nbformat": 4, "nbformat_minor": \(minor)}
    """
  }

  private let format = ConversionTests.jupyter

  private func read(_ text: String) throws -> DocumentFormat.Reading {
    try #require(format).read(text, name: "a.ipynb")
  }

  @Test(arguments: 0...5)
  func `cells, sources and texts are kept there and back`(minor: Int) throws {
    let first = try read(Self.notebook(minor: minor)).document
    let again = try read(try #require(format).write(first, Rendition())).document
    #expect(again.text.utf8.elementsEqual(first.text.utf8))
    let notebook = try #require(format).write(first, Rendition())
    for source in [
      "\"# One\\n\",\n    \"text\"", "\"Two 😀 \u{FFFD}\"", "\"source\": []",
      "\"\\n\",\n    \"open\\n\",\n    \"```\\n\",\n    \"fence\\n\",\n    \"\\n\"",
      "\"image/png\": \"iVBORw0KGgo=\"", "\"cell_type\": \"raw\"", "\"<b>raw</b>\"",
      "\"import numpy\\n\",\n    \"print('x')\\n\",\n    \"\\n\",\n    \"3\"", "\"1/0\\n\"",
    ] {
      #expect(notebook.contains(source), "\(source)\n\(notebook)")
    }
    #expect(notebook.ranges(of: "\"cell_type\"").count == 9)
  }

  @Test func `texts of outputs stand in order and the rest is named`() throws {
    let reading = try read(Self.notebook(minor: 5))
    let cells = reading.document.cells
    #expect(cells.count == 3 && cells.allSatisfy(\.attributes.isSkipped))
    #expect(cells[0].output?.text == "x\ny\ncareful\n<Figure>\n3\n")
    #expect(cells[1].error?.text == "ZeroDivisionError: division by zero\n")
    #expect(reading.document.header.title == "Mine")
    #expect(
      reading.notes == [
        "a.ipynb is a notebook of python: its cells are marked skip and kept as they are",
        "a.ipynb: 1 output without text left out",
      ])
  }

  @Test(arguments: [
    ("{\"nbformat\": 3, \"worksheets\": []}", "a.ipynb has nbformat 3, and only 4 is read"),
    ("{\"nbformat\": 5, \"cells\": []}", "a.ipynb has nbformat 5, and only 4 is read"),
    ("{}", "a.ipynb is no notebook: it does not say its nbformat"),
    ("[1]", "a.ipynb is no notebook: it does not say its nbformat"),
    ("{\"nbformat\": 4}", "a.ipynb is no notebook: it has no list of cells"),
    (
      "{\"nbformat\": 4, \"cells\": [{}]}",
      "a.ipynb is no notebook: cell 1 has no type or no source"
    ),
    (
      "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"heading\", \"source\": \"\"}]}",
      "a.ipynb is no notebook: cell 1 must be code, markdown or raw, found heading"
    ),
  ])
  func `what is no notebook is refused with a sentence`(text: String, message: String) {
    #expect(throws: Failure.self) { try read(text) }
    do { _ = try read(text) } catch { #expect((error as? Failure)?.message == message) }
  }

  @Test func `broken JSON is refused with its line`() {
    do {
      _ = try read("{\"nbformat\": 4,\n\"cells\": [}")
      Issue.record("it was read")
    } catch {
      #expect(
        (error as? Failure)?.message.hasPrefix("a.ipynb is no notebook: line 2 is no JSON: ")
          == true)
    }
  }

  @Test func `numbers, nesting and odd strings survive`() throws {
    let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    let tags = "\"\\u0000\\u0007\\\\ --> \\ud800x\", 1e300, -0.1, 9007199254740993"
    let metadata = "{\"tags\": [\(tags)]}"
    let cell = "{\"cell_type\": \"raw\", \"metadata\": \(metadata), \"source\": \"a\"}"
    let text = "{\"nbformat\": 4, \"nbformat_minor\": 2, \"x\": \(deep), \"cells\": [\(cell)]}"
    let document = try read(text).document
    #expect(!document.text.contains("-->  \\"))
    let written = try #require(format).write(document, Rendition())
    #expect(written.contains("\"\\u0000\\u0007\\\\ --> \u{FFFD}x\""))
    #expect(written.contains("9007199254740993"))
    #expect(try read(written).document.text == document.text)
  }
}
