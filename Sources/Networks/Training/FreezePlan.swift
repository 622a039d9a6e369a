internal import Diagnostics

/// Which layers rest while a network is trained.
package struct Freezing: Sendable, Equatable {
  /// Stacks or layers that never learn, by name: `trunk`, `trunk 1`, `head age`.
  package var frozen: [String] = []
  /// After how many epochs one more layer learns; `nil`: all learn from the start.
  ///
  /// At first heads and towers alone do; layers nearest to the heads thaw first.
  ///
  /// J. Howard, S. Ruder, *Universal Language Model Fine-tuning for Text Classification*, ACL 2018.
  package var unfreezing: Int?

  package init(frozen: [String] = [], unfreezing: Int? = nil) {
    self.frozen = frozen
    self.unfreezing = unfreezing
  }

  /// Whether everything learns all the time.
  package var isNone: Bool { frozen.isEmpty && unfreezing == nil }
}

/// From which epoch on each parameter of a graph learns.
///
/// A layer is an operation with its parameters. Heads, towers, decoders and embeddings, which belong
/// to tasks, learn from the start; what is frozen by name never does.
package struct FreezePlan: Sendable {
  /// By parameter; `nil`: never.
  let thaws: [Int?]
  private let places: [Range<Int>]
  /// The operations that keep statistics, with their parameters.
  private let keepers: [(operation: Int, parameters: [Int])]
  private let operationCount: Int

  /// - Throws: `argument` for names that no layer has, for no epochs between two layers, and when
  ///   nothing would learn.
  package init(_ graph: Graph, _ freezing: Freezing = Freezing()) throws {
    if let unfreezing = freezing.unfreezing, unfreezing < 1 {
      throw Failure(
        .argument, "unfreeze must be at least 1 epoch between two layers, found \(unfreezing)")
    }
    for name in freezing.frozen where !graph.parameters.contains(where: { $0.belongs(to: name) }) {
      throw Failure(
        .argument, "freeze names '\(name)', but no layer with weights is called that",
        notes: ["this network has \(graph.layerNames.joined(separator: ", "))"])
    }
    var thaws = Self.thaws(graph, every: freezing.unfreezing)
    for (position, parameter) in graph.parameters.enumerated()
    where freezing.frozen.contains(where: parameter.belongs(to:)) { thaws[position] = nil }
    guard thaws.contains(where: { $0 != nil }) || graph.parameters.isEmpty else {
      throw Failure(
        .argument, "freeze leaves nothing to learn: all layers are frozen",
        notes: ["this network has \(graph.layerNames.joined(separator: ", "))"])
    }
    self.thaws = thaws
    places = graph.parameters.map(\.range)
    operationCount = graph.operations.count
    keepers = graph.operations.indices.compactMap {
      graph.operations[$0].statistics.isEmpty ? nil : ($0, graph.operations[$0].parameters)
    }
  }

  /// The epoch in which each parameter begins to learn when layers thaw one by one.
  private static func thaws(_ graph: Graph, every unfreezing: Int?) -> [Int?] {
    var thaws = [Int?](repeating: 0, count: graph.parameters.count)
    guard let unfreezing else { return thaws }
    var thawed = 0
    for operation in graph.operations.reversed() {
      let layer = operation.parameters.filter { !graph.parameters[$0].isOfTask }
      guard !layer.isEmpty else { continue }
      thawed += 1
      for parameter in layer { thaws[parameter] = thawed.multipliedClamping(by: unfreezing) }
    }
    return thaws
  }

  /// Whether all parameters learn in all epochs.
  var isNone: Bool { thaws.allSatisfy { $0 == 0 } }

  /// By parameter: whether it learns in an epoch, the first being 0.
  package func learning(in epoch: Int) -> [Bool] {
    thaws.map { $0.map { $0 <= epoch } ?? false }
  }

  /// Whether other parameters learn in this epoch than in the one before.
  func changes(in epoch: Int) -> Bool { epoch == 0 || thaws.contains(epoch) }

  /// Whether a parameter learns in any epoch.
  func everLearns(_ parameter: Int) -> Bool { thaws[parameter] != nil }

  /// The parameters that learn in an epoch, in runs without gaps that began to learn together.
  ///
  /// `nil` when all do from the start. `starts` has the steps that were done when each epoch began.
  package func ranges(in epoch: Int, starts: [Int] = []) -> [MovingRange]? {
    guard !isNone else { return nil }
    var runs: [MovingRange] = []
    for (range, thaw) in zip(places, thaws) where !range.isEmpty {
      guard let thaw, thaw <= epoch else { continue }
      let since = thaw < starts.count ? starts[thaw] : 0
      if let last = runs.last, last.range.upperBound == range.lowerBound, last.since == since {
        runs[runs.count - 1] = MovingRange(
          last.range.lowerBound..<range.upperBound, since: since)
      } else {
        runs.append(MovingRange(range, since: since))
      }
    }
    return runs
  }

  /// By operation: whether its statistics rest in an epoch because its parameters do, so that a batch
  /// normalisation goes by the means it has; empty when none do.
  package func resting(in epoch: Int) -> [Bool] {
    let learning = learning(in: epoch)
    var resting = [Bool](repeating: false, count: operationCount)
    for (operation, parameters) in keepers {
      resting[operation] = !parameters.isEmpty && !parameters.contains { learning[$0] }
    }
    return resting.contains(true) ? resting : []
  }
}

extension GraphParameter {
  /// Whether it is in a stack or layer of this name, or has it itself.
  func belongs(to name: String) -> Bool { self.name == name || self.name.hasPrefix(name + " ") }

  /// Whether it is in a part that tasks have for themselves, above or beside what they share.
  var isOfTask: Bool { ["head", "tower", "decoder", "embedding"].contains(where: belongs(to:)) }
}

extension Graph {
  /// The layers that have parameters, in order: `trunk 1`, `head age`.
  var layerNames: [String] {
    operations.compactMap { operation in
      guard let first = operation.parameters.first else { return nil }
      let words = parameters[first].name.split(separator: " ")
      return words.count > 1 ? words.dropLast().joined(separator: " ") : words.joined()
    }
  }
}

extension Int {
  fileprivate func multipliedClamping(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
