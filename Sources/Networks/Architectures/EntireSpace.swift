internal import Charts
package import Datasets
internal import Diagnostics
internal import Tensors

/// Two things of which the second can only follow the first, a click and a conversion, learned from
/// all rows: the entire space.
///
/// Two towers after a shared bottom give p(click) = σ(s₁) and p(conversion | click) = σ(s₂). The first
/// head learns p(click), the second p(click and conversion) = σ(s₁) σ(s₂), both by cross entropy over
/// all rows; so its target is 1 where both happened, and the second tower is never asked about a row
/// alone that had no click. The product is kept as a logarithm.
///
/// X. Ma, L. Zhao, G. Huang, Z. Wang, Z. Hu, X. Zhu, K. Gai, *Entire Space Multi-Task Model: An
/// Effective Approach for Estimating Post-Click Conversion Rate*, SIGIR 2018.
package struct EntireSpace: Architecture {
  package static let name = "esmm"

  package let bottom: [Layer]
  package let tower: [Layer]

  package init(bottom: [Layer], tower: [Layer] = []) {
    self.bottom = bottom
    self.tower = tower
  }

  package var options: [(name: String, value: String)] {
    [("trunk", bottom.source)] + (tower.isEmpty ? [] : [("tower", tower.source)])
  }

  /// What only can follow is not more probable than what comes first; rows that miss a target pass.
  package func check(_ data: HeadDataset, heads: [Head]) throws {
    let targets = heads.compactMap { head in data.heads.first { $0.name == head.name }?.values }
    guard heads.count == 2, targets.count == 2 else { return }
    let (first, both) = (targets[0].elements, targets[1].elements)
    guard let row = zip(first, both).enumerated().first(where: { $1.1 > $1.0 })?.offset else {
      return
    }
    throw Failure(
      .data,
      "expected '\(heads[1].name)' only where '\(heads[0].name)' is, found "
        + "\(shortNumber(both[row])) and \(shortNumber(first[row])) in row \(row)",
      notes: ["\(Self.name) learns p(\(heads[1].name) | \(heads[0].name)), so one needs the other"])
  }

  package func build(_ builder: inout GraphBuilder, heads: [Head]) throws {
    guard heads.count == 2, heads.allSatisfy({ $0.kind == .binary }) else {
      let found = heads.map { "\($0.name): \($0.kind.name)" }.joined(separator: ", ")
      throw Failure(
        .argument,
        "\(Self.name): expected two binary heads, what comes first and what can only follow it, "
          + "found {\(found)}",
        notes: ["heads={click: binary(), conversion: binary()} are such two"])
    }
    let bottom = try builder.layers(bottom, of: builder.input, name: "trunk", owner: .shared)
    // Both losses reach the first tower, the second one's alone the second.
    let scores = try zip(heads, [ParameterOwner.shared, .task(1)]).map { head, owner in
      let end = try builder.layers(tower, of: bottom, name: "tower \(head.name)", owner: owner)
      return builder.dense(1, of: builder.whole(end), name: "head \(head.name)", owner: owner)
    }
    let both = builder.logSigmoidSum("both", of: scores)
    builder.output(heads[0], scores: scores[0])
    builder.output(heads[1], scores: both, link: .logProbability)
  }
}
