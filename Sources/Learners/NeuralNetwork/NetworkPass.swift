internal import Glibc
internal import Tensors

/// A network's way forward and back for one batch of rows, in memory that all batches share.
struct NetworkPass {
  private let layout: NetworkLayout
  private let offsets: [Int]
  /// The outputs of each layer, rows×size; the last one holds scores.
  private let outputs: [UnsafeMutablePointer<Double>]
  /// The gradient by each layer's sums, rows×size.
  private let deltas: [UnsafeMutablePointer<Double>]

  /// `deallocate` gives the memory back.
  init(_ layout: NetworkLayout, rows: Int) {
    self.layout = layout
    offsets = layout.offsets
    outputs = (0..<layout.layerCount).map {
      .allocate(capacity: max(rows * layout.sizes[$0 + 1], 1))
    }
    deltas = (0..<layout.layerCount).map {
      .allocate(capacity: max(rows * layout.sizes[$0 + 1], 1))
    }
  }

  func deallocate() {
    for pointer in outputs + deltas { pointer.deallocate() }
  }

  private var last: Int { layout.layerCount - 1 }

  /// The scores of the rows; they stay until the next call.
  func forward(
    _ parameters: UnsafeBufferPointer<Double>, _ x: UnsafeBufferPointer<Double>, rows: Int
  ) throws -> UnsafeMutablePointer<Double> {
    var empty = 0.0
    try withUnsafePointer(to: &empty) { empty in
      guard let w = parameters.baseAddress else { return }
      var input = x.baseAddress ?? empty
      for l in 0..<layout.layerCount {
        let (fanIn, fanOut) = (layout.sizes[l], layout.sizes[l + 1])
        let intercepts = w + offsets[l] + fanIn * fanOut
        for i in 0..<rows {
          (outputs[l] + i * fanOut).update(from: intercepts, count: fanOut)
        }
        if fanIn > 0 {
          try BLAS.gemm(
            false, false, rows, fanOut, fanIn, 1, input, fanIn, w + offsets[l], fanOut, 1,
            outputs[l], fanOut)
        }
        if l < last { activate(outputs[l], rows * fanOut) }
        input = UnsafePointer(outputs[l])
      }
    }
    return outputs[last]
  }

  private func activate(_ z: UnsafeMutablePointer<Double>, _ count: Int) {
    switch layout.activation {
    case .relu: for i in 0..<count { z[i] = z[i] > 0 ? z[i] : 0 }
    case .tanh: apply(.tanh, z, into: z, count: count)
    case .logistic: apply(.sigmoid, z, into: z, count: count)
    case .identity: break
    }
  }

  /// Loss and penalty of the rows, and the gradient of their sum.
  func gradient(
    _ parameters: UnsafeBufferPointer<Double>, _ x: UnsafeBufferPointer<Double>,
    _ targets: UnsafeBufferPointer<Double>, rows: Int, alpha: Double,
    into gradient: UnsafeMutableBufferPointer<Double>
  ) throws -> (loss: Double, penalty: Double) {
    let scores = try forward(parameters, x, rows: rows)
    guard let w = parameters.baseAddress, let g = gradient.baseAddress, rows > 0 else {
      return (0, 0)
    }
    let scale = 1 / Double(rows)
    let loss = lossGradient(scores, targets, rows, scale)
    var squares = 0.0
    for l in stride(from: last, through: 0, by: -1) {
      let (fanIn, fanOut) = (layout.sizes[l], layout.sizes[l + 1])
      let weights = w + offsets[l]
      if fanIn > 0, let input = l > 0 ? UnsafePointer(outputs[l - 1]) : x.baseAddress {
        let count = fanIn * fanOut
        squares += shrink(weights, by: alpha * scale, into: g + offsets[l], count: count)
        try BLAS.gemm(
          true, false, fanIn, fanOut, rows, 1, input, fanIn, deltas[l], fanOut, 1,
          g + offsets[l], fanOut)
      }
      addColumns(deltas[l], rows, fanOut, into: g + offsets[l] + fanIn * fanOut)
      guard l > 0 else { continue }
      try BLAS.gemm(
        false, true, rows, fanIn, fanOut, 1, deltas[l], fanOut, weights, fanOut, 0, deltas[l - 1],
        fanIn)
      differentiate(outputs[l - 1], deltas[l - 1], rows * fanIn)
    }
    return (loss, 0.5 * alpha * scale * squares)
  }

  /// The penalty's gradient; the sum of the squares comes back.
  private func shrink(
    _ weights: UnsafePointer<Double>, by factor: Double, into g: UnsafeMutablePointer<Double>,
    count: Int
  ) -> Double {
    var total = SIMD8<Double>.zero
    var j = 0
    while j + 8 <= count {
      let w = lanes(weights + j)
      total += w * w
      UnsafeMutableRawPointer(g + j).storeBytes(of: w * factor, as: SIMD8<Double>.self)
      j += 8
    }
    var sum = total.sum()
    while j < count {
      sum += weights[j] * weights[j]
      g[j] = weights[j] * factor
      j += 1
    }
    return sum
  }

  private func addColumns(
    _ delta: UnsafePointer<Double>, _ rows: Int, _ width: Int,
    into sums: UnsafeMutablePointer<Double>
  ) {
    for k in 0..<width { sums[k] = 0 }
    for i in 0..<rows {
      for k in 0..<width { sums[k] += delta[i * width + k] }
    }
  }

  /// Multiplies by the activation's derivative, which its output tells.
  private func differentiate(
    _ a: UnsafePointer<Double>, _ delta: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    switch layout.activation {
    case .relu: for i in 0..<count { delta[i] = a[i] > 0 ? delta[i] : 0 }
    case .tanh: for i in 0..<count { delta[i] *= 1 - a[i] * a[i] }
    case .logistic: for i in 0..<count { delta[i] *= a[i] * (1 - a[i]) }
    case .identity: break
    }
  }

  /// The mean cross entropy; its gradient by the scores, `(p − t) / rows`, into the last deltas.
  private func lossGradient(
    _ scores: UnsafeMutablePointer<Double>, _ targets: UnsafeBufferPointer<Double>, _ rows: Int,
    _ scale: Double
  ) -> Double {
    let (K, delta) = (layout.outputCount, deltas[last])
    var loss = 0.0
    if K == 1 {
      for i in 0..<rows {
        let (z, t) = (scores[i], targets[i])
        loss += max(z, 0) + log1p(exp(-abs(z))) - t * z
        delta[i] = (sigmoid(z) - t) * scale
      }
      return loss * scale
    }
    for start in stride(from: 0, to: rows * K, by: K) {
      var top = -Double.infinity
      for k in start..<start + K { top = max(top, scores[k]) }
      for k in start..<start + K { delta[k] = scores[k] - top }
      apply(.exp, delta + start, into: delta + start, count: K)
      var sum = 0.0
      for k in start..<start + K { sum += delta[k] }
      for k in start..<start + K {
        loss += targets[k] * (top + log(sum) - scores[k])
        delta[k] = (delta[k] / sum - targets[k]) * scale
      }
    }
    return loss * scale
  }
}
