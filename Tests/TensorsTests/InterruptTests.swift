import Testing

@testable import Tensors

@Suite("Interruption")
struct InterruptTests {
  /// In a process of its own: the request is global and would stop other tests.
  @Test("long computations stop when asked to")
  func stops() async {
    await #expect(processExitsWith: .success) {
      let x = Tensor(repeating: 0.5, Shape(1_000_000))
      var generator = RandomGenerator(seed: 1)
      let matrix = try x.reshaped(to: [1000, 1000])
      Interrupt.request(.timeLimit)
      var calls = 0
      func check(_ body: () throws -> Void) {
        do {
          try body()
        } catch Interruption.timeLimit {
          calls += 1
        } catch {
          Issue.record("unexpected error")
        }
      }
      check { _ = try apply(.add, x, x) }
      check { _ = try apply(.exp, x) }
      check { _ = try x.reduced(by: .sum) }
      check { _ = try x.reduced(by: .max) }
      check { _ = try matrix.reduced(by: .median, axis: 0) }
      check { _ = try x.sorted() }
      check { _ = try matrix.transposed() }
      check { _ = try matrix.indexed(by: [.all, .slice(start: nil, stop: nil, step: -1)]) }
      check { _ = try generator.normal([1_000_000]) }
      precondition(calls == 9, "every computation looks at the request")
    }
  }
}
