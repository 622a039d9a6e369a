import Notebook
import Runtime
import Testing

/// Documents as pages.
@Suite struct DocumentPageTests {
  private func page(_ text: String, _ rendition: Rendition = Rendition()) throws -> String {
    try DocumentFormat.named("html").write(try Document(text, name: "d.md"), rendition)
  }

  private func body(_ text: String) throws -> String {
    let page = try page(text)
    let start = try #require(page.firstRange(of: "<body>\n"))
    let end = try #require(page.firstRange(of: "\n</body>"))
    return String(page[start.upperBound..<end.lowerBound])
  }

  @Test func `prose, cells, outputs and errors stand in order`() throws {
    let text = """
      # One *and* two

      ```tandem
      x < 1
      ```

      ```output
      a & b
      ```

      ```error
      no <b>
      ```

      | a | b |
      |---|--:|
      | 1 | `2` |

      """
    #expect(
      try body(text) == """
        <h1 id="one-and-two">One <em>and</em> two</h1>
        <pre class="cell" tabindex="0">
        x &lt; 1</pre>
        <pre class="output" tabindex="0">
        a &amp; b</pre>
        <pre class="error" tabindex="0">
        no &lt;b&gt;</pre>
        <table>
        <thead>
        <tr>
        <th>a</th>
        <th align="right">b</th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td>1</td>
        <td align="right"><code>2</code></td>
        </tr>
        </tbody>
        </table>
        """)
  }

  @Test func `nothing in prose can run or load something`() throws {
    let text = """
      <script>alert(1)</script>
      <img src=x onerror=alert(1)>

      a <b onclick="x">b</b> [c](javascript:alert(1)) ![d](https://example.org/e.png "t") <iframe>

      <details ontoggle="x" open><summary onclick="y"><script>z</script>S</summary>

      <style>@import "https://example.org/a.css"</style>

      ![f](data:text/html,x) ![g](//example.org/g.png)

      """
    let page = try page(text)
    let parts = [
      "<script", "onerror", "onclick=", "ontoggle", "javascript:", "<iframe", "<img", "@import",
    ]
    for part in parts {
      #expect(!page.contains(part), "\(part)")
    }
    #expect(page.contains("<a href=\"https://example.org/e.png\">d</a>"))
    #expect(page.contains("<summary>&lt;script&gt;z"))
  }

  @Test func `details open and close where cells stand between`() throws {
    let page = try body(Sample.tutorial)
    #expect(page.ranges(of: "<details>").count == 4)
    #expect(page.ranges(of: "</details>").count == 4)
    #expect(page.contains("<details>\n<summary>Hint</summary>\n<p>Compare label by label"))
    #expect(page.contains("loss = ___"))
    let open = try body("<details><summary>A\nb\n\ntext\n\n</details></details>\n\n<details>\n")
    #expect(open.ranges(of: "<details>").count == open.ranges(of: "</details>").count)
  }

  @Test func `details without blank lines around them hide their cells`() throws {
    let text = "text\n<details>\n<summary>S</summary>\n```tandem\n1\n```\n</details>\nend\n"
    #expect(
      try body(text) == """
        <p>text</p>
        <details>
        <summary>S</summary>
        <pre class="cell" tabindex="0">
        1</pre>
        </details>
        <p>end</p>
        """)
  }

  @Test func `long documents begin with a list of their parts`() throws {
    let parts = (1...5).map { "## Part `\($0)`\n\ntext\n" }.joined(separator: "\n")
    let page = try body("# Title\n\n" + parts + "\n## Part 1\n")
    let list = "<nav aria-label=\"Contents\">\n<ul>\n<li><a href=\"#part-1\">Part 1</a>"
    #expect(page.contains("</h1>\n" + list))
    #expect(page.contains("<h2 id=\"part-1-2\">Part 1</h2>"))
    #expect(!(try body("# Title\n\n## A\n\n## B\n")).contains("<nav"))
  }

  @Test func `programs are coloured by the given ranges and lose nothing`() throws {
    let rendition = Rendition(colors: { _ in [(0..<1, "keyword"), (4..<9, "string")] })
    let page = try page("```tandem\nx = \"é<\" + 1\n```\n", rendition)
    #expect(
      page.contains(
        "<span class=\"keyword\">x</span> = <span class=\"string\">&quot;é&lt;&quot;</span> + 1"))
  }

  @Test func `a chart stands between the texts of its cell, its notes below`() throws {
    let text = try Replay(makeInterpreter()).record(
      try Document("```tandem\n1\nplot([1, 2])\nprint(2)\n```\n")
    ).text
    let outcomes = try Replay(makeInterpreter()).outcomes(try Document(text)).outcomes
    let rendition = Rendition(
      outcomes: outcomes,
      picture: {
        if case .object = $0 { return (svg: "<svg></svg>\n", notes: ["a < b"]) }
        return nil
      })
    #expect(
      try page(text, rendition).contains(
        """
        <pre class="output" tabindex="0">
        1</pre>
        <figure tabindex="0">
        <svg></svg>
        <figcaption>a &lt; b</figcaption>
        </figure>
        <pre class="output" tabindex="0">
        2</pre>
        """))
  }
}
