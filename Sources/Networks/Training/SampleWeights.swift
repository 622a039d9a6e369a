internal import Diagnostics

/// How much each row counts in the losses.
///
/// The loss of a head is the mean over its rows of w_i ℓ_i; weights are taken as they are, so that
/// doubling all of them doubles the loss.
package enum SampleWeights: Sendable, Equatable {
  /// All rows count 1.
  case equal
  /// One number a row, for every head.
  case rows([Double])
  /// By the name of a head, one number a row; other heads count every row 1.
  case heads([String: [Double]])

  /// The weights of a head; `nil` when they are all 1.
  func values(of head: Head) -> [Double]? {
    switch self {
    case .equal: nil
    case .rows(let weights): weights
    case .heads(let weights): weights[head.name]
    }
  }

  /// - Throws: `shape`, `value` or `argument` naming the head and row.
  func check(_ heads: [Head], rows: Int) throws {
    if case .heads(let weights) = self {
      for name in weights.keys.sorted() where !heads.contains(where: { $0.name == name }) {
        throw Failure(
          .argument,
          "sample_weights: expected a head of the network, found '\(name)'",
          notes: ["its heads: " + heads.map { "'\($0.name)'" }.joined(separator: ", ")])
      }
    }
    for head in heads {
      guard let values = values(of: head) else { continue }
      let place = self.isByHead ? "sample_weights of head '\(head.name)'" : "sample_weights"
      guard values.count == rows else {
        throw Failure(.shape, "\(place): expected \(rows) numbers, found \(values.count)")
      }
      if let row = values.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
        throw Failure(
          .value, "\(place): expected a weight of 0 or more in row \(row), found \(values[row])")
      }
      guard values.contains(where: { $0 > 0 }) else {
        throw Failure(.value, "\(place): expected at least one row with a weight above 0")
      }
    }
  }

  private var isByHead: Bool {
    if case .heads = self { return true }
    return false
  }
}

/// The weights of rows in a network's precision.
struct RowWeights<S: NetworkScalar>: Sendable {
  /// By head; empty where all rows count 1.
  private let values: [[S]]

  /// `nil` when all rows of all heads count 1.
  init?(_ weights: SampleWeights, heads: [Head]) {
    guard weights != .equal else { return nil }
    values = heads.map { (weights.values(of: $0) ?? []).map { S($0) } }
  }

  /// Puts the weights of rows into a workspace.
  func load(_ rows: UnsafeBufferPointer<Int32>, into pass: Workspace<S>) {
    for h in values.indices where !values[h].isEmpty {
      let target = pass.sampleWeights[h]
      values[h].withUnsafeBufferPointer { source in
        for (i, row) in rows.enumerated() { target[i] = source[Int(row)] }
      }
    }
  }
}
