import Charts
import Testing

@Suite struct HTMLPageTests {
  private let page = HTMLPage(
    title: "a <b> & \"c\"\u{1B}[31m",
    body: [
      HTMLPage.preformatted("1 < 2 && x\n\n  \"y\"\u{7}"),
      HTMLPage.figure(svg(SampleCharts.loss), caption: "<loss>"),
      HTMLPage.table(
        Table(columns: [.init("label"), .init("F1", .decimal)], rows: [["<sky>", "0.84"]])),
    ].joined(separator: "\n"))

  @Test func `a page holds its parts, with every text escaped`() {
    let text = page.text
    #expect(text.contains("<title>a &lt;b&gt; &amp; &quot;c&quot;[31m</title>"))
    #expect(text.contains("1 &lt; 2 &amp;&amp; x\n\n  &quot;y&quot;</pre>"))
    #expect(text.contains("<figcaption>&lt;loss&gt;</figcaption>"))
    #expect(text.contains("<td>&lt;sky&gt;</td><td class=\"number\">0.84</td>"))
    #expect(!text.utf8.contains(27) && !text.utf8.contains(7))
    #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">") && text.hasSuffix("</html>\n"))
  }

  @Test func `a page loads nothing, and is the same at every writing`() {
    #expect(page.text == page.text)
    for forbidden in ["src=", "href=", "url(", "@import", "<script", "<link"] {
      #expect(!page.text.contains(forbidden), "\(forbidden)")
    }
    #expect(page.text.contains("default-src 'none'") && !page.text.contains("script-src"))
  }

  @Test func `a page with a script allows that one alone`() {
    var scripted = page
    scripted.script = "document.title = 'x'"
    #expect(scripted.text.contains("<script>\ndocument.title = 'x'\n</script>"))
    #expect(scripted.text.contains("script-src 'unsafe-inline'"))
  }

  @Test(arguments: ["a\r\nb", "a\nb"])
  func `line breaks of any kind stay line breaks`(text: String) {
    #expect(HTMLPage.escaped(text) == "a\nb")
  }
}
