internal import Networks
internal import Runtime
internal import Tensors

/// Positions of layers: whole numbers, or one.
struct Positions: ValueConvertible, Sendable {
  let list: [Int]

  static var typeName: String { "list of whole numbers" }

  static func from(_ value: Value) -> Positions? {
    if let one = Int.from(value) { return Positions(list: [one]) }
    return [Int].from(value).map { Positions(list: $0) }
  }

  var value: Value { .flatList(list.map { .number(Double($0)) }) }
}

/// What stands for heads in a conditioned trunk: how many numbers each learns, or the numbers.
struct EmbeddingArgument: ValueConvertible, Sendable {
  let embedding: Conditioned.Embedding

  static var typeName: String { "whole number from 1 to 10,000 or T×k tensor" }

  static func from(_ value: Value) -> EmbeddingArgument? {
    if let width = Int.from(value) {
      return (1...10_000).contains(width) ? EmbeddingArgument(embedding: .learned(width)) : nil
    }
    guard let table = Numbers.from(value)?.tensor, table.rank == 2 else { return nil }
    return EmbeddingArgument(embedding: .given(table.with(kind: .number)))
  }

  var value: Value {
    switch embedding {
    case .learned(let width): .number(Double(width))
    case .given(let table): .tensor(table)
    }
  }
}

/// The layers behind an encoder: the same for every head, or by head.
struct DecoderArgument: ValueConvertible, Sendable {
  let all: [Layer]
  let own: [(head: String, layers: [Layer])]

  static var typeName: String { "list of layers, or a record of them by head" }

  static func from(_ value: Value) -> DecoderArgument? {
    guard case .record(let box) = value else {
      return LayerStack.from(value).map { DecoderArgument(all: $0.layers, own: []) }
    }
    var own: [(head: String, layers: [Layer])] = []
    for (name, value) in zip(box.record.names, box.record.values) {
      guard let stack = LayerStack.from(value) else { return nil }
      own.append((name, stack.layers))
    }
    return DecoderArgument(all: [], own: own)
  }

  static func misfit(in value: Value) -> Misfit? { LayerStack.misfit(in: value) }

  var value: Value {
    own.isEmpty
      ? LayerStack(layers: all).value
      : .flatRecord(own.map { ($0.head, LayerStack(layers: $0.layers).value) })
  }
}
