/// A chart as a page of its own: the picture with a sentence, its data, and its text in ASCII.
///
/// The same chart gives the same bytes; the page needs no other file. Picture and text are drawn once
/// more for a narrow window.
///
/// `notes` are what a reader of the chart must know.
package func html(_ chart: Chart, notes: [String] = []) -> String {
  let title = chart.title.flatMap { $0.isEmpty ? nil : $0 } ?? "chart"
  let caption = describe(chart)
  var parts = [
    HTMLPage.fitting(
      HTMLPage.figure(svg(chart), caption: caption),
      HTMLPage.figure(svg(chart, width: 360), caption: caption))
  ]
  parts += notes.map { "<p>\(HTMLPage.escaped($0))</p>" }
  parts.append("<h2>Data</h2>")
  let data = DataTable(chart, limit: DataTable.shownRows)
  parts.append("<div class=\"data\">\(HTMLPage.table(data.firstPart))</div>")
  if let rest = data.hidden {
    parts.append("<p class=\"dim\">… \(rest); a .csv file holds all of them.</p>")
  }
  parts.append("<h2>Text</h2>")
  var plain = chart
  plain.look = Look()
  let texts = [80, 40].map { text(plain, DrawingOptions(width: $0, glyphs: .ascii)) }
  parts.append(
    HTMLPage.fitting(HTMLPage.preformatted(texts[0]), HTMLPage.preformatted(texts[1])))
  let style = ".data { max-height: 24rem; overflow-y: auto }"
  return HTMLPage(title: title, style: style, body: parts.joined(separator: "\n")).text
}
