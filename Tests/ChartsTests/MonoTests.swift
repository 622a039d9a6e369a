import Charts
import Testing

/// Whether dots stand in each of the two columns of dots of a braille cell.
private func dots(_ cell: Character) -> [Bool] {
  guard let scalar = cell.unicodeScalars.first, (0x2800...0x28FF).contains(scalar.value) else {
    return [false, false]
  }
  let bits = scalar.value - 0x2800
  return [bits & 0b0100_0111 != 0, bits & 0b1011_1000 != 0]
}

@Suite struct MonoTests {
  /// Four flat curves far from each other.
  private var levels: Chart {
    Chart(
      .line(
        (0..<4).map { level in
          Series("s\(level)", y: [Double](repeating: Double(3 * level), count: 120))
        }))
  }

  /// The dots of the curve whose name stands at the end of the row, without the ends.
  private func pattern(_ name: String, _ drawing: String) -> [Bool] {
    let row = drawing.split(separator: "\n").first { $0.contains(" \(name)") } ?? ""
    let cells = row.drop { !"┤┼│".contains($0) }.dropFirst().prefix(40)
    return Array(cells.flatMap(dots).dropFirst(8))
  }

  @Test func `without colour four curves differ in dashes, samples and names`() {
    let drawing = text(levels, DrawingOptions(width: 80))
    let patterns = (0..<4).map { pattern("s\($0)", drawing) }
    #expect(patterns.allSatisfy { $0.contains(true) }, "\(drawing)")
    // Dash patterns have periods of up to six dots: equal ones would be equal at some shift.
    for (index, one) in patterns.enumerated() {
      for other in patterns[(index + 1)...] {
        let isSame = (0..<12).contains { shift in
          zip(one.dropFirst(shift), other).prefix(40).allSatisfy { $0 == $1 }
        }
        #expect(!isSame, "\(drawing)")
      }
    }
    for sample in ["─ s0", "╌ s1", "┈ s2", "╍ s3"] { #expect(drawing.contains(sample)) }
  }

  @Test(arguments: [DrawingOptions.GlyphSet.braille, .block, .ascii])
  func `without colour groups of points differ in their marks`(glyphs: DrawingOptions.GlyphSet) {
    let groups = (0..<4).map { group in
      Series(
        "g\(group)", x: (0..<20).map(Double.init),
        y: [Double](repeating: Double(group), count: 20))
    }
    let drawing = text(Chart(.scatter(groups)), DrawingOptions(glyphs: glyphs))
    for (group, mark) in ["o", "+", "x", "*"].enumerated() {
      #expect(drawing.contains("\(mark) g\(group)"))
      #expect(drawing.filter { String($0) == mark }.count >= 10, "\(mark) in\n\(drawing)")
    }
  }

  @Test(arguments: SampleCharts.everyKind.map(\.name))
  func `the palette mono draws what no colour at all draws, but for emphasis`(name: String) {
    for sample in SampleCharts.everyKind where sample.name == name {
      var options = DrawingOptions(color: .trueColor)
      options.palette = .mono
      var chart = sample.chart
      chart.look.palette = .mono
      let drawing = text(chart, options)
      let hues = drawing.split(separator: "\u{1B}[").dropFirst().filter { piece in
        let code = piece.prefix { $0 != "m" }.split(separator: ";").compactMap { Int($0) }
        guard code.count == 5 else { return !["0", "1", "2"].contains(piece.prefix { $0 != "m" }) }
        return code[2] != code[3] || code[3] != code[4]
      }
      #expect(hues.isEmpty, "\(hues)")
    }
  }
}
