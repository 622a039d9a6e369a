/// Singular values or other sizes in descending order: of one matrix, of several side by side, or
/// before and after a shrinkage.
package struct Spectrum: Sendable {
  /// The sizes of one matrix.
  package struct Part: Sendable {
    package let name: String
    package let values: [Double]

    /// Sizes of at most count · ε · the largest are what rounding leaves of 0, and stand as 0.
    package init(_ name: String, _ values: [Double]) {
      self.name = name
      let largest = values.filter(\.isFinite).max() ?? 0
      let rounding = Double(values.count) * Double.ulpOfOne * largest
      self.values = values.map { abs($0) <= rounding ? 0 : $0 }
    }
  }

  package var parts: [Part]
  /// Whether the second part is what a shrinkage left of the first.
  package var isShrinkage = false

  package init(_ parts: [Part]) { self.parts = parts }

  /// More sizes are cut off, the largest stay.
  package static let maximumSizes = 16

  private var count: Int { parts.map(\.values.count).max() ?? 0 }
  private var shown: Int { min(count, Self.maximumSizes) }

  private var largest: Double {
    parts.flatMap(\.values).filter(\.isFinite).max().map { max($0, .leastNormalMagnitude) } ?? 1
  }

  private func value(_ part: Int, _ index: Int) -> Double? {
    index < parts[part].values.count ? parts[part].values[index] : nil
  }

  /// A row a size: numbers and bars of each part, or one bar for what stayed and what was taken.
  func table(digits: Int, width: Int) -> Table {
    guard isShrinkage, parts.count == 2 else { return sideBySide(digits: digits, width: width) }
    let room = max(4, min(32, width - 36))
    var table = Table(columns: [
      .init("", .right), .init(""), .init(StyledText(parts[0].name), .decimal),
      .init(StyledText(parts[1].name), .decimal), .init("taken off", .decimal),
    ])
    for index in 0..<shown {
      let (before, after) = (value(0, index) ?? 0, value(1, index) ?? 0)
      table.rows.append([
        StyledText("\(index + 1)", .dim),
        StyledText(
          .stack([min(after, before), max(0, before - after)], limit: largest, width: room),
          .series(0)),
        StyledText(fixedNumber(before, digits)), StyledText(fixedNumber(after, digits)),
        StyledText(fixedNumber(before - after, digits)),
      ])
    }
    return table
  }

  private func sideBySide(digits: Int, width: Int) -> Table {
    let most = parts.count == 1 ? 40 : max(6, 44 / max(parts.count, 1) - 8)
    let width = max(4, min(most, (width - 2) / max(1, parts.count) - 14))
    var table = Table(columns: [.init("", .right)])
    for part in parts {
      table.columns += [.init(StyledText(truncated(part.name, to: 14)), .decimal), .init("")]
    }
    for index in 0..<shown {
      let cells = parts.indices.flatMap { part -> [StyledText] in
        guard let value = value(part, index) else { return ["", ""] }
        return [
          StyledText(fixedNumber(value, digits)),
          .bar(value, in: 0...largest, width: width, .series(part)),
        ]
      }
      table.rows.append([StyledText("\(index + 1)", .dim)] + cells)
    }
    return table
  }

  /// Sizes stand below each other with the decimals of the largest; small ones keep their digits.
  private func fixedNumber(_ value: Double, _ digits: Int) -> String {
    let decimals = commonDecimals(parts.flatMap(\.values), digits: digits + 1)
    let text = fixed(value, decimals)
    let isHidden = value != 0 && text.allSatisfy { "-0.".contains($0) }
    return isHidden || text.utf8.count > 12 ? shortNumber(value, digits: digits) : text
  }

  /// How many sizes are not drawn.
  var footnote: String? { count > shown ? "the \(shown) largest of \(count)" : nil }

  /// The sizes as bars side by side.
  var bars: Bars {
    Bars(
      names: (0..<shown).map { "\($0 + 1)" },
      parts: parts.map { part in
        Bars.Part(part.name, (0..<shown).map { $0 < part.values.count ? part.values[$0] : .nan })
      })
  }

  /// What the sizes show, in words.
  var sentence: String {
    let list = parts.map { part -> String in
      let name = part.name.isEmpty ? "it" : part.name
      guard let first = part.values.first, let last = part.values.last else {
        return "\(name) has no value"
      }
      let positive = part.values.count { $0 > 0 }
      return "\(name) has \(counted(part.values.count, "value")) from \(shortNumber(first)) to "
        + "\(shortNumber(last)), \(positive) above 0"
    }
    return "spectrum; " + list.joined(separator: "; ")
  }
}

extension TextDrawer {
  /// The sizes as rows of numbers and bars.
  func spectrum(_ chart: Chart, _ spectrum: Spectrum) -> Block {
    guard spectrum.parts.contains(where: { !$0.values.isEmpty }) else { return emptyFrame(chart) }
    let signs =
      spectrum.isShrinkage
      ? "\(glyphs.rightward.pattern(0)) left  \(glyphs.rightward.pattern(1)) taken off" : nil
    return heading(chart, note: nil) + block(spectrum.table(digits: chart.digits, width: width))
      + footer([signs, spectrum.footnote])
  }
}
