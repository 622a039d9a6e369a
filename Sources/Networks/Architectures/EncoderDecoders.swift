internal import Diagnostics

/// One encoder that all tasks share, and after it a decoder of each task's own, which may be of other
/// layers than those of its neighbours.
package struct EncoderDecoders: Architecture {
  package static let name = "encoder_decoders"

  package let encoder: [Layer]
  /// The decoder of heads that have none of their own.
  package let decoder: [Layer]
  /// Decoders of single heads, by name.
  package let decoders: [(head: String, layers: [Layer])]

  package init(
    encoder: [Layer], decoder: [Layer] = [], decoders: [(head: String, layers: [Layer])] = []
  ) {
    self.encoder = encoder
    self.decoder = decoder
    self.decoders = decoders
  }

  package var options: [(name: String, value: String)] {
    let own = decoders.map { "\($0.head): \($0.layers.source)" }.joined(separator: ", ")
    return [("encoder", encoder.source)]
      + (decoder.isEmpty ? [] : [("decoder", decoder.source)])
      + (decoders.isEmpty ? [] : [("decoders", "{\(own)}")])
  }

  package func build(_ builder: inout GraphBuilder, heads: [Head]) throws {
    for (name, _) in decoders where !heads.contains(where: { $0.name == name }) {
      throw Failure(
        .argument,
        "\(Self.name): there is no head '\(name)' for a decoder; heads are "
          + heads.map { "'\($0.name)'" }.joined(separator: ", "))
    }
    let encoded = try builder.layers(
      encoder, of: builder.input, name: "encoder", owner: .shared)
    if decoders.isEmpty {
      let decoded = try builder.layers(
        decoder, of: encoded, name: "decoder", owner: .eachTask, groups: heads.count)
      return try builder.heads(heads, of: decoded)
    }
    for (task, head) in heads.enumerated() {
      let layers = decoders.first { $0.head == head.name }?.layers ?? decoder
      let decoded = try builder.layers(
        layers, of: encoded, name: "decoder \(head.name)", owner: .task(task))
      try builder.head(head, task: task, of: builder.whole(decoded))
    }
  }
}
