extension Bars {
  /// What the bars show, in words.
  var sentence: String {
    guard parts.count != 1 else { return oneSentence(parts[0].values) }
    let noun = counted(names.count, "name")
    guard !parts.isEmpty, !names.isEmpty else { return "bar chart without a value" }
    let kind = arrangement == .stacked ? "stacked" : "grouped"
    let list = parts.prefix(6).indices.map { index in
      let finite = parts[index].values.filter(\.isFinite)
      return "\(name(index)) sums to \(shortNumber(finite.reduce(0, +)))"
    }
    let more = parts.count > 6 ? ", and \(parts.count - 6) more" : ""
    return "\(kind) bar chart of \(noun) in \(parts.count) parts; "
      + list.joined(separator: ", ") + more
  }

  private func oneSentence(_ values: [Double]) -> String {
    let rows = zip(names, values).filter { $0.1.isFinite }
    guard let most = rows.max(by: { $0.1 < $1.1 }), let least = rows.min(by: { $0.1 < $1.1 })
    else { return "bar chart without a finite value" }
    return "bar chart of \(counted(names.count, "value")); the greatest is \(most.0) with "
      + "\(shortNumber(most.1)), the least \(least.0) with \(shortNumber(least.1))"
  }
}

extension Histogram {
  /// What the counts show, in words.
  var sentence: String {
    guard let bins = Bins(self, limits: nil, most: 60) else {
      return "histogram without a finite value"
    }
    let total = groups.reduce(0) { $0 + $1.values.count }
    let parts = groups.indices.map { group -> String in
      let counts = bins.counts[group]
      let fullest = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
      let of = groups.count == 1 ? "" : " of \(groups[group].name)"
      return "the fullest bin\(of), \(shortNumber(bins.edges[fullest])) to "
        + "\(shortNumber(bins.edges[fullest + 1])), holds \(counts[fullest])"
    }
    let several = groups.count == 1 ? "" : " in \(groups.count) groups"
    return "histogram of \(counted(total, "value"))\(several) \(phrase(bins.extent)); "
      + parts.prefix(4).joined(separator: "; ")
  }
}

extension BoxPlot {
  /// What the boxes show, in words.
  var sentence: String {
    guard !extent.isEmpty else { return "box plot without a finite value" }
    let parts = zip(names, summaries).prefix(6).map { name, summary -> String in
      guard let summary else { return "\(name) has no finite value" }
      return "\(name) has \(counted(summary.count, "value")) with median "
        + "\(shortNumber(summary.median)), quartiles \(shortNumber(summary.lowerQuartile)) and "
        + "\(shortNumber(summary.upperQuartile)), \(counted(summary.outliers.count, "outlier"))"
    }
    let more = names.count > 6 ? "; and \(names.count - 6) more" : ""
    return "box plot of \(counted(names.count, "group")); " + parts.joined(separator: "; ") + more
  }
}
