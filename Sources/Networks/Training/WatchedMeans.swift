internal import Glibc

/// The means over an epoch's rows of the values that a graph has watched.
///
/// Of gates: `gates`, the mean share p̄_te that gate t gave expert e, each row as it was before its
/// step, where the gate of one task counts the rows that have a target for it; `effective experts`,
/// e^H of each gate with H = −Σ_e p̄_te log p̄_te; `expert load`, the mean of p̄ over gates. Of
/// parameters: what they are after the epoch.
struct WatchedMeans: Sendable {
  private let watched: [WatchedValue]
  private let shapes: [[Int]]
  private var sums: [[Double]]
  /// How many rows each group of a value counts.
  private var rows: [[Double]]

  init(_ graph: Graph) {
    watched = graph.watched
    shapes = watched.map { [graph.values[$0.value].groups, graph.values[$0.value].count] }
    sums = shapes.map { [Double](repeating: 0, count: $0[0] * $0[1]) }
    rows = shapes.map { [Double](repeating: 0, count: $0[0]) }
  }

  /// Counts the rows of a pass that went forward.
  mutating func add<S: NetworkScalar>(_ pass: Workspace<S>, _ losses: [HeadLoss]) {
    for position in watched.indices {
      let values = pass.values[watched[position].value]
      let (groups, width) = (shapes[position][0], shapes[position][1])
      // A group a task counts the rows of that task.
      let isByTask = groups == losses.count && groups > 1
      sums[position].withUnsafeMutableBufferPointer { sums in
        for group in 0..<groups {
          var counted = 0
          for i in 0..<pass.rows {
            if isByTask, pass.targets[group][i * losses[group].width].isNaN { continue }
            let row = values + (i * groups + group) * width
            for j in 0..<width { sums[group * width + j] += Double(row[j]) }
            counted += 1
          }
          rows[position][group] += Double(counted)
        }
      }
    }
  }

  /// What is told of the epoch; `parameters` are the network's.
  func figures<S: NetworkScalar>(_ graph: Graph, parameters: [S]) -> [EpochFigure] {
    let means = shapes.indices.flatMap { position in
      let (shape, rows) = (shapes[position], rows[position])
      return Self.gates(
        shape, sums[position].enumerated().map { $1 / max(rows[$0 / shape[1]], 1) })
    }
    return means
      + graph.watchedParameters.map { watched in
        let parameter = graph.parameters[watched.parameter]
        return EpochFigure(
          name: watched.name, shape: parameter.shape,
          values: parameters[parameter.range].map(Double.init))
      }
  }

  private static func gates(_ shape: [Int], _ means: [Double]) -> [EpochFigure] {
    let (gates, experts) = (shape[0], shape[1])
    let effective = (0..<gates).map { gate in
      exp(
        means[gate * experts..<(gate + 1) * experts].reduce(0) { $0 - ($1 > 0 ? $1 * log($1) : 0) })
    }
    let load = (0..<experts).map { expert in
      (0..<gates).reduce(0) { $0 + means[$1 * experts + expert] } / Double(gates)
    }
    return [
      EpochFigure(name: "gates", shape: shape, values: means),
      EpochFigure(name: "effective experts", shape: [gates], values: effective),
      EpochFigure(name: "expert load", shape: [experts], values: load),
    ]
  }
}

// MARK: - As a list

extension WatchedMeans {
  func write(to list: inout NumberList) {
    list.append(rows.flatMap { $0 })
    list.append(sums.flatMap { $0 })
  }

  /// - Throws: `value` when the list is not one of these values.
  mutating func read(from list: inout NumberList) throws {
    try Self.read(&rows, from: &list)
    try Self.read(&sums, from: &list)
  }

  private static func read(_ parts: inout [[Double]], from list: inout NumberList) throws {
    var numbers = try list.next(count: parts.reduce(0) { $0 + $1.count })[...]
    for position in parts.indices {
      let count = parts[position].count
      parts[position] = Array(numbers.prefix(count))
      numbers = numbers.dropFirst(count)
    }
  }
}
