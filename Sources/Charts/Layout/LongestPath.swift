extension Graph {
  /// How many arrows the longest way to each name has; `nil` when the arrows run in a circle.
  ///
  /// - Complexity: O(names + edges).
  var depths: [Int]? { layers?.depth }

  /// The longest chain of arrows; `nil` when the arrows run in a circle.
  ///
  /// - Complexity: O(names + edges).
  var longestPath: [Int]? {
    guard let layers, let longest = layers.depth.max() else { return nil }
    var path: [Int] = []
    var end = names.indices.first { layers.depth[$0] == longest }
    while let name = end {
      path.append(name)
      end = layers.before[name]
    }
    return path.reversed()
  }

  /// Depths and the parents on the longest ways, in topological order (Kahn 1962).
  private var layers: (depth: [Int], before: [Int?])? {
    var incoming = [Int](repeating: 0, count: names.count)
    var children = [[Int]](repeating: [], count: names.count)
    for edge in edges {
      incoming[edge.to] += 1
      children[edge.from].append(edge.to)
    }
    var ready = names.indices.filter { incoming[$0] == 0 }
    var length = [Int](repeating: 0, count: names.count)
    var before = [Int?](repeating: nil, count: names.count)
    var done = 0
    while done < ready.count {
      let name = ready[done]
      done += 1
      for child in children[name] {
        if length[name] + 1 > length[child] {
          length[child] = length[name] + 1
          before[child] = name
        }
        incoming[child] -= 1
        if incoming[child] == 0 { ready.append(child) }
      }
    }
    return done == names.count ? (length, before) : nil
  }
}
