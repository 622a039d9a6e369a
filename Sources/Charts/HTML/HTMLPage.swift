/// One page that stands by itself: it loads nothing, reads well on paper, screen and phone, in light
/// and dark, and equal contents give equal bytes.
///
/// The body is markup; texts get into it through `escaped`, `preformatted`, `table` and `figure`.
package struct HTMLPage: Sendable {
  /// What the window and the search engine show; plain text.
  package var title: String
  /// The language of the text, as `lang` takes it.
  package var language: String
  /// Rules that follow the page's own, which name their colours `--ink`, `--paper`, `--dim`, `--line`,
  /// `--panel`, `--good`, `--bad` and `--changed`.
  package var style: String
  /// What runs when the page is open; a page without one allows none.
  package var script: String
  /// What stands between the tags of the body.
  package var body: String

  package init(
    title: String, language: String = "en", style: String = "", script: String = "", body: String
  ) {
    self.title = title
    self.language = language
    self.style = style
    self.script = script
    self.body = body
  }

  /// The bytes of the file.
  package var text: String {
    """
    <!DOCTYPE html>
    <html lang="\(Self.escaped(language))">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="\(policy)">
    <title>\(markup(title))</title>
    <style>
    \(Self.rules)\(style.isEmpty ? "" : "\n" + style)
    </style>
    </head>
    <body>
    \(body)\(script.isEmpty ? "" : "\n<script>\n\(script)\n</script>")
    </body>
    </html>

    """
  }

  /// Nothing from elsewhere, which the browser enforces.
  private var policy: String {
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
      + (script.isEmpty ? "" : "; script-src 'unsafe-inline'")
  }

  /// What is wide scrolls by itself, so that the page never does; a chart keeps letters of a size that
  /// can be read.
  private static let rules = """
    :root { color-scheme: light dark; --paper: #ffffff; --ink: #222222; --dim: #5c5c5c;
      --line: #d5d5d5; --panel: #f5f5f5; --good: #007a53; --bad: #b33c00; --changed: #0060a0 }
    @media (prefers-color-scheme: dark) { :root { --paper: #16181b; --ink: #e4e4e4; --dim: #a3a3a3;
      --line: #44474c; --panel: #22252a; --good: #4cc79a; --bad: #ff9a66; --changed: #79b8ff } }
    \(seriesRules(.light))
    @media (prefers-color-scheme: dark) { \(seriesRules(.dark)) }
    * { box-sizing: border-box }
    body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--paper);
      color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word;
      -webkit-text-size-adjust: 100% }
    h1 { font-size: 1.5rem; line-height: 1.25 }
    h2 { font-size: 1.2rem; line-height: 1.3 }
    a { color: var(--changed) }
    pre, code, kbd { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace }
    pre { margin: 1rem 0; padding: .6rem .8rem; overflow-x: auto; background: var(--panel);
      border-radius: 4px; font-size: .875rem; line-height: 1.2 }
    code { font-size: .9em }
    pre code { font-size: 1em }
    table { display: block; width: max-content; max-width: 100%; margin: 1rem 0; overflow-x: auto;
      border-collapse: collapse; font-variant-numeric: tabular-nums }
    th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: left }
    th.number, td.number { text-align: right }
    figure { margin: 1rem 0; overflow-x: auto }
    figure svg { display: block; width: 100%; max-width: 45rem; min-width: 34rem; height: auto;
      border-radius: 4px }
    figcaption { color: var(--dim); font-size: .9rem }
    img { max-width: 100%; height: auto }
    summary { cursor: pointer }
    .title, .strong { font-weight: bold }
    .dim { color: var(--dim) }
    .good { color: var(--good) }
    .bad { color: var(--bad) }
    .changed { color: var(--changed); font-weight: bold }
    .narrow { display: none }
    .narrow figure svg { min-width: 0 }
    @media (max-width: 46rem) { .wide { display: none } .narrow { display: block } }
    @media (max-width: 24rem) { .narrow pre { font-size: .75rem; padding: .6rem .4rem } }
    @media print { pre { white-space: pre-wrap } .wide { display: block } .narrow { display: none } }
    """

  /// The colours of the classes `s0`, `s1` and so on, which stand for the series of a chart.
  private static func seriesRules(_ background: Palette.Background) -> String {
    Palette.okabe.series(on: background).prefix(seriesCount).enumerated().map { number, color in
      ".s\(number) { color: \(color.hex) }"
    }.joined(separator: " ")
  }

  /// As many series have a colour of their own on any background.
  static let seriesCount = 5
}
