extension DataTable {
  /// One row a name, one column a part, and one for its errors where it has any.
  init(_ bars: Bars) {
    func entry(_ values: [Double], _ index: Int) -> Cell {
      .number(index < values.count ? values[index] : .nan)
    }
    self.init(
      ["name"]
        + bars.parts.enumerated().flatMap { number, part in
          let unnamed = bars.parts.count == 1 ? "value" : "part \(number + 1)"
          let name = part.name.isEmpty ? unnamed : part.name
          return part.errors == nil ? [name] : [name, "\(name) error"]
        },
      bars.names.enumerated().map { index, name in
        [.text(name)]
          + bars.parts.flatMap { part in
            [entry(part.values, index)] + (part.errors.map { [entry($0, index)] } ?? [])
          }
      })
  }

  /// The five numbers of each group, how many values it has and how many lie beyond.
  init(_ boxes: BoxPlot) {
    self.init(
      ["group", "n", "low", "quartile1", "median", "quartile3", "high", "outliers"],
      zip(boxes.names, boxes.summaries).map { name, summary in
        guard let summary else {
          return [.text(name), .number(0)] + [Cell](repeating: .number(.nan), count: 5) + [
            .number(0)
          ]
        }
        let numbers = [
          Double(summary.count), summary.whiskers.lowerBound, summary.lowerQuartile, summary.median,
          summary.upperQuartile, summary.whiskers.upperBound, Double(summary.outliers.count),
        ]
        return [.text(name)] + numbers.map { .number($0) }
      })
  }

  /// One row a true class, one column a class it was taken for.
  init(_ confusion: Confusion) {
    self.init(
      ["true"] + confusion.names,
      confusion.names.enumerated().map { row, name in
        [.text(name)] + confusion.names.indices.map { .number(confusion[row, $0]) }
      })
  }

  /// The counts of each label and its rates as they are printed.
  init(_ outcomes: LabelOutcomes) {
    self.init(
      ["label", "TP", "FP", "FN", "TN"] + outcomes.rateNames,
      (outcomes.labels + [outcomes.micro]).map { row in
        let counts = [
          row.truePositives, row.falsePositives, row.falseNegatives, row.trueNegatives,
        ]
        return [.text(row.name)] + counts.map { .number(Double($0)) } + row.rates.map { .text($0) }
      })
  }

  /// One row a size, one column a matrix.
  init(_ spectrum: Spectrum) {
    let count = spectrum.parts.map(\.values.count).max() ?? 0
    self.init(
      ["rank"]
        + spectrum.parts.enumerated().map { number, part in
          part.name.isEmpty
            ? (spectrum.parts.count == 1 ? "value" : "part \(number + 1)") : part.name
        },
      (0..<count).map { index in
        [.number(Double(index + 1))]
          + spectrum.parts.map { .number(index < $0.values.count ? $0.values[index] : .nan) }
      })
  }

  /// One row a name, with that of its parent.
  init(_ tree: NameTree) {
    self.init(["level", "parent", "name", "value", "note"], [])
    func add(_ nodes: [NameTree.Node], _ parent: String, _ level: Int) {
      guard level <= NameTree.maximumDepth else { return }
      for node in nodes {
        rows.append([
          .number(Double(level)), .text(parent), .text(node.name), .text(node.value),
          .text(node.note),
        ])
        add(node.children, node.name, level + 1)
      }
    }
    add(tree.roots, "", 0)
  }
}
