internal import Tensors

/// Each column brought to mean 0 and deviation 1 over the batch: y = γ (x − μ) / √(σ² + ε) + β.
///
/// A column is a number of a row of numbers, or a channel of an image with all its pixels. While
/// training μ and σ² are those of the batch (σ² divided by the count), and running ones move towards
/// them by a tenth (σ² divided by the count less one); else the running ones are used. A batch that
/// gives a column only one number leaves the running σ² as it is.
///
/// S. Ioffe, C. Szegedy, *Batch Normalization: Accelerating Deep Network Training by Reducing Internal
/// Covariate Shift*, ICML 2015.
package struct BatchNormKernel: Sendable {
  /// Columns of a group, and numbers of a column in a row.
  let channels: Int
  let area: Int
  /// Groups with a γ and β of their own.
  let groups: Int
  /// Whether all groups read the same input.
  let isFanOut: Bool
  /// Rows of the same γ and β in a row of the batch: the groups of a tied stack.
  let repeats: Int

  static let epsilon = 1e-5
  static let momentum = 0.1

  /// All columns.
  var columns: Int { groups * channels }

  /// By column: mean, 1/√(σ²+ε), and two sums.
  var scratchCount: Int { 4 * columns }

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let (x, y) = (pass.values[operation.inputs[0].value], pass.values[operation.output])
    let (means, scales) = moments(pass, operation)
    if pass.isTraining {
      measure(pass, operation, means, scales)
    } else {
      let (running, variances) = (pass.statistic(operation, 0), pass.statistic(operation, 1))
      for c in 0..<columns {
        means[c] = running[c]
        scales[c] = 1 / (variances[c] + S(Self.epsilon)).squareRoot()
      }
    }
    let (gains, shifts) = (pass.parameter(operation, 0), pass.parameter(operation, 1))
    for i in 0..<pass.rows * repeats {
      for g in 0..<groups {
        let (from, to) = (x + offset(i, g).input, y + offset(i, g).output)
        for c in 0..<channels {
          let column = g * channels + c
          let gain = gains[column] * scales[column]
          let (mean, shift) = (means[column], shifts[column])
          for j in c * area..<(c + 1) * area { to[j] = (from[j] - mean) * gain + shift }
        }
      }
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    let (gradient, slope) = sums(pass, operation)
    for c in 0..<columns {
      step.parameters[0].put(slope[c], into: pass.parameterGradient(operation, 0) + c)
      step.parameters[1].put(gradient[c], into: pass.parameterGradient(operation, 1) + c)
    }
    guard step.inputs[0] != .skip else { return }
    let input = operation.inputs[0].value
    let (x, g, dx) = (pass.values[input], pass.gradients[operation.output], pass.gradients[input])
    let (means, scales) = moments(pass, operation)
    let gains = pass.parameter(operation, 0)
    let n = S(pass.rows * repeats * area)
    // The batch's own mean and deviation move with each number.
    let share = pass.isTraining ? 1 / n : 0
    for i in 0..<pass.rows * repeats {
      for group in 0..<groups {
        let (from, to) = (offset(i, group).input, offset(i, group).output)
        let keeps = step.inputs[0].keeps || (isFanOut && group > 0)
        for c in 0..<channels {
          let column = group * channels + c
          let (mean, scale) = (means[column], scales[column])
          let (level, tilt) = (gradient[column] * share, slope[column] * share * scale)
          let gain = gains[column] * scale
          for j in c * area..<(c + 1) * area {
            let part = gain * (g[to + j] - level - (x[from + j] - mean) * tilt)
            dx[from + j] = keeps ? dx[from + j] + part : part
          }
        }
      }
    }
  }

  /// Σ g and Σ g (x − μ)/√(σ² + ε), by column.
  private func sums<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation
  ) -> (UnsafeMutablePointer<S>, UnsafeMutablePointer<S>) {
    let (x, g) = (pass.values[operation.inputs[0].value], pass.gradients[operation.output])
    let (means, scales) = moments(pass, operation)
    let (gradient, slope) = (means + 2 * columns, means + 3 * columns)
    gradient.update(repeating: 0, count: 2 * columns)
    for i in 0..<pass.rows * repeats {
      for group in 0..<groups {
        let (from, to) = (x + offset(i, group).input, g + offset(i, group).output)
        for c in 0..<channels {
          let column = group * channels + c
          var (level, tilt) = (S.zero, S.zero)
          for j in c * area..<(c + 1) * area {
            level += to[j]
            tilt += to[j] * (from[j] - means[column])
          }
          gradient[column] += level
          slope[column] += tilt * scales[column]
        }
      }
    }
    return (gradient, slope)
  }

  /// The batch's mean and 1/√(σ² + ε) of every column; moves the running ones.
  private func measure<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ means: UnsafeMutablePointer<S>,
    _ scales: UnsafeMutablePointer<S>
  ) {
    let x = pass.values[operation.inputs[0].value]
    let count = pass.rows * repeats * area
    let n = S(max(count, 1))
    means.update(repeating: 0, count: 2 * columns)
    total(x, pass.rows, into: means) { value, _ in value }
    for c in 0..<columns { means[c] /= n }
    total(x, pass.rows, into: scales) { value, c in (value - means[c]) * (value - means[c]) }
    let (running, variances) = (pass.statistic(operation, 0), pass.statistic(operation, 1))
    let rate = S(Self.momentum)
    for c in 0..<columns {
      running[c] += rate * (means[c] - running[c])
      if count > 1 { variances[c] += rate * (scales[c] / S(count - 1) - variances[c]) }
      scales[c] = 1 / (scales[c] / n + S(Self.epsilon)).squareRoot()
    }
  }

  /// Adds a function of each number and its column up by column.
  @inline(__always)
  private func total<S: NetworkScalar>(
    _ x: UnsafeMutablePointer<S>, _ rows: Int, into sums: UnsafeMutablePointer<S>,
    _ function: (S, Int) -> S
  ) {
    for i in 0..<rows * repeats {
      for g in 0..<groups {
        let from = x + offset(i, g).input
        for c in 0..<channels {
          let column = g * channels + c
          var sum = S.zero
          for j in c * area..<(c + 1) * area { sum += function(from[j], column) }
          sums[column] += sum
        }
      }
    }
  }

  private func moments<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation
  ) -> (UnsafeMutablePointer<S>, UnsafeMutablePointer<S>) {
    let scratch = pass.kept(operation)
    return (scratch, scratch + columns)
  }

  /// Where a group of a row begins.
  @inline(__always)
  private func offset(_ row: Int, _ group: Int) -> (input: Int, output: Int) {
    let count = channels * area
    let output = (row * groups + group) * count
    return (isFanOut ? row * count : output, output)
  }
}
