internal import Diagnostics
package import Tensors

/// One trunk that all tasks share, told which task it works for: a task embedding z_t enters it at
/// chosen places, and each head reads what the trunk made for its task.
///
/// Position i is before layer i of the trunk, from 0 = the inputs; as many as the trunk has layers is
/// its end. Below the first position nothing differs between tasks, and it is computed once. Where all
/// z_t are 0 modulation and dynamic kernels are hard sharing, whatever was learned; modulation, dynamic
/// kernels and attention begin as hard sharing, whatever z is.
package struct Conditioned: Architecture {
  package static let name = "conditioned"

  /// How an embedding enters.
  package enum Method: String, Sendable, Hashable, CaseIterable {
    /// [h, z_t]: k more columns, of an image k more channels that are constant.
    case concat
    /// γ_t ⊙ h + β_t with γ_t = 1 + z_t Γ and β_t = z_t B, a number a column, of images a channel.
    ///
    /// E. Perez, F. Strub, H. de Vries, V. Dumoulin, A. Courville, *FiLM: Visual Reasoning with a
    /// General Conditioning Layer*, AAAI 2018.
    case film
    /// The layer behind the position has weights W_t = W + Σ_j z_tj A_j of each task's own, and
    /// intercepts likewise.
    ///
    /// D. Ha, A. Dai, Q. V. Le, *HyperNetworks*, ICLR 2017.
    case kernel
    /// h + the values that the query z_t finds among the tokens of h.
    ///
    /// A. Vaswani et al., *Attention Is All You Need*, NeurIPS 2017. See ``AttentionKernel``.
    case attention
  }

  /// What stands for a task.
  package enum Embedding: Sendable {
    /// This many numbers a task, which are learned; they begin uniform with mean 0 and variance 1.
    case learned(Int)
    /// T×k, a row a task, which stay.
    case given(Tensor)
  }

  package let trunk: [Layer]
  package let tower: [Layer]
  package let method: Method
  /// Where embeddings enter, rising.
  package let positions: [Int]
  package let embedding: Embedding

  /// The architecture; positions may come in any order.
  package init(
    trunk: [Layer], tower: [Layer] = [], method: Method = .concat, positions: [Int] = [0],
    embedding: Embedding = .learned(4)
  ) {
    self.trunk = trunk
    self.tower = tower
    self.method = method
    self.positions = Set(positions).sorted()
    self.embedding = embedding
  }

  package var options: [(name: String, value: String)] {
    [("trunk", trunk.source)] + (tower.isEmpty ? [] : [("tower", tower.source)])
      + [
        ("method", "\"\(method.rawValue)\""), ("at", "\(positions)"),
        ("embedding", embedding.source),
      ]
  }

  package func build(_ builder: inout GraphBuilder, heads: [Head]) throws {
    try checkPositions()
    let z = try builder.embedding(embedding, tasks: heads.count)
    var value = builder.input
    for (position, layer) in trunk.enumerated() {
      let place = LayerPlace(
        stack: "trunk", position: position + 1, layer: layer, owner: .shared, groups: 1,
        isTied: true)
      let isConditioned = positions.contains(position)
      if isConditioned, method == .kernel {
        value = try builder.generated(at: place, of: value, from: z)
        continue
      }
      if isConditioned { value = condition(&builder, value, on: z, at: position) }
      value = try builder.layer(at: place, of: value)
    }
    if positions.contains(trunk.count) {
      value = condition(&builder, value, on: z, at: trunk.count)
    }
    let towers = try builder.layers(
      tower, of: value, name: "tower", owner: .eachTask, groups: heads.count)
    try builder.heads(heads, of: towers)
  }

  /// Lets the embedding enter between two layers.
  private func condition(
    _ builder: inout GraphBuilder, _ value: Int, on z: Int, at position: Int
  ) -> Int {
    switch method {
    case .concat, .kernel: builder.concatenation(of: value, with: z, at: position)
    case .film: builder.modulation(of: value, by: z, at: position)
    case .attention: builder.attention(over: value, from: z, at: position)
    }
  }

  // MARK: - Checks

  private func checkPositions() throws {
    guard !positions.isEmpty else {
      throw Failure(
        .argument, "conditioned: expected at least one position in at, found none",
        notes: ["at=[0] lets the embedding enter at the inputs"])
    }
    if method == .kernel { return try checkGeneratedLayers() }
    for position in positions where position < 0 || position > trunk.count {
      throw Failure(
        .argument,
        "conditioned: expected positions from 0 to \(trunk.count) in at, found \(position)",
        notes: [
          "position i is before layer i of the trunk, 0 the inputs, \(trunk.count) the trunk's end"
        ])
    }
  }

  private func checkGeneratedLayers() throws {
    let possible = trunk.indices.filter { trunk[$0].hasKernel }
    for position in positions where !possible.contains(position) {
      let layer = trunk.indices.contains(position) ? trunk[position].name : nil
      throw Failure(
        .argument,
        "conditioned: method=\"kernel\" makes the weights of dense and conv2d layers, "
          + (layer.map { "found \($0) at position \(position)" }
            ?? "found no layer at position \(position)"),
        notes: possible.isEmpty
          ? ["the trunk \(trunk.source) has no such layer"]
          : ["positions of this trunk that have weights: \(possible)"])
    }
  }
}

extension Conditioned.Embedding {
  /// As a program writes it: `4`, or the rows.
  var source: String {
    switch self {
    case .learned(let count): return "\(count)"
    case .given(let values):
      guard values.rank == 2 else { return "\(values.elements.map(\.literal))" }
      let rows = (0..<values.rowCount).map { i in
        (0..<values.columnCount).map { values[i, $0].literal }.joined(separator: ", ")
      }
      return "[\(rows.joined(separator: "; "))]"
    }
  }

  /// k, the numbers of an embedding.
  package var width: Int {
    switch self {
    case .learned(let count): count
    case .given(let values): values.rank == 2 ? values.columnCount : 0
    }
  }
}

extension Layer {
  /// Whether it has weights that can be made from an embedding.
  var hasKernel: Bool {
    switch self {
    case .dense, .convolution: true
    default: false
    }
  }
}

extension Double {
  /// With all its digits, whole numbers without a point.
  fileprivate var literal: String {
    self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}
