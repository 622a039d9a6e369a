internal import Diagnostics
internal import Files

/// What parameters and statistics begin with: numbers that another training left, by name.
package struct WarmStart: Sendable, Equatable {
  /// Where the numbers come from, for sentences: `hard_sharing(…)`.
  package let source: String
  /// Parameters.
  package internal(set) var parameters: [Piece]
  package internal(set) var statistics: [Piece]

  /// Numbers of one name.
  package struct Piece: Sendable, Equatable {
    package let name: String
    package let shape: [Int]
    package let values: [Double]
  }

  /// Which parameters of a network begin with them.
  package struct Report: Sendable, Equatable {
    /// By name.
    package let taken: [String]
    /// Those that draw their start as ever.
    package let anew: [String]

    /// `6 parameters begin with those of hard_sharing(…); anew: head age weights, …`.
    package func sentence(from source: String) -> String {
      let beginning =
        "\(taken.count) of \(taken.count + anew.count) parameters begin with those of \(source)"
      guard !anew.isEmpty else { return beginning }
      let shown = anew.prefix(6).joined(separator: ", ")
      return beginning + "; anew: \(shown)" + (anew.count > 6 ? " and \(anew.count - 6) more" : "")
    }
  }

  init(source: String, parameters: [Piece], statistics: [Piece]) {
    self.source = source
    self.parameters = parameters
    self.statistics = statistics
  }

  /// All that a trained network learned.
  package init(_ fitted: FittedNetwork) {
    let (numbers, kept) = (fitted.numbers.parameters, fitted.numbers.statistics)
    self.init(
      source: fitted.network.summary,
      parameters: fitted.network.graph.parameters.map {
        Piece(name: $0.name, shape: $0.shape, values: Array(numbers[$0.range]))
      },
      statistics: fitted.network.graph.statistics.map {
        Piece(
          name: $0.name, shape: [$0.count], values: Array(kept[$0.offset..<$0.offset + $0.count]))
      })
  }

  // MARK: - Taking over

  /// Which parameters of a network have the name and the shape of one of these.
  ///
  /// - Throws: `argument` when none has.
  package func report(for network: Network) throws -> Report {
    let fits = network.graph.parameters.map { piece(for: $0) != nil }
    let names = network.graph.parameters.map(\.name)
    guard fits.contains(true) else {
      throw Failure(
        .argument,
        "start shares no parameter with \(network.summary): none has the same name and shape",
        notes: [
          "start has \(Self.list(parameters))", "the network has \(Self.list(network.pieces))",
        ]
      )
    }
    return Report(
      taken: zip(names, fits).filter(\.1).map(\.0), anew: zip(names, fits).filter { !$1 }.map(\.0))
  }

  /// Puts the numbers in the place of what was drawn.
  ///
  /// - Throws: `argument` when no parameter has the name and shape of one of these.
  func apply<S: NetworkScalar>(to state: inout NetworkState<S>, of network: Network) throws {
    _ = try report(for: network)
    for parameter in network.graph.parameters {
      guard let piece = piece(for: parameter) else { continue }
      for (i, value) in piece.values.enumerated() {
        state.numbers[parameter.offset + i] = S(value)
      }
    }
    for statistic in network.graph.statistics {
      let same = statistics.first { $0.name == statistic.name && $0.shape == [statistic.count] }
      for (i, value) in (same?.values ?? []).enumerated() {
        state.numbers[state.statisticsOffset + statistic.offset + i] = S(value)
      }
    }
  }

  private func piece(for parameter: GraphParameter) -> Piece? {
    parameters.first { $0.name == parameter.name && $0.shape == parameter.shape }
  }

  private static func list(_ pieces: [Piece]) -> String {
    let shown = pieces.prefix(6).map { "\($0.name) \($0.shape.sizes)" }.joined(separator: ", ")
    return shown + (pieces.count > 6 ? " and \(pieces.count - 6) more" : "")
  }
}

extension WarmStart: CustomStringConvertible {
  /// Where the numbers come from, and a hash of them.
  package var description: String {
    let hash = Checksum.fnv(
      (parameters + statistics).lazy.flatMap { $0.values.lazy.map(\.bitPattern) })
    return "\(source) #\(String(hash, radix: 16))"
  }
}

extension Network {
  fileprivate var pieces: [WarmStart.Piece] {
    graph.parameters.map { WarmStart.Piece(name: $0.name, shape: $0.shape, values: []) }
  }
}

extension NetworkNumbers {
  /// The statistics as doubles.
  package var statistics: [Double] {
    switch self {
    case .single(_, let statistics): statistics.map(Double.init)
    case .double(_, let statistics): statistics
    }
  }
}
