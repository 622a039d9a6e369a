internal import Diagnostics
internal import Tensors

/// One round of a cross-validation: what is learned from, and what is predicted.
package struct Fold: Sendable {
  package let train: Dataset
  package let test: Dataset
}

extension Dataset {
  /// Parts of given shares in which every label occurs about as often as in the whole.
  ///
  /// Iterative stratification: the label with the fewest rows left goes first; each of its rows goes
  /// to the part that lacks most rows of this label, among equals to the one that lacks most rows at
  /// all, among equals by the seed. Rows without labels go where most rows lack. In each part the
  /// rows keep their order; unknown labels count as absent. Sizes may differ from their shares by a
  /// few rows.
  ///
  /// Sechidis, Tsoumakas and Vlahavas, "On the Stratification of Multi-label Data", ECML PKDD 2011.
  ///
  /// - Parameters:
  ///   - shares: at least 0, with 1 as their sum.
  ///   - seed: what decides between equals.
  /// - Returns: the positions of the rows of each part, ascending.
  /// - Throws: `argument` for shares outside of 0 … 1.
  /// - Complexity: O(n · C + C² + n · parts).
  package func stratifiedRows(shares: [Double], seed: Int) throws -> [[Int]] {
    guard !shares.isEmpty, shares.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
      throw Failure(.argument, "expected shares from 0 to 1, found \(shares)")
    }
    var division = try LabelDivision(self, shares: shares, seed: seed)
    try division.divide()
    return division.parts.map { $0.sorted() }
  }

  /// Two parts in which every label occurs about as often as in the whole, the first with about
  /// `share` of the rows.
  ///
  /// - Throws: `argument` for a share outside of 0 … 1.
  package func stratified(share: Double, seed: Int) throws -> (train: Dataset, test: Dataset) {
    guard share >= 0, share <= 1 else {
      throw Failure(
        .argument, "expected a share from 0 to 1, found \(share)",
        notes: ["0.7 keeps about 70 % of the rows in the first part"])
    }
    let parts = try stratifiedRows(shares: [share, 1 - share], seed: seed)
    return (try rows(parts[0]), try rows(parts[1]))
  }

  /// The rows of each of `count` parts of nearly equal size: drawn by a permutation, or stratified by
  /// labels.
  ///
  /// - Throws: `argument` unless there are 2 … n parts.
  package func foldRows(_ count: Int, seed: Int, isStratified: Bool) throws -> [[Int]] {
    guard count >= 2, count <= rowCount else {
      throw Failure(
        .argument, "expected from 2 folds to as many as the \(rowCount) rows, found \(count)",
        notes: rowCount < 2 ? ["a data set of \(rowCount) rows cannot be divided"] : [],
        count > rowCount ? .tooFewRows : nil)
    }
    if isStratified {
      let parts = try stratifiedRows(
        shares: Array(repeating: 1 / Double(count), count: count), seed: seed)
      if let empty = parts.firstIndex(where: \.isEmpty) {
        throw Failure(
          .data, "expected rows in every fold, found none in fold \(empty)",
          notes: ["use fewer folds, or stratify=false"])
      }
      return parts
    }
    var generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)))
    let order = try generator.permutation(rowCount)
    var start = 0
    return (0..<count).map { part in
      let size = rowCount / count + (part < rowCount % count ? 1 : 0)
      defer { start += size }
      return order[start..<start + size].sorted()
    }
  }

  /// The rounds of a cross-validation: every part once the test set, the others its training set.
  ///
  /// - Throws: as `foldRows`.
  package func folds(_ count: Int, seed: Int, isStratified: Bool) throws -> [Fold] {
    let parts = try foldRows(count, seed: seed, isStratified: isStratified)
    var part = [Int](repeating: 0, count: rowCount)
    for (k, rows) in parts.enumerated() { for i in rows { part[i] = k } }
    return try parts.indices.map { k in
      try Interrupt.check()
      return Fold(
        train: try rows(part.indices.filter { part[$0] != k }), test: try rows(parts[k]))
    }
  }
}

/// The rows of a data set on their way into parts.
private struct LabelDivision {
  private(set) var parts: [[Int]]
  /// How many rows each part still lacks.
  private var lacking: [Double]
  /// How many rows of each label each part still lacks, part by part.
  private var lackingOfLabel: [[Double]]
  /// The labels of each row.
  private let labels: [[Int]]
  /// The rows of each label, in the order in which they are dealt out.
  private var rowsOfLabel: [[Int]]
  /// How many of them are left.
  private var left: [Int]
  private var isPlaced: [Bool]
  private let order: [Int]
  private var generator: RandomGenerator

  init(_ data: Dataset, shares: [Double], seed: Int) throws {
    let (n, width) = (data.rowCount, data.labelCount)
    generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)))
    order = try generator.permutation(n)
    labels = data.Y.withElements { y in
      (0..<n).map { i in (0..<width).filter { y[i * width + $0] == 1 } }
    }
    rowsOfLabel = Array(repeating: [], count: width)
    for i in order { for c in labels[i] { rowsOfLabel[c].append(i) } }
    left = rowsOfLabel.map(\.count)
    parts = Array(repeating: [], count: shares.count)
    lacking = shares.map { $0 * Double(n) }
    let counts = left
    lackingOfLabel = shares.map { share in counts.map { share * Double($0) } }
    isPlaced = Array(repeating: false, count: n)
  }

  mutating func divide() throws {
    while let rarest = left.indices.filter({ left[$0] > 0 }).min(by: { left[$0] < left[$1] }) {
      try Interrupt.check()
      let rows = rowsOfLabel[rarest].filter { !isPlaced[$0] }
      for i in rows {
        place(i, in: choose(lackingOfLabel.map { $0[rarest] }))
      }
      left[rarest] = 0
    }
    for i in order where !isPlaced[i] { place(i, in: choose(lacking)) }
  }

  /// The part that lacks most, among equals most rows at all, among equals by chance.
  private mutating func choose(_ lack: [Double]) -> Int {
    let most = lack.max() ?? 0
    let neediest = lack.indices.filter { lack[$0] == most }
    let rows = neediest.map { lacking[$0] }.max() ?? 0
    let equals = neediest.filter { lacking[$0] == rows }
    if equals.count < 2 { return equals.first ?? 0 }
    return equals[Int(generator.integer(below: UInt64(equals.count)))]
  }

  private mutating func place(_ row: Int, in part: Int) {
    parts[part].append(row)
    isPlaced[row] = true
    lacking[part] -= 1
    for c in labels[row] {
      lackingOfLabel[part][c] -= 1
      left[c] -= 1
    }
  }
}
