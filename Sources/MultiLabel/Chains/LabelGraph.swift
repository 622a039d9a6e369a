internal import Diagnostics

/// A directed graph without cycles over labels: an edge `a -> b` lets b look at a.
package struct LabelGraph: Sendable, Equatable {
  /// Label names in the order of their first mention.
  package private(set) var names: [String] = []
  /// Edges as positions in `names`, in the order they were written.
  package private(set) var edges: [Edge] = []

  /// From a parent to a child.
  package struct Edge: Sendable, Hashable {
    package let parent: Int
    package let child: Int
  }

  /// Reads `a -> b, a -> c`; chains `a -> b -> c` and lone names are allowed.
  ///
  /// Throws for an edge that lacks an end, and for a cycle, which it names.
  package init(_ text: String) throws {
    for part in text.split(whereSeparator: { $0 == "," || $0 == ";" || $0.isNewline }) {
      let ends = try LabelGraph.ends(of: part)
      for (parent, child) in zip(ends, ends.dropFirst()) { add(parent, child) }
      if ends.count == 1 { _ = position(of: ends[0]) }
    }
    guard !names.isEmpty else {
      throw Failure(
        .value, "expected a label graph such as \"a -> b, a -> c\", found an empty text")
    }
    _ = try topologicalOrder(
      names: names, parents: parents(amongPositions: Array(names.indices), count: names.count))
  }

  /// The names joined by `->` in one part of the text.
  private static func ends(of part: Substring) throws -> [String] {
    var ends: [String] = []
    var current = ""
    var rest = part
    while let next = rest.first {
      if rest.hasPrefix("->") {
        ends.append(current)
        current = ""
        rest = rest.dropFirst(2)
      } else {
        current.append(next)
        rest = rest.dropFirst()
      }
    }
    ends.append(current)
    let names = ends.map(trimmed)
    if names == [""] { return [] }
    guard names.allSatisfy({ !$0.isEmpty }) else {
      throw Failure(
        .value, "expected a label on both sides of '->', found '\(trimmed(String(part)))'")
    }
    return names
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(String(start.reversed().drop(while: \.isWhitespace)).reversed())
  }

  private mutating func position(of name: String) -> Int {
    if let known = names.firstIndex(of: name) { return known }
    names.append(name)
    return names.count - 1
  }

  private mutating func add(_ parent: String, _ child: String) {
    let edge = Edge(parent: position(of: parent), child: position(of: child))
    if !edges.contains(edge) { edges.append(edge) }
  }

  /// The parents of each of a data set's labels, ascending; labels the graph leaves out have none.
  ///
  /// Throws for a name that is no label, with the nearest ones.
  package func parents(labels: [String]) throws -> [[Int]] {
    let positions = try names.map { try labelPosition($0, labels) }
    return parents(amongPositions: positions, count: labels.count)
  }

  private func parents(amongPositions positions: [Int], count: Int) -> [[Int]] {
    var parents = [[Int]](repeating: [], count: count)
    for edge in edges { parents[positions[edge.child]].append(positions[edge.parent]) }
    return parents.map { $0.sorted() }
  }
}

extension LabelGraph {
  /// Whether both have the same names and the same edges between them, in whatever order.
  package static func == (left: LabelGraph, right: LabelGraph) -> Bool {
    Set(left.names) == Set(right.names) && left.namedEdges == right.namedEdges
  }

  private var namedEdges: Set<[String]> {
    Set(edges.map { [names[$0.parent], names[$0.child]] })
  }
}

extension LabelGraph: CustomStringConvertible {
  /// The edges, then the names without any.
  package var description: String {
    let linked = Set(edges.flatMap { [$0.parent, $0.child] })
    let lone = names.indices.filter { !linked.contains($0) }.map { names[$0] }
    return (edges.map { "\(names[$0.parent]) -> \(names[$0.child])" } + lone).joined(
      separator: ", ")
  }
}

/// The position of a label by its name; throws with near names when there is none.
func labelPosition(_ name: String, _ labels: [String]) throws -> Int {
  if let position = labels.firstIndex(of: name) { return position }
  let near = nearNames(to: name, among: labels)
  throw Failure(
    .name, "expected a label of the data set, found '\(name)'",
    notes: [
      near.isEmpty
        ? "the labels are \(labels.prefix(12).joined(separator: ", "))\(labels.count > 12 ? ", …" : "")"
        : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
    ])
}

/// Positions ordered so that parents come first, of several possible ones the smallest first.
///
/// Throws when there is a cycle, which it names: `a -> b -> a`.
func topologicalOrder(names: [String], parents: [[Int]]) throws -> [Int] {
  var order: [Int] = []
  var placed = [Bool](repeating: false, count: parents.count)
  while order.count < parents.count {
    let next = parents.indices.first { c in !placed[c] && parents[c].allSatisfy { placed[$0] } }
    guard let next else {
      let cycle = findCycle(parents, placed).map { names[$0] }.joined(separator: " -> ")
      throw Failure(
        .value, "expected label dependences without a cycle, found \(cycle)",
        notes: [
          "a label cannot depend on itself, not even by way of others: drop one of these edges"
        ])
    }
    placed[next] = true
    order.append(next)
  }
  return order
}

/// A cycle among the positions that could not be placed, first and last the same.
private func findCycle(_ parents: [[Int]], _ placed: [Bool]) -> [Int] {
  guard var current = placed.firstIndex(of: false) else { return [] }
  var walk: [Int] = []
  while !walk.contains(current) {
    walk.append(current)
    guard let parent = parents[current].first(where: { !placed[$0] }) else { return walk }
    current = parent
  }
  let loop = walk.drop { $0 != current }
  return [current] + loop.reversed()
}
