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

  // MARK: - Formulas

  @Test(arguments: [
    ("$x_i$", "<i>x</i><sub><i>i</i></sub>"), ("\\(a \\le b\\)", "<i>a</i> ≤<i>b</i>"),
    ("$\\hat{y}$", "<i>y\u{302}</i>"), ("$2^{10}$", "2<sup>10</sup>"),
    (
      "$\\frac{1}{n}\\sum_{i=1}^n w_i$",
      "1/<i>n</i>∑<sub><i>i</i>=1</sub><sup><i>n</i></sup> <i>w</i><sub><i>i</i></sub>"
    ),
    ("$\\frac{a+b}{2}$", "(<i>a</i>+<i>b</i>)/2"),
    (
      "$W \\in \\mathbb{R}^{d \\times T}$",
      "<i>W</i> ∈ℝ<sup><i>d</i> ×<i>T</i></sup>"
    ),
    ("$\\text{if } a<b$", "if  <i>a</i>&lt;<i>b</i>"), ("$f'(x)$", "<i>f</i>′(<i>x</i>)"),
    ("$\\lVert w \\rVert_2$", "‖<i>w</i> ‖<sub>2</sub>"), ("$-1$", "−1"),
  ])
  func `formulas become text that a browser shows`(_ formula: String, _ html: String) throws {
    #expect(try body("so \(formula).\n") == "<p>so <span class=\"math\">\(html)</span>.</p>")
  }

  @Test func `what is no known formula is code, and what is none is left alone`() throws {
    #expect(
      try body("$\\begin{x}$ and $\\foo<b$\n")
        == "<p><code>\\begin{x}</code> and <code>\\foo&lt;b</code></p>")
    for text in [
      "it costs $5 and $6", "a $ b $ c", "US$ 3 or 4$", "`$x$` and ``$y`$``", "\\$x\\$", "$$",
      "\\(",
    ] {
      #expect(!(try body(text + "\n")).contains("class=\"math\""), "\(text)")
    }
    #expect(try body("it costs $5 and $6\n") == "<p>it costs $5 and $6</p>")
    #expect(try body("```sh\necho $x$\n```\n\n    $y$\n").contains("math") == false)
  }

  @Test func `a formula of its own stands apart, over several lines, and headings keep theirs`()
    throws
  {
    let page = try body("## About $\\lambda$\n\nso\n$$\na =\nb\n$$\nend\n\n\\[ c \\]\n")
    #expect(page.contains("<h2 id=\"about-λ\">About <span class=\"math\">λ</span></h2>"))
    #expect(
      page.contains(
        "<span class=\"display\"><span class=\"math\"><i>a</i> = <i>b</i></span></span>"), "\(page)"
    )
    #expect(page.contains("<span class=\"display\"><span class=\"math\"><i>c</i></span></span>"))
    #expect(try body("$$\nnever closed\n\nmore *text*\n").contains("never closed"))
  }

  @Test func `formulas of any bytes end, and nothing of them runs`() throws {
    var random = RandomNumbers(seed: 5)
    let pieces = [
      "{", "}", "\\", "_", "^", "frac", "sqrt", "hat", "<b>", "&", "x", "$", " ", "text", "\\(",
      "$$",
    ]
    for _ in 0..<400 {
      let text = (0..<12).map { _ in pieces[random.below(pieces.count)] }.joined()
      let page = try body("a $\(text)$ b\n")
      #expect(!page.contains("<b>x") || page.contains("math"), "\(text)")
      #expect(!page.contains("\u{FFFC}"), "\(text)")
    }
    #expect(try body("$" + String(repeating: "{", count: 5000) + "$\n").contains("<code>"))
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

/// Numbers drawn from a seed.
private struct RandomNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(count))
  }
}
