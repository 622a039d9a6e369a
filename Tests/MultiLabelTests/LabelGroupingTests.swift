import Diagnostics
import MultiLabel
import Tensors
import Testing

@Suite struct LabelGroupingTests {
  static func names(_ count: Int) -> [String] { (0..<count).map { "label\($0)" } }

  @Test(arguments: [(6, 3, nil), (6, 3, 20), (7, 2, 4), (10, 3, 4), (40, 3, nil), (200, 3, 67)])
  func `overlapping groups differ, have k labels and hold every label`(
    _ C: Int, _ k: Int, _ m: Int?
  ) throws {
    for seed in 0..<5 {
      let groups = try LabelGrouping.overlapping(count: m, seed: seed)
        .groups(size: k, labels: Self.names(C))
      #expect(groups.count == m ?? min(2 * C, C == 6 ? 20 : 2 * C))
      #expect(Set(groups).count == groups.count)
      #expect(groups.allSatisfy { Set($0).count == k && $0 == $0.sorted() })
      #expect(Set(groups.joined()) == Set(0..<C))
      let again = try LabelGrouping.overlapping(count: m, seed: seed)
        .groups(size: k, labels: Self.names(C))
      #expect(groups == again)
    }
  }

  @Test func `samples of groups are uniform among those that hold every label`() throws {
    // Of the 15 pairs of pairs out of 4 labels, 3 hold all four.
    var counts: [[[Int]]: Int] = [:]
    for seed in 0..<600 {
      let groups = try LabelGrouping.overlapping(count: 2, seed: seed)
        .groups(size: 2, labels: Self.names(4))
      counts[groups.sorted { $0[0] < $1[0] }, default: 0] += 1
    }
    #expect(counts.count == 3)
    // 600/3 = 200, σ = 11.5
    #expect(counts.values.allSatisfy { abs($0 - 200) < 58 })
  }

  @Test func `disjoint groups are a partition whose last part may be smaller`() throws {
    for seed in 0..<20 {
      let groups = try LabelGrouping.disjoint(seed: seed).groups(size: 3, labels: Self.names(10))
      #expect(groups.map(\.count) == [3, 3, 3, 1])
      #expect(groups.joined().sorted() == Array(0..<10))
    }
    let orders = try (0..<20).map {
      try LabelGrouping.disjoint(seed: $0).groups(size: 3, labels: Self.names(10))
    }
    #expect(Set(orders).count > 15)
  }

  @Test func `given groups keep their order, by position or by name`() throws {
    let names = ["a", "b", "c"]
    let groups = try LabelGrouping.names([["c", "a"], ["b"]]).groups(size: 9, labels: names)
    #expect(groups == [[2, 0], [1]])
    #expect(try LabelGrouping.positions(groups).groups(size: 9, labels: names) == groups)
  }

  @Test(arguments: [
    (LabelGrouping.positions([[0, 1]]), "found 'c' in none"),
    (.positions([]), "at least one group"),
    (.positions([[0, 1, 2], []]), "none in groups[1]"),
    (.positions([[0, 1, 2, 0]]), "'a' twice in groups[0]"),
    (.positions([[0, 1, 3]]), "from 0 to 2, found 3 in groups[0]"),
    (.positions([[-1, 0, 1, 2]]), "found -1"),
    (.names([["a", "b", "d"]]), "'d'"),
    (.overlapping(count: 1, seed: 0), "hold at most 2 of 3 labels"),
    (.overlapping(count: 4, seed: 0), "1 to 3 groups"),
    (.overlapping(count: 0, seed: 0), "found m=0"),
  ])
  func `impossible groups are explained`(_ grouping: LabelGrouping, _ part: String) {
    #expect {
      _ = try grouping.groups(size: 2, labels: ["a", "b", "c"])
    } throws: { error in
      (error as? Failure)?.message.contains(part) ?? false
    }
  }

  @Test func `a group cannot have more labels than there are`() {
    for grouping in [LabelGrouping.disjoint(seed: 0), .overlapping(count: nil, seed: 0)] {
      for k in [0, 4, -1] {
        #expect(throws: Failure.self) { try grouping.groups(size: k, labels: ["a", "b", "c"]) }
      }
    }
  }
}
