internal import Tensors

/// While training, each number is 0 with probability p, and the others are divided by 1 − p; else the
/// numbers themselves.
///
/// Which ones is decided by the seed of the run, the number of the step and the operation alone, so that
/// a run that is resumed or taken back draws what it would have drawn.
///
/// N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, *Dropout: A Simple Way to
/// Prevent Neural Networks from Overfitting*, JMLR 15, 2014.
package struct DropoutKernel: Sendable {
  let probability: Double
  /// How often each input is read: once, or once a group where groups begin with the same input.
  let copies: Int
  /// Outputs of a row.
  let width: Int

  /// The factor of each output.
  func scratchCount(rows: Int) -> Int { rows * width }

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let (x, y) = (pass.values[operation.inputs[0].value], pass.values[operation.output])
    let width = pass.widths[operation.inputs[0].value]
    let factors = pass.kept(operation)
    if pass.isTraining { draw(pass, operation, into: factors) }
    for i in 0..<pass.rows {
      for copy in 0..<copies {
        let to = (i * copies + copy) * width
        guard pass.isTraining else {
          (y + to).update(from: x + i * width, count: width)
          continue
        }
        // A number that is left out leaves nothing, not even of an infinite one.
        for j in 0..<width {
          y[to + j] = factors[to + j] == 0 ? 0 : x[i * width + j] * factors[to + j]
        }
      }
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    guard step.inputs[0] != .skip else { return }
    let input = operation.inputs[0].value
    let (g, dx) = (pass.gradients[operation.output], pass.gradients[input])
    let width = pass.widths[input]
    let factors = pass.kept(operation)
    if !step.inputs[0].keeps { dx.update(repeating: 0, count: pass.rows * width) }
    for i in 0..<pass.rows {
      for copy in 0..<copies {
        let from = (i * copies + copy) * width
        for j in 0..<width {
          dx[i * width + j] += pass.isTraining ? g[from + j] * factors[from + j] : g[from + j]
        }
      }
    }
  }

  private func draw<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, into factors: UnsafeMutablePointer<S>
  ) {
    var generator = pass.draws.generator(operation: operation.output)
    let bound = UInt64(probability * 0x1p32)
    let factor = S(1 / (1 - probability))
    let count = pass.rows * pass.widths[operation.output]
    for i in stride(from: 0, to: count, by: 2) {
      let word = generator.next()
      factors[i] = word & 0xFFFF_FFFF < bound ? 0 : factor
      if i + 1 < count { factors[i + 1] = word >> 32 < bound ? 0 : factor }
    }
  }
}

/// What the draws of a training step depend on, beside the operation that draws.
package struct StepDraws: Sendable, Equatable {
  /// The seed of the run.
  package var seed = 0
  /// The number of the step.
  package var step = 0

  /// A generator that no other operation and no other step of the run has.
  func generator(operation: Int) -> RandomGenerator {
    let stream = 1 << 63 | UInt64(truncatingIfNeeded: step) << 16 | UInt64(operation & 0xFFFF)
    return RandomGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: stream)
  }
}
