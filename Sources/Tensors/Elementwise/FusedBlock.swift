/// The registers in which one thread computes blocks of a fused expression.
struct FusedBlock {
  let program: FusedProgram
  let registers: UnsafeMutablePointer<Double>

  private typealias Row = (base: UnsafePointer<Double>, step: Int)

  /// Computes `count` elements from `start` on and returns where they are: in a register, in a
  /// tensor, or where the last step was told to put them.
  func evaluate(
    _ start: Int, _ count: Int, into place: UnsafeMutablePointer<Double>? = nil
  ) -> UnsafePointer<Double> {
    let last = program.steps.count - 1
    for (index, step) in program.steps.enumerated() {
      let own = register(step.target)
      perform(step, start, count, into: index == last ? place ?? own : own)
    }
    if last >= 0, let place { return UnsafePointer(place) }
    switch program.result {
    case .leaf(let index): return program.leaves[index].elements + start
    case .register(let index): return UnsafePointer(register(index))
    case .number(let number):
      registers.update(repeating: number, count: count)
      return UnsafePointer(registers)
    }
  }

  private func register(_ index: Int) -> UnsafeMutablePointer<Double> {
    registers + index * FusedProgram.blockLength
  }

  private func perform(
    _ step: FusedProgram.Step, _ start: Int, _ count: Int,
    into target: UnsafeMutablePointer<Double>
  ) {
    if case .stretch = step.operation {
      if case .leaf(let leaf) = step.sources[0] {
        program.leaves[leaf].copy(start, count, into: target)
      }
      return
    }
    withRow(step.sources[0], start) { x in
      switch step.operation {
      case .stretch: break
      case .unary(let operation): computeRow(operation, x.base, into: target, count: count)
      case .clip(let low, let high):
        for i in 0..<count { target[i] = clip(x.base[i], low, high) }
      case .binary(let operation):
        withRow(step.sources[1], start) { y in
          computeBlock(operation, x.base, x.step, y.base, y.step, into: target, count: count)
        }
      case .choice:
        withRow(step.sources[1], start) { y in
          withRow(step.sources[2], start) { z in
            for i in 0..<count {
              target[i] = x.base[i * x.step] != 0 ? y.base[i * y.step] : z.base[i * z.step]
            }
          }
        }
      }
    }
  }

  /// Hands over where a source's elements lie, and the step from one to the next.
  @inline(__always)
  private func withRow(_ source: FusedProgram.Source, _ start: Int, _ body: (Row) -> Void) {
    switch source {
    case .register(let index): body((UnsafePointer(register(index)), 1))
    case .leaf(let index): body((program.leaves[index].elements + start, 1))
    case .number(let number): withUnsafePointer(to: number) { body(($0, 0)) }
    }
  }
}
