internal import Files

/// The epochs of a run, as an archive keeps them: a section a figure.
extension [EpochRecord] {
  func write(to archive: inout Archive) {
    archive["history.total"] = .doubles(map(\.total))
    archive["history.seconds"] = .doubles(map(\.seconds))
    archive["history.losses"] = .doubles(flatMap(\.losses))
    var additions = NumberList()
    for record in self { record.writeAdditions(to: &additions) }
    archive["history.additions"] = .doubles(additions.numbers)
    // One line a figure: the epoch, its sizes, its name.
    archive["history.figures"] = .text(
      enumerated().flatMap { epoch, record in
        record.figures.map { figure in
          "\(epoch) \(figure.shape.map(String.init).joined(separator: "x")) \(figure.name)\n"
        }
      }.joined())
    archive["history.watched"] = .doubles(flatMap { $0.figures.flatMap(\.values) })
  }

  /// Reads what ``write(to:)`` wrote.
  ///
  /// - Throws: `file` when a section is missing or of another size.
  init(from archive: Archive, heads: Int) throws {
    let totals = try archive.doubles("history.total")
    let seconds = try archive.doubles("history.seconds", count: totals.count)
    let losses = try archive.doubles("history.losses", count: totals.count * heads)
    var additions = NumberList(try archive.doubles("history.additions"))
    self = try totals.indices.map { epoch in
      var record = EpochRecord(
        losses: Array<Double>(losses[epoch * heads..<(epoch + 1) * heads]), total: totals[epoch],
        seconds: seconds[epoch])
      try record.readAdditions(from: &additions)
      return record
    }
    try readFigures(from: archive)
  }

  private mutating func readFigures(from archive: Archive) throws {
    var values = try archive.doubles("history.watched")[...]
    for line in try archive.text("history.figures").split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      let shape = parts.dropFirst().first?.split(separator: "x").compactMap { Int($0) } ?? []
      guard parts.count == 3, let epoch = Int(parts[0]), indices.contains(epoch),
        shape.allSatisfy({ 0...values.count ~= $0 })
      else { throw archive.missing("history.figures", "a line a figure") }
      let (count, isTooLarge) = shape.reduce((1, false)) { product, size in
        let (next, overflow) = product.0.multipliedReportingOverflow(by: size)
        return (next, product.1 || overflow)
      }
      guard !isTooLarge, count <= values.count else {
        throw archive.missing("history.watched", "the numbers of all figures")
      }
      self[epoch].figures.append(
        EpochFigure(
          name: String(parts[2]), shape: shape, values: Array<Double>(values.prefix(count))))
      values = values.dropFirst(count)
    }
  }
}
