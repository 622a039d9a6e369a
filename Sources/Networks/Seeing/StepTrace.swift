/// Everything that one step of training computed, as it was computed.
///
/// Numbers of single precision stand here as doubles, which hold them exactly.
package struct StepTrace: Sendable {
  /// From 1.
  package internal(set) var epoch = 0
  /// From 1, in its epoch, which has so many.
  package internal(set) var step = 0
  package internal(set) var steps = 0
  /// The rows of the batch, as the data number them.
  package internal(set) var rows: [Int] = []
  /// By value of the graph: rows×width.
  package internal(set) var values: [[Double]] = []
  /// By head: its targets, rows×width, NaN where one is missing, and how many a row has.
  package internal(set) var targets: [[Double]] = []
  package internal(set) var targetWidths: [Int] = []
  /// By head: w_i of each row.
  package internal(set) var rowWeights: [[Double]] = []
  /// By head: the mean loss and the rows that had a target.
  package internal(set) var losses: [Double] = []
  package internal(set) var present: [Int] = []
  /// By head and row: w_i ℓ_i; NaN where the target is missing.
  package internal(set) var terms: [[Double]] = []
  /// By head: w_t as the step used it, and after it.
  package internal(set) var weights: [Double] = []
  package internal(set) var weightsAfter: [Double] = []
  /// With uncertainty weighting s_t, with GradNorm w_t, as the step used them; else nothing.
  package internal(set) var weightNumbers: [Double] = []
  /// By head: whether the step learned it.
  package internal(set) var taught: [Bool] = []
  /// Whether any head had a target, so that there is a gradient.
  package internal(set) var learned = false
  /// By head: its gradient by all parameters, where the weighting needs each by itself.
  package internal(set) var taskGradients: [[Double]] = []
  /// By head: the norm of its gradient at the last shared layer, likewise.
  package internal(set) var norms: [Double] = []
  /// What gradient surgery multiplies each head's gradient with on shared parameters.
  package internal(set) var coefficients: [Double] = []
  /// Σ w_t L_t with what uncertainty weighting and penalties add; the penalties alone.
  package internal(set) var total = 0.0
  package internal(set) var penalty = 0.0
  /// By all parameters, before and after clipping.
  package internal(set) var gradient: [Double] = []
  package internal(set) var clipped: [Double] = []
  /// The optimizer's count of steps, from 1, and its learning rate.
  package internal(set) var number = 0
  package internal(set) var rate = 0.0
  /// Parameters, slots and statistics before and after.
  package internal(set) var before: [Double] = []
  package internal(set) var after: [Double] = []

  /// Whether the optimizer was given another gradient than the losses have.
  package var isClipped: Bool { gradient != clipped }
}

extension [Double] {
  /// The Euclidean norm of a part.
  func norm(_ range: Range<Int>) -> Double {
    var sum = 0.0
    for i in range where indices.contains(i) { sum += self[i] * self[i] }
    return sum.squareRoot()
  }
}
