internal import Glibc

/// The means over an epoch's rows of the values that a graph has watched.
///
/// Of gates: `gates`, the mean share p̄_te that gate t gave expert e, each row as it was before its
/// step; `effective experts`, e^H of each gate with H = −Σ_e p̄_te log p̄_te; `expert load`, the mean of
/// p̄ over gates. Of parameters: what they are after the epoch.
struct WatchedMeans: Sendable {
  private let watched: [WatchedValue]
  private let shapes: [[Int]]
  private var sums: [[Double]]
  private var rows = 0

  init(_ graph: Graph) {
    watched = graph.watched
    shapes = watched.map { [graph.values[$0.value].groups, graph.values[$0.value].count] }
    sums = shapes.map { [Double](repeating: 0, count: $0[0] * $0[1]) }
  }

  /// Counts the rows of a pass that went forward.
  mutating func add<S: NetworkScalar>(_ pass: Workspace<S>) {
    rows += pass.rows
    for position in watched.indices {
      let values = pass.values[watched[position].value]
      sums[position].withUnsafeMutableBufferPointer { sums in
        for i in 0..<pass.rows {
          let row = values + i * sums.count
          for j in sums.indices { sums[j] += Double(row[j]) }
        }
      }
    }
  }

  /// What is told of the epoch; `parameters` are the network's.
  func figures<S: NetworkScalar>(_ graph: Graph, parameters: [S]) -> [EpochFigure] {
    let scale = 1 / Double(max(rows, 1))
    let means = zip(shapes, sums).flatMap { shape, sums in
      Self.gates(shape, sums.map { $0 * scale })
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
    list.append(rows)
    list.append(sums.flatMap { $0 })
  }

  /// - Throws: `value` when the list is not one of these values.
  mutating func read(from list: inout NumberList) throws {
    rows = try list.nextInteger()
    var numbers = try list.next(count: sums.reduce(0) { $0 + $1.count })[...]
    for position in sums.indices {
      let count = sums[position].count
      sums[position] = Array(numbers.prefix(count))
      numbers = numbers.dropFirst(count)
    }
  }
}
