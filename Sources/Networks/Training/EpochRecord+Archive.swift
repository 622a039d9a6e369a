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
  }
}
