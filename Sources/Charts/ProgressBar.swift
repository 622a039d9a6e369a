/// How far a run has come, on one line:
/// `train ▕███████████▊      ▏ 62% 37/60  loss .094 █▅▃▂▁  eta 0:04`; where nobody knows how many stages
/// there will be, `train 1204  objective .094 █▅▃▂▁  38/s  0:32`.
package struct ProgressBar: Sendable {
  /// A figure of the run by its name.
  package struct Figure: Sendable, Hashable {
    package let name: String
    package let value: Double

    package init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// What is done.
  package var title: String
  /// Finished stages.
  package var done: Int
  /// All stages; `nil` where nobody knows before the end.
  package var total: Int?
  /// The share of the work that is done, from 0 to 1.
  package var fraction: Double
  /// Figures by name, the most telling first; the later ones are left out where room is short.
  package var figures: [Figure]
  /// The course of the first figure, drawn behind it.
  package var trend: [Double]
  /// What is left; `nil` when that cannot be told yet.
  package var secondsLeft: Double?
  /// How long the run has taken so far, shown where the total is not known.
  package var seconds: Double?

  package init(
    _ title: String, done: Int, total: Int?, fraction: Double? = nil, figures: [Figure] = [],
    trend: [Double] = [], secondsLeft: Double? = nil, seconds: Double? = nil
  ) {
    self.title = title
    self.done = done
    self.total = total
    let known = total ?? 0
    let share = fraction ?? (known > 0 ? Double(done) / Double(known) : 0)
    self.fraction = share.isNaN ? 0 : min(max(share, 0), 1)
    self.figures = figures
    self.trend = trend
    self.secondsLeft = secondsLeft
    self.seconds = seconds
  }

  /// The same without a picture, for logs: `train 60% 36/60  loss .094  eta 0:04`.
  package var plainLine: String {
    let share = total == nil ? nil : percent
    let head = [title, share, count].compactMap { $0 }.joined(separator: " ")
    let tail = figures.map(Self.text) + [rate, timeLeft ?? timePassed].compactMap { $0 }
    return ([head] + tail).joined(separator: "  ")
  }

  // MARK: - Pieces

  /// The share in whole percent, never 100 before the end.
  var percent: String {
    "\(min(whole((fraction * 100).rounded()), done >= total ?? .max ? 100 : 99))%"
  }

  /// The finished stages, of all where that is known; `nil` where none is told of.
  var count: String? { total.map { "\(done)/\($0)" } ?? (done > 0 ? "\(done)" : nil) }

  /// Stages a second where nobody knows how many there will be.
  var rate: String? {
    guard total == nil, done > 0, let seconds, seconds > 0 else { return nil }
    let rate = Double(done) / seconds
    return (rate >= 1000 ? shortNumber(rate, digits: 2) : Self.number(rate)) + "/s"
  }

  /// The time since the start where nobody knows how much is left.
  var timePassed: String? {
    guard total == nil, let seconds, seconds.isFinite, seconds >= 0 else { return nil }
    return Self.clock(whole(seconds.rounded(.down)))
  }

  var timeLeft: String? {
    guard let secondsLeft, secondsLeft.isFinite, secondsLeft >= 0 else { return nil }
    return "eta " + Self.clock(whole(secondsLeft.rounded(.up)))
  }

  /// A duration: `0:04`, `2:01:30`.
  private static func clock(_ seconds: Int) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return (hours > 0 ? "\(hours):\(padded(minutes))" : "\(minutes)") + ":\(padded(seconds % 60))"
  }

  static func text(_ figure: Figure) -> String { "\(figure.name) \(number(figure.value))" }

  /// Three digits that keep their width while a loss falls: `12.3`, `1.23`, `.123`, `.004`.
  static func number(_ value: Double) -> String {
    let size = abs(value)
    guard value.isFinite, size < 1000, size >= 0.001 || value == 0 else {
      return shortNumber(value, digits: 2)
    }
    let text = fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
    if text.hasPrefix("0.") { return String(text.dropFirst()) }
    return text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
  }
}

/// Draws a progress bar: one line of at most `width` cells, which may be fewer than the 20 of other
/// drawings.
package func text(
  _ bar: ProgressBar, _ options: DrawingOptions = DrawingOptions(), width: Int? = nil
) -> String {
  let drawer = TextDrawer(options).narrowed(to: width ?? options.width)
  return drawer.finished([drawer.line(bar)])
}

extension TextDrawer {
  /// Cells of the bar itself: as many as this, and no fewer than that.
  private static let (longestBar, shortestBar) = (18, 6)

  /// The bar with as many of the figures as there is room for.
  fileprivate func line(_ bar: ProgressBar) -> StyledText {
    let title = prepared(StyledText(bar.title, .title)).cut(to: max(width / 3, 5), options)
    guard bar.total != nil else {
      return title + shown(extras(bar), within: width - title.width(options))
    }
    let share = prepared(StyledText(" ") + StyledText(bar.percent, .emphasis))
    let least = title.width(options) + share.width(options) + 3 + Self.shortestBar
    guard least <= width else {
      return title + share
    }
    let extras = shown(extras(bar), within: width - least)
    let room = width - least - extras.width(options)
    let length = min(Self.longestBar, Self.shortestBar + room)
    let (left, right) =
      options.glyphs == .braille && options.ambiguous == 1 ? ("▕", "▏") : ("[", "]")
    let middle = prepared(.bar(bar.fraction, width: length, .series(0)))
    let line = title + StyledText(" ") + StyledText(left, .dim) + middle + StyledText(right, .dim)
    return line + share + extras
  }

  /// The first of the extras that there is room for, by rank, in their own order.
  private func shown(_ extras: [(text: StyledText, rank: Int)], within room: Int) -> StyledText {
    var room = room
    var isShown = [Bool](repeating: false, count: extras.count)
    for index in extras.indices.sorted(by: { extras[$0].rank < extras[$1].rank }) {
      let cells = extras[index].text.width(options)
      guard cells <= room else { break }
      isShown[index] = true
      room -= cells
    }
    return zip(extras, isShown).reduce(StyledText("")) { $1.1 ? $0 + $1.0.text : $0 }
  }

  /// What may follow the share, from left to right, and in which order it is left out: the highest
  /// rank first.
  private func extras(_ bar: ProgressBar) -> [(text: StyledText, rank: Int)] {
    var extras = bar.count.map { [(StyledText(" ") + StyledText($0), 1)] } ?? []
    for (position, figure) in bar.figures.enumerated() {
      let text = StyledText("  ") + StyledText(ProgressBar.text(figure))
      extras.append((text, position == 0 ? 0 : 4 + position))
      if position == 0, bar.trend.count > 1 {
        extras.append((StyledText(" ") + .spark(bar.trend, .series(0)), 3))
      }
    }
    if let rate = bar.rate { extras.append((StyledText("  ") + StyledText(rate), 4)) }
    if let time = bar.timeLeft ?? bar.timePassed {
      extras.append((StyledText("  ") + StyledText(time, .dim), 2))
    }
    return extras.map { (prepared($0.0), $0.1) }
  }
}
