internal import Tensors

/// h + what the embedding of each task finds in h: cross-attention with one head, z_t the query.
///
/// The tokens x_1 … x_m of a value are the columns of a row of numbers (p = 1), the places of an image
/// (p = its channels). With keys k_j = x_j K + P_j and a_tj = softmax_j(z_t · k_j / √k):
///
///     y_t = h + Σ_j a_tj x_j V     added to every place of an image
///
/// Columns differ in kind, so column j has its own row of K (m×k) and of V (m×m); places of an image
/// share K (p×k) and V (p×p). P (m×k) tells tokens apart. z_t needs no matrix in front of it, and V no
/// second one behind it: each would only multiply the other. V begins at 0, so that the network begins
/// as hard sharing; K and P are uniform ±1/√k.
///
/// A. Vaswani et al., *Attention Is All You Need*, NeurIPS 2017; keys of columns as in Y. Gorishniy,
/// I. Rubachev, V. Khrulkov, A. Babenko, *Revisiting Deep Learning Models for Tabular Data*, NeurIPS
/// 2021.
package struct AttentionKernel: Sendable {
  let input: ConditionedInput
  /// Whether tokens are places of an image.
  let isImage: Bool

  /// m.
  var tokens: Int { isImage ? input.places : input.channels }
  /// The numbers that V takes and gives: m, of an image p.
  var pooled: Int { input.channels }

  func scratchCount(rows: Int) -> Int {
    let (m, q) = (tokens, pooled)
    return input.tasks * (2 * (q + m) + rows * (2 * m + 3 * q))
  }

  /// Where the parts of what is kept lie; the second half is for the way back.
  private struct Parts<S: NetworkScalar> {
    /// T×q: K z_t, and T×m: P z_t.
    let keys, places: UnsafeMutablePointer<S>
    let keySlopes, placeSlopes: UnsafeMutablePointer<S>
    /// rows×T×m: a, and the gradients by the scores.
    let attention, scoreSlopes: UnsafeMutablePointer<S>
    /// rows×T×q: Σ_j a_j x_j, of columns a ⊙ x; its gradient; and what V makes of it.
    let found, foundSlopes, added: UnsafeMutablePointer<S>

    init(_ start: UnsafeMutablePointer<S>, _ kernel: AttentionKernel, rows: Int) {
      let (T, m, q) = (kernel.input.tasks, kernel.tokens, kernel.pooled)
      keys = start
      places = keys + T * q
      keySlopes = places + T * m
      placeSlopes = keySlopes + T * q
      attention = placeSlopes + T * m
      scoreSlopes = attention + rows * T * m
      found = scoreSlopes + rows * T * m
      foundSlopes = found + rows * T * q
      added = foundSlopes + rows * T * q
    }
  }

  // MARK: - Forward

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) throws {
    let parts = Parts(pass.kept(operation), self, rows: pass.rows)
    let (x, z) = (pass.values[operation.inputs[0].value], pass.values[operation.inputs[1].value])
    let (T, k, m, q) = (input.tasks, input.embedding, tokens, pooled)
    let count = pass.rows * T
    try S.gemm(false, true, T, q, k, z, k, pass.parameter(operation, 0), k, 0, parts.keys, q)
    try S.gemm(false, true, T, m, k, z, k, pass.parameter(operation, 1), k, 0, parts.places, m)
    for row in 0..<pass.rows {
      for task in 0..<T {
        score(
          x + input.start(row: row, task: task), parts.keys + task * q, parts.places + task * m,
          into: parts.attention + (row * T + task) * m)
      }
    }
    S.apply(.exp, parts.attention, into: parts.attention, count: count * m)
    for row in 0..<pass.rows {
      for task in 0..<T {
        let position = row * T + task
        find(
          x + input.start(row: row, task: task), parts.attention + position * m,
          into: parts.found + position * q)
      }
    }
    try S.gemm(
      false, false, count, q, q, parts.found, q, pass.parameter(operation, 2), q, 0, parts.added, q)
    add(pass, operation, parts.added)
  }

  /// Scores of the tokens, less the largest of them.
  private func score<S: NetworkScalar>(
    _ h: UnsafeMutablePointer<S>, _ keys: UnsafeMutablePointer<S>,
    _ places: UnsafeMutablePointer<S>, into scores: UnsafeMutablePointer<S>
  ) {
    let scale = 1 / S(input.embedding).squareRoot()
    scores.update(from: places, count: tokens)
    if isImage {
      for channel in 0..<pooled {
        for j in 0..<tokens { scores[j] += h[channel * tokens + j] * keys[channel] }
      }
    } else {
      for j in 0..<tokens { scores[j] += h[j] * keys[j] }
    }
    var top = scores[0]
    for j in 1..<max(tokens, 1) where scores[j] > top { top = scores[j] }
    for j in 0..<tokens { scores[j] = (scores[j] - top) * scale }
  }

  /// Makes shares of what the exponential gave, and sums the tokens by them.
  private func find<S: NetworkScalar>(
    _ h: UnsafeMutablePointer<S>, _ shares: UnsafeMutablePointer<S>,
    into found: UnsafeMutablePointer<S>
  ) {
    var sum: S = 0
    for j in 0..<tokens { sum += shares[j] }
    for j in 0..<tokens { shares[j] /= sum }
    guard isImage else {
      for j in 0..<tokens { found[j] = shares[j] * h[j] }
      return
    }
    for channel in 0..<pooled {
      var total: S = 0
      for j in 0..<tokens { total += shares[j] * h[channel * tokens + j] }
      found[channel] = total
    }
  }

  private func add<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ added: UnsafeMutablePointer<S>
  ) {
    let x = pass.values[operation.inputs[0].value]
    var (y, extra) = (pass.values[operation.output], added)
    for row in 0..<pass.rows {
      for task in 0..<input.tasks {
        var h = x + input.start(row: row, task: task)
        for channel in 0..<pooled {
          for place in 0..<input.places { y[place] = h[place] + extra[channel] }
          y += input.places
          h += input.places
        }
        extra += pooled
      }
    }
  }

  // MARK: - Backward

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) throws {
    let parts = Parts(pass.kept(operation), self, rows: pass.rows)
    let (q, values) = (pooled, pass.parameter(operation, 2))
    let count = pass.rows * input.tasks
    // The gradient by what was added, where what was added stood.
    sumPlaces(pass.gradients[operation.output], into: parts.added, count: count * q)
    if step.parameters[2] != .skip {
      try S.gemm(
        true, false, q, q, count, parts.found, q, parts.added, q,
        step.parameters[2].keeps ? 1 : 0, pass.parameterGradient(operation, 2), q)
    }
    try S.gemm(
      false, true, count, q, q, parts.added, q, values, q, 0, parts.foundSlopes, q)
    scoreBack(pass, operation, parts)
    try queryBack(pass, operation, parts, step)
    if step.inputs[0] != .skip { valueBack(pass, operation, parts, step.inputs[0]) }
  }

  private func sumPlaces<S: NetworkScalar>(
    _ gradient: UnsafeMutablePointer<S>, into sums: UnsafeMutablePointer<S>, count: Int
  ) {
    for i in 0..<count {
      var sum: S = 0
      for place in 0..<input.places { sum += gradient[i * input.places + place] }
      sums[i] = sum
    }
  }

  /// The gradients by scores, and their sums over rows by K z_t and P z_t.
  private func scoreBack<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ parts: Parts<S>
  ) {
    let x = pass.values[operation.inputs[0].value]
    let (T, m, q) = (input.tasks, tokens, pooled)
    let scale = 1 / S(input.embedding).squareRoot()
    parts.keySlopes.update(repeating: 0, count: T * (q + m))
    for position in 0..<pass.rows * T {
      let task = position % T
      let h = x + input.start(row: position / T, task: task)
      let (shares, slopes) = (parts.attention + position * m, parts.scoreSlopes + position * m)
      let arriving = parts.foundSlopes + position * q
      shareSlopes(h, arriving, into: slopes)
      var mean: S = 0
      for j in 0..<m { mean += shares[j] * slopes[j] }
      let (keys, places) = (parts.keySlopes + task * q, parts.placeSlopes + task * m)
      for j in 0..<m {
        slopes[j] = scale * shares[j] * (slopes[j] - mean)
        places[j] += slopes[j]
      }
      for channel in 0..<q {
        if isImage {
          for j in 0..<m { keys[channel] += slopes[j] * h[channel * m + j] }
        } else {
          keys[channel] += slopes[channel] * h[channel]
        }
      }
    }
  }

  /// The gradient by each token's share.
  private func shareSlopes<S: NetworkScalar>(
    _ h: UnsafeMutablePointer<S>, _ arriving: UnsafeMutablePointer<S>,
    into slopes: UnsafeMutablePointer<S>
  ) {
    guard isImage else {
      for j in 0..<tokens { slopes[j] = arriving[j] * h[j] }
      return
    }
    slopes.update(repeating: 0, count: tokens)
    for channel in 0..<pooled {
      for j in 0..<tokens { slopes[j] += arriving[channel] * h[channel * tokens + j] }
    }
  }

  /// On to K, P and z.
  private func queryBack<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ parts: Parts<S>, _ step: BackwardStep
  ) throws {
    let keeps = step.inputs[1].keeps
    try queryBack(pass, operation, step, 0, parts.keySlopes, pooled, keeps: keeps)
    try queryBack(pass, operation, step, 1, parts.placeSlopes, tokens, keeps: true)
  }

  /// From the gradients by a parameter times z_t, T×count, to that by the parameter, and to z.
  private func queryBack<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep, _ part: Int,
    _ slopes: UnsafeMutablePointer<S>, _ count: Int, keeps: Bool
  ) throws {
    let (T, k, z) = (input.tasks, input.embedding, operation.inputs[1].value)
    if step.parameters[part] != .skip {
      try S.gemm(
        true, false, count, k, T, slopes, count, pass.values[z], k,
        step.parameters[part].keeps ? 1 : 0, pass.parameterGradient(operation, part), k)
    }
    guard step.inputs[1] != .skip else { return }
    try S.gemm(
      false, false, T, k, count, slopes, count, pass.parameter(operation, part), k, keeps ? 1 : 0,
      pass.gradients[z], k)
  }

  private func valueBack<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ parts: Parts<S>, _ mode: GradientMode
  ) {
    let all = pass.gradients[operation.inputs[0].value]
    let (T, m, q) = (input.tasks, tokens, pooled)
    var g = pass.gradients[operation.output]
    for position in 0..<pass.rows * T {
      let task = position % T
      let dx = all + input.start(row: position / T, task: task)
      if !input.keeps(mode, task: task) { dx.update(repeating: 0, count: input.count) }
      let (shares, slopes) = (parts.attention + position * m, parts.scoreSlopes + position * m)
      let (keys, found) = (parts.keys + task * q, parts.foundSlopes + position * q)
      for i in 0..<input.count {
        let (channel, token) = isImage ? (i / m, i % m) : (i, i)
        dx[i] += g[i] + shares[token] * found[channel] + slopes[token] * keys[channel]
      }
      g += input.count
    }
  }
}

extension GraphBuilder {
  /// Lets the embedding look for what its task needs in a value.
  mutating func attention(over value: Int, from z: Int, at position: Int) -> Int {
    let (source, input) = (self.value(value), conditionedInput(value, z))
    let kernel = AttentionKernel(input: input, isImage: source.shape.count == 3)
    let (name, k) = ("attention at \(position)", input.embedding)
    let bound = 1 / Double(k).squareRoot()
    let parameters = [
      parameter("\(name) keys", [kernel.pooled, k], start: .uniform(bound), owner: .shared),
      parameter("\(name) places", [kernel.tokens, k], start: .uniform(bound), owner: .shared),
      parameter(
        "\(name) values", [kernel.pooled, kernel.pooled], start: .constant(0), owner: .shared),
    ]
    return operation(
      name, .conditioning(.attention(kernel)), inputs: [whole(value), whole(z)],
      groups: input.tasks, shape: source.shape, parameters: parameters)
  }
}
