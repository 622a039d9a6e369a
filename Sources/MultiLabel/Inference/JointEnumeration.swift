internal import Diagnostics
internal import Learners
internal import Tensors

/// All 2^C label sets of a chain, row after row, grown a link at a time with shared prefixes.
///
/// The probability of a set is the product of its links' conditionals. Products need no logarithms
/// here: the most probable of 2^C sets has at least 2^−C, so what underflows could not win.
///
/// Sets are numbered by links: bit t of a number is the t-th link in the order of the chain.
struct JointEnumeration: Sendable {
  let conditionals: LinkConditionals
  /// The code of each numbered set, bit c being label c.
  let codes: [UInt64]
  private let offsets: [[Double]]
  /// By link: which setting of its parents each prefix has; empty where they are the same.
  private let settings: [[Int32]]

  private var chain: FittedChain { conditionals.chain }

  /// Throws `limit` for more than `limit` labels.
  init(_ conditionals: LinkConditionals, limit: Int, what: String, advice: String) throws {
    let chain = conditionals.chain
    guard chain.labelCount <= limit else {
      throw Failure(
        .limit,
        "\(what) visits all 2^C label sets of a row: expected at most \(limit) labels, found "
          + "\(chain.labelCount)",
        notes: [advice])
    }
    self.conditionals = conditionals
    offsets = chain.labelNames.indices.map(conditionals.settingOffsets)
    var place = [Int](repeating: 0, count: chain.labelCount)
    for (t, c) in chain.order.enumerated() { place[c] = t }
    settings = chain.order.enumerated().map { t, c in
      JointEnumeration.settings(of: conditionals.parents[c].map { place[$0] }, before: t)
    }
    var codes: [UInt64] = [0]
    for c in chain.order { codes += codes.map { $0 | 1 << UInt64(c) } }
    self.codes = codes
  }

  /// The setting that each of 2^t prefixes gives to parents at some places.
  private static func settings(of places: [Int], before t: Int) -> [Int32] {
    if places == Array(0..<t) { return [] }
    return (0..<1 << t).map { prefix in
      var setting: Int32 = 0
      for (j, place) in places.enumerated() where prefix >> place & 1 == 1 { setting |= 1 << j }
      return setting
    }
  }

  /// Rows whose tables fit into a fast cache together.
  var blockLength: Int {
    let cells = chain.parents.reduce(0) { $0 + 1 << $1.count }
    return max(1, min(256, (1 << 16) / cells))
  }

  /// Calls with the probabilities of all 2^C numbered sets for one row after another; with
  /// `marginals`, also with p(y_c = 1), else with an empty list.
  func forEachRow(
    _ rows: Range<Int>, marginals wanted: Bool = false,
    _ body: (_ row: Int, UnsafeMutableBufferPointer<Double>, _ marginals: [Double]) throws -> Void
  ) throws {
    let tables = try chain.order.map {
      try conditionals.table($0, rows: rows, offsets: offsets[$0])
    }
    let count = 1 << chain.labelCount
    try withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { joint in
      joint.initialize(repeating: 0)
      var marginals = [Double](repeating: 0, count: wanted ? chain.labelCount : 0)
      for (i, row) in rows.enumerated() {
        try Interrupt.check()
        joint[0] = 1
        for (t, c) in chain.order.enumerated() {
          grow(joint, t, tables[t], i, settings[t])
          guard wanted else { continue }
          marginals[c] = chain.links[c].constant ?? min(1, sum(joint, 1 << t..<2 << t))
        }
        try body(row, joint, marginals)
      }
    }
  }

  /// Doubles 2^t prefixes: those with the next label behind those without it.
  private func grow(
    _ joint: UnsafeMutableBufferPointer<Double>, _ t: Int, _ table: [Double], _ row: Int,
    _ settings: [Int32]
  ) {
    let size = 1 << t
    let width = 1 << conditionals.parents[chain.order[t]].count
    table.withUnsafeBufferPointer { table in
      let p = UnsafeBufferPointer(rebasing: table[row * width..<(row + 1) * width])
      if settings.isEmpty {
        for s in 0..<size {
          joint[size + s] = joint[s] * p[s]
          joint[s] *= 1 - p[s]
        }
      } else {
        settings.withUnsafeBufferPointer { settings in
          for s in 0..<size {
            let q = p[Int(settings[s])]
            joint[size + s] = joint[s] * q
            joint[s] *= 1 - q
          }
        }
      }
    }
  }

  private func sum(_ values: UnsafeMutableBufferPointer<Double>, _ range: Range<Int>) -> Double {
    guard range.count >= 8 else { return range.reduce(0) { $0 + values[$1] } }
    var sums = SIMD8<Double>.zero
    for s in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
      for lane in 0..<8 { sums[lane] += values[s + lane] }
    }
    return sums.sum()
  }

  /// The number of the most probable set; of equals the one that has the first link where they
  /// differ, as greedy search at p = ½ has it.
  func mode(_ joint: UnsafeMutableBufferPointer<Double>) -> Int {
    let most = largest(joint)
    var best = -1
    for s in joint.indices where joint[s] == most {
      if best < 0 || s & (s ^ best) & -(s ^ best) != 0 { best = s }
    }
    return max(best, 0)
  }

  private func largest(_ values: UnsafeMutableBufferPointer<Double>) -> Double {
    guard values.count >= 8 else { return values.max() ?? 0 }
    var most = SIMD8<Double>(repeating: 0)
    for s in stride(from: 0, to: values.count, by: 8) {
      var next = SIMD8<Double>()
      for lane in 0..<8 { next[lane] = values[s + lane] }
      most.replace(with: next, where: next .> most)
    }
    return most.max()
  }
}
