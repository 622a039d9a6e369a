internal import Diagnostics
internal import Files
internal import Networks
internal import Runtime

/// Makes networks and options again from the text that a file holds.
///
/// The text is evaluated with the builders of networks alone: a file can neither read nor write others,
/// nor print.
enum NetworkSource {
  /// What a file may call.
  private static let topics = ["networks", "optimizers", "elementwise"]

  private static let builders: [Builtin] =
    StandardLibrary.topics.filter { topics.contains($0.name) }.flatMap(\.builtins)
    + StandardLibrary.construction.filter { ["zeros", "flatten"].contains($0.name) }

  /// The value of an expression.
  static func value(of text: String) throws -> Value {
    let interpreter = Interpreter(builtins: builders)
    interpreter.files.isReadOnly = true
    return try interpreter.evaluate(SourceText(name: "the file", text: text))
  }

  /// The network of an archive, or the one that a call gives.
  ///
  /// - Parameters:
  ///   - archive: what the file holds.
  ///   - path: the file, for errors.
  ///   - given: the network of the call, if it gives one.
  ///   - function: the verb, for errors.
  /// - Returns: the network, with the smoothing that it was trained with.
  /// - Throws: `file` when the text of the file does not make its network.
  static func network(
    _ archive: Archive, named path: String, given: NetworkObject?, for function: String
  ) throws -> NetworkObject {
    let text = try archive.text("network")
    let made = given ?? (try? value(of: text)).flatMap { NetworkObject.from($0) }
    guard var network = made else {
      throw Failure(
        .file, "\(function): \(path) holds a network that its text does not make: \(text)",
        notes: ["give the network: \(function)(…, network=net)"])
    }
    network.options.smoothing = OptionSource(try archive.text("source")).smoothing
    return network
  }
}
