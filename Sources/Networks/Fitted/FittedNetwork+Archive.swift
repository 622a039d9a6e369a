internal import Diagnostics
package import Files

extension FittedNetwork {
  package static let content = "fitted network"

  /// The network as an archive: the call that makes it, the options, the learned numbers bit for bit,
  /// the epochs.
  package var archive: Archive {
    var archive = Archive(Self.content)
    archive["network"] = .text(network.summary)
    archive.write(options)
    history.write(to: &archive)
    switch numbers {
    case .single(let parameters, let statistics):
      archive["parameters"] = .floats(parameters)
      archive["statistics"] = .floats(statistics)
    case .double(let parameters, let statistics):
      archive["parameters"] = .doubles(parameters)
      archive["statistics"] = .doubles(statistics)
    }
    return archive
  }

  /// The network of an archive, given the network that its call makes and the options that its source
  /// makes; errors name it by its path.
  ///
  /// - Throws: `file` when the numbers do not go with the network, or the options are not those it was
  ///   trained with.
  package init(
    from archive: Archive, named path: String, _ network: Network, _ options: NetworkOptions,
    isComplete: Bool = true
  ) throws {
    try archive.check(network, named: path)
    let differences = options.differences(from: try archive.optionFields())
    guard differences.isEmpty || !isComplete else {
      throw Failure(
        .file, "\(path) was trained with other options: \(differences.joined(separator: "; "))")
    }
    let (count, kept) = (network.graph.parameterCount, network.graph.statisticCount)
    let numbers: NetworkNumbers =
      switch options.precision {
      case .single:
        .single(
          parameters: try archive.floats("parameters", count: count),
          statistics: try archive.floats("statistics", count: kept))
      case .double:
        .double(
          parameters: try archive.doubles("parameters", count: count),
          statistics: try archive.doubles("statistics", count: kept))
      }
    self.init(
      network: network, options: options, numbers: numbers,
      history: try [EpochRecord](from: archive, heads: network.heads.count))
  }
}
