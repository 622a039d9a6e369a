internal import Diagnostics
internal import Files
internal import Tensors

/// What a run must keep to go on bit for bit: everything in it that an epoch changes.
extension TrainingRun {
  /// Adds the state after the last finished epoch.
  func write(to archive: inout Archive) {
    archive["run.numbers"] = S.section(state.numbers)
    archive["run.steps"] = .integers([Int64(state.steps)])
    archive["run.order"] = .integers(order.map { Int64($0) })
    archive["run.shuffling"] = .integers(shuffling.words)
  }

  /// Takes the state over.
  ///
  /// - Throws: `file` when a section is missing or of another size.
  mutating func read(from archive: Archive) throws {
    let numbers = try S.numbers("run.numbers", in: archive, count: state.numbers.count)
    let steps = try archive.integers("run.steps", count: 1)
    let order = try archive.integers("run.order", count: order.count)
    let shuffling = try RandomGenerator(words: archive.integers("run.shuffling", count: 3))
    guard let first = steps.first, first >= 0, order.sorted() == order.indices.map({ Int64($0) })
    else { throw archive.missing("run.order", "every row once") }
    state.numbers = numbers
    state.steps = Int(first)
    self.order = order.map { Int32(truncatingIfNeeded: $0) }
    self.shuffling = shuffling
  }
}

extension NetworkScalar {
  /// Numbers as a section that keeps them exactly.
  static func section(_ numbers: [Self]) -> Archive.Section {
    if let floats = numbers as? [Float] { return .floats(floats) }
    return .doubles(numbers.map(Double.init))
  }

  /// The numbers of a section written in this precision.
  static func numbers(_ name: String, in archive: Archive, count: Int) throws -> [Self] {
    if Self.self == Float.self { return try archive.floats(name, count: count).map(Self.init) }
    return try archive.doubles(name, count: count).map(Self.init)
  }
}

extension RandomGenerator {
  /// Seed, stream and position, as an archive keeps them.
  var words: [Int64] { [seed, stream, position].map { Int64(bitPattern: $0) } }

  /// The generator with these three words.
  init(words: [Int64]) throws {
    guard words.count == 3 else {
      throw Failure(.file, "expected 3 words of a generator, found \(words.count)")
    }
    self.init(seed: UInt64(bitPattern: words[0]), stream: UInt64(bitPattern: words[1]))
    position = UInt64(bitPattern: words[2])
  }
}
