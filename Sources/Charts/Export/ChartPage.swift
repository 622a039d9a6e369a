/// A chart as a page of its own: the picture with a sentence, its data, and its text in ASCII.
///
/// The same chart gives the same bytes; the page needs no other file.
///
/// `notes` are what a reader of the chart must know.
package func html(_ chart: Chart, notes: [String] = []) -> String {
  let title = chart.title.flatMap { $0.isEmpty ? nil : $0 } ?? "chart"
  let data = DataTable(chart)
  let shown = 1000
  var parts = [HTMLPage.figure(svg(chart), caption: describe(chart))]
  parts += notes.map { "<p>\(HTMLPage.escaped($0))</p>" }
  parts.append("<h2>Data</h2>")
  parts.append("<div class=\"data\">\(HTMLPage.table(data.table(rows: shown)))</div>")
  if data.rows.count > shown {
    let rest = counted(data.rows.count - shown, "more row")
    parts.append("<p class=\"dim\">… \(rest); a .csv file holds them all.</p>")
  }
  parts.append("<h2>Text</h2>")
  var plain = chart
  plain.look = Look()
  parts.append(HTMLPage.preformatted(text(plain, DrawingOptions(glyphs: .ascii))))
  let style = ".data { max-height: 24rem; overflow-y: auto }"
  return HTMLPage(title: title, style: style, body: parts.joined(separator: "\n")).text
}
