import Glibc
import Testing

/// `tandem export` and `tandem import` as a user calls them.
@Suite struct ExportTests {
  private static let document =
    "# Lesson\n\n```tandem\nplot([1, 4, 2], title=\"Three values\")\n```\n\n```output\n...\n```\n\n"
    + "```tandem\n1 + 1\n```\n\n```output\n2\n```\n"

  private func folder() -> TemporaryFolder {
    let folder = TemporaryFolder()
    folder.write(Self.document, "a.md")
    return folder
  }

  @Test(arguments: ["ipynb", "html", "tdm"])
  func `a file of the format stands beside the document`(format: String) throws {
    let folder = folder()
    let run = try ProgramRun.tandem("export", "a.md", "--to", format, in: folder)
    #expect(run.output == "a.md: written to a.\(format)\n" && run.errors.isEmpty && run.code == 0)
    #expect(folder.has("a.\(format)"))
    #expect(folder.text("a.md") == Self.document)
  }

  @Test func `charts are drawn unless nothing is to be run`() throws {
    let folder = folder()
    _ = try ProgramRun.tandem("export", "a.md", "--to", "html", in: folder)
    #expect(folder.text("a.html").contains("<svg"))
    let run = try ProgramRun.tandem("export", "a.md", "--no-run", "-o", "b.html", in: folder)
    #expect(run.code == 0)
    #expect(!folder.text("b.html").contains("<svg"))
  }

  @Test func `a notebook and a program become the document again`() throws {
    let folder = folder()
    for format in ["ipynb", "tdm"] {
      _ = try ProgramRun.tandem("export", "a.md", "--to", format, in: folder)
      let back = try ProgramRun.tandem("import", "a.\(format)", "-o", "-", in: folder)
      #expect(back.output == Self.document)
    }
    let program = try ProgramRun.tandem("a.tdm", in: folder)
    #expect(program.output.hasSuffix("\n2\n") && program.code == 0)
    let notebook = try ProgramRun.tandem("a.ipynb", in: folder)
    #expect(notebook.output == program.output)
  }

  @Test func `what differs from its record is named and stays`() throws {
    let folder = TemporaryFolder()
    folder.write("text\n\n```tandem\nplot([1])\n```\n\n```output\nold\n```\n", "a.md")
    let run = try ProgramRun.tandem("export", "a.md", "--to", "html", in: folder)
    #expect(run.errors == "a.md:3: cell 1: the output differs; what is recorded stays\n")
    #expect(run.code == 0)
    #expect(folder.text("a.html").contains("old</pre>"))
  }

  @Test func `no file is replaced unasked and rules are kept`() throws {
    let folder = folder()
    folder.link("same.md", to: "a.md")
    for arguments in [["a.md", "--to", "md"], ["a.md", "--to", "html", "-o", "same.md"]] {
      let words = ["export"] + arguments
      let run = try ProgramRun.shell("\"$T\" \(words.joined(separator: " "))", in: folder)
      #expect(run.code == 1 && run.errors.contains("is the file that is read and is not replaced"))
    }
    _ = try ProgramRun.tandem("export", "a.md", "--to", "ipynb", in: folder)
    let again = try ProgramRun.tandem("import", "a.ipynb", in: folder)
    #expect(again.code == 1 && again.errors.contains("a.md is there already"))
    let readOnly = try ProgramRun.tandem(
      "--read-only", "export", "a.md", "-o", "b.html", in: folder)
    #expect(readOnly.code == 1 && readOnly.errors.contains("--read-only"))
    folder.makeFolder("root")
    let outside = try ProgramRun.tandem(
      "--root", "root", "export", "a.md", "--to", "html", in: folder)
    #expect(outside.code == 1 && outside.errors.contains("lies outside"))
    #expect(folder.text("a.md") == Self.document && !folder.has("b.html") && !folder.has("a.html"))
  }

  @Test func `a broken file among several is named and the others are written`() throws {
    let folder = folder()
    folder.write("```tandem\n1\n", "broken.md")
    folder.write("{", "b.ipynb")
    let run = try ProgramRun.tandem(
      "export", "broken.md", "b.ipynb", "c.txt", "a.md", "--to", "tdm", in: folder)
    #expect(run.code == 1 && run.output == "a.md: written to a.tdm\n")
    #expect(run.errors.contains("never closed") && run.errors.contains("b.ipynb is no notebook"))
    #expect(run.errors.contains("c.txt has no ending that tells its format"))
    #expect(!folder.has("broken.tdm") && !folder.has("b.tdm"))
  }

  @Test(arguments: [
    ("export a.md", "needs --to"), ("export", "needs a file"),
    ("export a.md --to pdf", "--to needs md, ipynb, html or tdm, found pdf"),
    ("export a.md b.md --to html -o c.html", "-o names the result of one file"),
    ("import a.ipynb --to html", "tandem import writes .md"), ("check a.md --to md", "go with"),
    ("run a.md --no-run", "go with"),
  ])
  func `wrong usage is explained`(words: String, message: String) throws {
    let run = try ProgramRun.shell("\"$T\" \(words)")
    #expect(run.code == 2 && run.errors.contains(message), "\(run.errors)")
  }

  @Test func `record says what its author has to mend`() throws {
    let folder = TemporaryFolder()
    folder.write(
      "```tandem\n1\n```\n\n```tandem exercise=e\nx = 4\n```\n\n```tandem check=e\nassert x == 4\n"
        + "```\n\n```tandem solution=e\nx = 5\n```\n", "a.md")
    let run = try ProgramRun.tandem("record", "a.md", in: folder)
    #expect(run.code == 1)
    #expect(
      run.output.hasPrefix(
        "a.md:9: the starter passes its check without being filled in\n"
          + "a.md:13: the solution of e does not pass its check\n"), "\(run.output)")
    #expect(folder.text("a.md").hasPrefix("```tandem\n1\n```\n\n```output\n1\n```\n"))
  }

  // MARK: - With other programs

  /// Whether a program is there and a line of it succeeds.
  private static func succeeds(_ line: String) -> Bool {
    (try? ProgramRun.shell(line))?.code == 0
  }

  @Test(.enabled(if: succeeds("python3 -c 'import nbformat'")))
  func `nbformat finds the notebooks valid`() throws {
    let folder = folder()
    folder.write(
      "---\ntandem: 1\ntitle: T\n---\n<!-- cell {\"cell_type\":\"raw\"} -->\nr\n\n"
        + "```tandem id=a\nnobody\n```\n\n```error\nthere is no name nobody\n```\n", "b.md")
    _ = try ProgramRun.tandem("export", "a.md", "b.md", "--to", "ipynb", in: folder)
    folder.write(
      "import nbformat, sys\nfor name in sys.argv[1:]:\n"
        + "    nbformat.validate(nbformat.read(name, as_version=4), relax_add_props=False)\n"
        + "    print(len(nbformat.read(name, as_version=4).cells))\n", "validate.py")
    let run = try ProgramRun.shell("python3 -W error validate.py a.ipynb b.ipynb", in: folder)
    #expect(run.code == 0 && run.output == "3\n2\n", "\(run.errors)")
  }

  @Test(.enabled(if: succeeds("chromium --version")))
  func `a browser shows the page and asks for nothing`() throws {
    let folder = TemporaryFolder()
    let other = "http://127.0.0.1:9"
    folder.write(
      Self.document
        + "\n![p](\(other)/p.png) ![](near.png)\n\n<script src=\"\(other)/s.js\"></script>\n",
      "a.md")
    _ = try ProgramRun.tandem("export", "a.md", "--to", "html", in: folder)
    let run = try ProgramRun.shell(
      "HOME=\"$PWD\" chromium --headless --no-sandbox --disable-gpu --window-size=360,2000 "
        + "--log-net-log=net.json --dump-dom \"file://$PWD/a.html\" 2>/dev/null", in: folder)
    #expect(run.code == 0)
    #expect(run.output.contains("<svg") && run.output.contains("Three values"))
    let log = folder.text("net.json")
    #expect(!log.isEmpty && !log.contains("127.0.0.1:9") && !log.contains("near.png"))
  }
}

// MARK: - Sites

extension ExportTests {
  private func twoDocuments() -> TemporaryFolder {
    let folder = TemporaryFolder()
    folder.write(
      "---\ntandem: 1\ntitle: First & last\n---\nSee [two](two%20b.md#part), [away](http://x.y/a.md), "
        + "[gone](gone.md) and [itself](one.md).\n", "one.md")
    folder.write("# Second\n\nBack to *[one](one.md)*. More.\n\n## Part\n", "two b.md")
    return folder
  }

  @Test func `documents exported together lead to each other, and a page lists them`() throws {
    let folder = twoDocuments()
    let run = try ProgramRun.tandem(
      "export", "--to", "html", "one.md", "two b.md", "site/pages/", in: folder)
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.output.hasSuffix("the list of them: written to site/pages/index.html\n"))
    let one = folder.text("site/pages/one.html")
    #expect(one.contains("href=\"two%20b.html#part\"") && one.contains("href=\"one.html\""))
    #expect(one.contains("href=\"http://x.y/a.md\"") && one.contains("href=\"gone.md\""))
    let two = folder.text("site/pages/two b.html")
    #expect(two.contains("href=\"one.html\"") && two.contains("id=\"part\""))
    let index = folder.text("site/pages/index.html")
    #expect(index.contains("<a href=\"one.html\">First &amp; last</a>"))
    #expect(index.contains("<a href=\"two%20b.html\">Second</a><p>Back to [one](one.md).</p>"))
    let order = index.split(separator: "\n").filter { $0.hasPrefix("<li>") }.map {
      $0.contains("First")
    }
    #expect(order == [true, false])
  }

  @Test func `a document called README becomes the page of the folder`() throws {
    let folder = twoDocuments()
    folder.write("# Start\n\nRead [one](one.md).\n", "README.md")
    let run = try ProgramRun.tandem(
      "export", "--to", "html", "one.md", "two b.md", "README.md", "-o", "site", in: folder)
    #expect(run.code == 0 && run.output.hasSuffix("README.md: written to site/index.html\n"))
    #expect(folder.text("site/index.html").contains("Read <a href=\"one.html\">one</a>"))
    #expect(!folder.has("site/README.html"))
  }

  @Test func `links lead beside the document without a folder, too`() throws {
    let folder = twoDocuments()
    _ = try ProgramRun.tandem("export", "--to", "html", "one.md", "two b.md", in: folder)
    #expect(folder.text("one.html").contains("href=\"two%20b.html#part\""))
    #expect(!folder.has("index.html"))
    // Alone a document keeps its links to others.
    _ = try ProgramRun.tandem("export", "--to", "html", "one.md", in: folder)
    #expect(folder.text("one.html").contains("href=\"two%20b.md#part\""))
  }

  @Test func `a folder that cannot be made is named, and nothing is run`() throws {
    let folder = twoDocuments()
    folder.write("", "file")
    let run = try ProgramRun.tandem(
      "export", "--to", "html", "one.md", "two b.md", "-o", "file/x/", in: folder)
    #expect(run.code == 1 && run.output.isEmpty)
    #expect(run.errors == "error: cannot make file/x/: a part of the path is no folder\n")
    let read = try ProgramRun.tandem(
      "--read-only", "export", "--to", "html", "one.md", "two b.md", "site", in: folder)
    #expect(read.code == 1 && !folder.has("site"))
  }

  @Test(.enabled(if: Browser() != nil))
  func `pages fit a screen of 360 columns`() throws {
    let folder = TemporaryFolder()
    let long = String(repeating: "wide ", count: 60)
    folder.write(
      "# A heading of several long words\n\nFormula $x_i = \\sum_{j=1}^{n} w_{ij} \\hat{y}_j$ and `"
        + long.replacing(" ", with: "_") + "`.\n\n| "
        + (0..<12).map { "column \($0)" }.joined(separator: " | ") + " |\n|"
        + String(repeating: "---|", count: 12) + "\n\n$$ "
        + String(repeating: "a + ", count: 80) + "b $$\n\n```tandem\nprint(\"\(long)\")\n"
        + "plot([1, 4, 2], title=\"Three values\")\n```\n\n```output\n...\n```\n", "a.md")
    _ = try ProgramRun.tandem("export", "a.md", "--to", "html", in: folder)
    let page = folder.text("a.html").replacing(
      "<meta http-equiv=\"Content-Security-Policy\"", with: "<meta name=\"x\"")
    folder.write(
      page.replacing(
        "</body>",
        with: "<script>parent.postMessage(document.documentElement.scrollWidth + ' of ' + "
          + "document.documentElement.clientWidth, '*')</script></body>"), "a.html")
    folder.write(
      "<body><script>addEventListener('message', e => document.body.append('measured ' + e.data))"
        + "</script><iframe src=\"a.html\" width=\"360\" height=\"600\" style=\"border:0\"></iframe>"
        + "</body>", "frame.html")
    let run = try ProgramRun.shell(
      "HOME=\"$PWD\" chromium --headless --no-sandbox --disable-gpu --virtual-time-budget=3000 "
        + "--dump-dom \"file://$PWD/frame.html\" 2>/dev/null", in: folder)
    // What a bar for scrolling down takes is no part of the page's width.
    let measured = run.output.split(separator: "measured ").last?.split(separator: "<").first
    let numbers = measured?.split(separator: " of ").compactMap { Int($0) } ?? []
    #expect(numbers.count == 2 && numbers[0] <= numbers[1] && numbers[1] >= 340, "\(run.output)")
  }
}
