import Runtime
import Testing

@testable import Notebook

@Suite struct NotebookTextTests {
  private static let document = """
    ---
    tandem: 1
    title: Two tasks, one trunk   # a comment
    kind: tutorial
    seed: 7
    tol: 1e-2
    colour: red
    ---
    First *prose*.

    ```tandem id=fit tol=1e-3
    x = 1
    ```


    ~~~~tandem chart=5%
    print("a")
    print("b")
    2 + 2
    ~~~~
    which gives
    ```output
    a
    ...
    4
    ```

    ```tandem exercise=e
    y = ___
    ```
    <details><summary>Hint</summary>

    ```tandem solution=e
    y = 2
    ```

    </details>

    ```tandem check=e
    assert y == 2
    ```

    ```tandem skip
    while true { }
    ```

    Last words, no line break
    """

  private func state(_ text: String) throws -> NotebookState { NotebookState(try Document(text)) }

  @Test func `a document that nothing changed is written byte for byte`() throws {
    for text in [
      Self.document, "", "prose", "```tandem\n1\n```", "\n\n```tandem\n1\n```\n\n\n",
      Self.document.split(separator: "\n", omittingEmptySubsequences: false).joined(
        separator: "\r\n"),
    ] {
      #expect(try state(text).text == text)
    }
  }

  @Test func `a run that agrees changes nothing, hand-written dots stay`() throws {
    let session = NotebookSession()
    session.state = try state(Self.document)
    for cell in session.state.cells where !cell.isSkipped { session.rerun(cell.number) }
    #expect(session.state.text == Self.document)
  }

  @Test func `an edited cell keeps its attributes and renews its blocks, the rest stays`() throws {
    let session = NotebookSession()
    session.state = try state(Self.document)
    session.rerun(1, "x = 2\nx")
    let expected = Self.document.replacing(
      "x = 1\n```\n", with: "x = 2\nx\n```\n\n```output\n2\n```\n")
    #expect(session.state.text == expected)
  }

  @Test func `numbers are written where cells do not count on`() throws {
    let session = NotebookSession().run("1", "2", "3", "4")
    session.state.delete([.cell(2)])
    session.state.move(.cell(4), above: .cell(1))
    let document = try Document(session.state.text)
    #expect(document.cells.map(\.number) == [4, 1, 3])
    #expect(document.cells.map(\.attributes.number) == [4, 1, 3])
    #expect(NotebookState(document).cells.map(\.number) == [4, 1, 3])
    #expect(NotebookState(document).nextCell == 5)
    #expect(NotebookSession().run("1", "2").state.text.contains("number=") == false)
  }

  @Test func `a number given twice is refused`() {
    #expect(throws: (any Error).self) {
      try Document("```tandem number=2\n1\n```\n```tandem number=2\n1\n```\n")
    }
    #expect(throws: (any Error).self) { try Document("```tandem number=0\n1\n```\n") }
  }

  @Test func `any text becomes a cell and a note that are read back as they were`() throws {
    for text in ["a\n", "```\n", "````tandem\n```output\n", "  ```` x\n~~~\n", "\n\n", "---\n"] {
      let session = NotebookSession().run(text)
      session.state.addNote("```tandem\nnobody\n<details>\n~~~ \(text)")
      session.run("1 + 1")
      let document = try Document(session.state.text)
      #expect(document.cells.map(\.source) == [text.last == "\n" ? text : text + "\n", "1 + 1\n"])
      #expect(document.warnings.isEmpty)
    }
  }

  @Test func `notes are prose in their place`() throws {
    let session = NotebookSession().run("1")
    #expect(session.state.addNote("below") == 1)
    #expect(session.state.addNote("above\nin two lines", above: .cell(1)) == 2)
    session.state.setNote(1, "further below")
    let state = NotebookState(try Document(session.state.text))
    #expect(state.entries.map(\.id) == [.note(1), .cell(1), .note(2)])
    #expect(state.note(1)?.text == "above\nin two lines")
    #expect(state.note(2)?.text == "further below")
  }

  @Test func `selections follow the places of cells`() throws {
    let session = NotebookSession().run("1", "2", "3", "4")
    session.state.addNote("n", above: .cell(2))
    session.state.move(.cell(4), above: .cell(2))
    #expect(try session.state.selection("1-2") == [.cell(1), .cell(4), .cell(2)])
    #expect(try session.state.selection("3, 1") == [.cell(1), .cell(3)])
    #expect(
      try session.state.selection("1-4 n1", takesNotes: true) == [.cell(1), .note(1), .cell(4)])
    for wrong in ["", "9", "n1", "1-", "-", "1-2-3", "x", "99999999999999999999"] {
      #expect(throws: (any Error).self) { try session.state.selection(wrong) }
    }
    #expect(NotebookState.described([1, 2, 3, 5, 7, 8]) == "1-3, 5, 7, 8")
  }
}
