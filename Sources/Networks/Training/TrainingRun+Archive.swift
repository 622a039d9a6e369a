internal import Diagnostics
internal import Files
internal import Tensors

/// What a run must keep to go on bit for bit: everything in it that an epoch changes.
extension TrainingRun {
  /// Adds the state after the last finished epoch.
  func write(to archive: inout Archive) {
    let snapshot = snapshot
    archive["run.numbers"] = S.section(snapshot.numbers)
    archive["run.best"] = S.section(snapshot.bestNumbers)
    archive["run.figures"] = .doubles(snapshot.figures.numbers)
  }

  /// Takes the state over.
  ///
  /// - Throws: `file` when a section is missing or of another size.
  mutating func read(from archive: Archive) throws {
    let snapshot = RunSnapshot<S>(
      numbers: try S.numbers("run.numbers", in: archive, count: state.numbers.count),
      bestNumbers: try S.numbers("run.best", in: archive),
      figures: NumberList(try archive.doubles("run.figures")))
    do {
      self = try TrainingRun(plan, snapshot)
    } catch is Failure {
      throw archive.missing("run.figures", "every row once")
    }
  }
}

extension NetworkScalar {
  /// Numbers as a section that keeps them exactly.
  static func section(_ numbers: [Self]) -> Archive.Section {
    // Not by a cast of the array, for an empty one passes as an array of any kind.
    Self.self == Float.self
      ? .floats(numbers.map { Float($0) }) : .doubles(numbers.map { Double($0) })
  }

  /// The numbers of a section written in this precision.
  static func numbers(_ name: String, in archive: Archive, count: Int? = nil) throws -> [Self] {
    if Self.self == Float.self { return try archive.floats(name, count: count).map(Self.init) }
    return try archive.doubles(name, count: count).map(Self.init)
  }
}
