import Synchronization
import Testing

@testable import Tensors

/// Other suites may use the threads meanwhile; then the parts run one after the other.
@Suite("Threads")
struct ParallelTests {
  private struct Failure: Error {}

  @Test("every part runs once", arguments: [0, 1, 2, 7, 1000])
  func everyPartOnce(count: Int) throws {
    let counts = (0..<count).map { _ in Counter() }
    try Parallel.run(count) { counts[$0].value.add(1, ordering: .relaxed) }
    #expect(counts.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
  }

  @Test("an error of a part is thrown, and the threads serve again")
  func errorsArrive() throws {
    for _ in 0..<50 {
      #expect(throws: Failure.self) {
        try Parallel.run(100) { if $0 == 37 { throw Failure() } }
      }
      let sum = Counter()
      try Parallel.run(100) { sum.value.add($0, ordering: .relaxed) }
      #expect(sum.value.load(ordering: .relaxed) == 4950)
    }
  }

  @Test("a part may ask for threads itself")
  func nesting() throws {
    let sum = Counter()
    try Parallel.run(20) { outer in
      try Parallel.run(20) { sum.value.add(outer * $0, ordering: .relaxed) }
    }
    #expect(sum.value.load(ordering: .relaxed) == 190 * 190)
  }

  @Test("blocks cover the elements without overlap", arguments: [0, 1, 9, 10, 11, 1234])
  func blocks(count: Int) throws {
    let seen = (0..<count).map { _ in Counter() }
    try Parallel.forEachBlock(of: 10, in: count, isLarge: true) { start, length in
      for index in start..<start + length { seen[index].value.add(1, ordering: .relaxed) }
    }
    #expect(seen.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
  }
}

private final class Counter: Sendable {
  let value = Atomic<Int>(0)
}
