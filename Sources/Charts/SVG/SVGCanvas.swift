/// The elements of an SVG picture, written in the order in which they are added.
struct SVGCanvas {
  var width = 640.0
  var height = 360.0
  private var elements: [String] = []

  static let ink = "#222222"
  static let faint = "#dddddd"

  /// Where a text stands relative to its point.
  enum Anchor: String { case start, middle, end }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String = ink,
    width: Double = 1, marker: Bool = false
  ) {
    elements.append(
      "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" "
        + "stroke=\"\(color)\" stroke-width=\"\(number(width))\"/>")
    if marker { head(x1, y1, x2, y2, color) }
  }

  /// An arrow's head at the end of a line; drawn by itself, since pictures on one page would share the
  /// name of a marker.
  private mutating func head(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String
  ) {
    let (dx, dy) = (x2 - x1, y2 - y1)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return }
    let (x, y) = (dx / length, dy / length)
    let corners =
      [(x2, y2), (x2 - 8 * x - 4 * y, y2 - 8 * y + 4 * x)] + [
        (x2 - 8 * x + 4 * y, y2 - 8 * y - 4 * x)
      ]
    let points = corners.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
    elements.append("<polygon points=\"\(points)\" fill=\"\(color)\"/>")
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String,
    stroke: String = "none"
  ) {
    elements.append(
      "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(max(0, width)))\" "
        + "height=\"\(number(max(0, height)))\" fill=\"\(fill)\" stroke=\"\(stroke)\"/>")
  }

  mutating func path(
    _ commands: String, stroke: String, dash: String = "", width: Double = 1.5
  ) {
    guard !commands.isEmpty else { return }
    let pattern = dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
    elements.append(
      "<path d=\"\(commands)\" fill=\"none\" stroke=\"\(stroke)\" "
        + "stroke-width=\"\(number(width))\"\(pattern)/>")
  }

  /// A filled shape through which what lies behind can be seen.
  mutating func area(_ commands: String, fill: String, opacity: Double) {
    guard !commands.isEmpty else { return }
    elements.append(
      "<path d=\"\(commands)\" fill=\"\(fill)\" fill-opacity=\"\(number(opacity))\"/>")
  }

  /// Adds what `draw` draws, without what lies outside a rectangle.
  mutating func clipped(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double,
    _ draw: (inout SVGCanvas) -> Void
  ) {
    let (w, h) = (number(width), number(height))
    elements.append(
      "<svg x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(w)\" height=\"\(h)\" "
        + "viewBox=\"\(number(x)) \(number(y)) \(w) \(h)\">")
    draw(&self)
    elements.append("</svg>")
  }

  /// Adds another picture, so far below the upper edge.
  mutating func embed(_ other: SVGCanvas, at y: Double) {
    let (w, h) = (number(other.width), number(other.height))
    elements.append(
      "<svg x=\"0\" y=\"\(number(y))\" width=\"\(w)\" height=\"\(h)\" viewBox=\"0 0 \(w) \(h)\">")
    elements += other.elements
    elements.append("</svg>")
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, size: Double = 12,
    color: String = ink, isBold: Bool = false
  ) {
    guard !text.isEmpty else { return }
    let weight = isBold ? " font-weight=\"bold\"" : ""
    elements.append(
      "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor.rawValue)\" "
        + "font-size=\"\(number(size))\" fill=\"\(color)\"\(weight)>\(markup(text))</text>")
  }

  /// The whole document with a title and a description for readers who do not see it.
  func document(title: String, description: String) -> String {
    let size = "width=\"\(number(width))\" height=\"\(number(height))\""
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" \(size) viewBox="0 0 \(number(width)) \
      \(number(height))" role="img" font-family="system-ui, sans-serif">
      <title>\(markup(title))</title>
      <desc>\(markup(description))</desc>
      <rect width="100%" height="100%" fill="#ffffff"/>
      """
    return head + "\n" + elements.joined(separator: "\n") + "\n</svg>\n"
  }
}

/// A coordinate with at most two decimals, the same on every run.
func number(_ value: Double) -> String {
  let hundredths = whole((value.isFinite ? min(max(value, -1e5), 1e5) * 100 : 0).rounded())
  let (units, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
  let sign = hundredths < 0 ? "-" : ""
  if rest == 0 { return "\(sign)\(units)" }
  let decimals = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
  return "\(sign)\(units).\(decimals)"
}
