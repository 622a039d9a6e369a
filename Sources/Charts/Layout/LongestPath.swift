extension Graph {
  /// The longest chain of arrows; `nil` when the arrows run in a circle.
  ///
  /// - Complexity: O(names + edges).
  var longestPath: [Int]? {
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
    guard done == names.count, let longest = length.max() else { return nil }
    var path: [Int] = []
    var end = names.indices.first { length[$0] == longest }
    while let name = end {
      path.append(name)
      end = before[name]
    }
    return path.reversed()
  }
}
