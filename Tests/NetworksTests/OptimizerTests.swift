import Glibc
import Networks
import Testing

/// Steps on the gradient sin(3 w_i + i + 0.1 t) + w_i / 2 at step t = 0, 1, ….
///
/// The expected parameters after 20 steps are those of torch.optim, PyTorch 2.15.0, in double
/// precision, from the same start.
@Suite struct OptimizerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let optimizer: Optimizer
    let expected: [Double]

    init(_ name: String, _ expected: [Double], _ change: (inout Optimizer) -> Void) {
      testDescription = name
      self.expected = expected
      var optimizer = Optimizer()
      optimizer.learningRate = 0.1
      change(&optimizer)
      self.optimizer = optimizer
    }
  }

  static let cases = [
    Case(
      "SGD(0.1)",
      [
        -0.483444426212347, -0.7627049087153538, 0.7340455195646622, 0.4468836158156,
        -1.52035405023767,
      ]
    ) { $0.method = .sgd },
    Case(
      "SGD(0.1, momentum=0.9)",
      [
        -0.4543837493571073, -0.5104345702181651, -0.7660231737063661, 0.5563000235525903,
        -1.7698659717375755,
      ]
    ) {
      $0.method = .sgd
      $0.momentum = 0.9
    },
    Case(
      "SGD(0.1, momentum=0.9, nesterov=True, weight_decay=0.01)",
      [
        -0.5572491137022637, -0.8486928509288354, 0.6637980457803287, 0.3731117451259955,
        -1.6563784814715605,
      ]
    ) {
      $0.method = .sgd
      $0.momentum = 0.9
      $0.isNesterov = true
      $0.weightDecay = 0.01
    },
    Case(
      "Adam(0.1)",
      [
        -0.4910087242973246, -0.4529105185751516, 0.5573835671552173, 0.377287845909862,
        -1.5611180596161875,
      ]
    ) { $0.method = .adam },
    Case(
      "Adam(0.1, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1)",
      [
        -0.4838396051050089, -0.6882898050050226, 0.6424203552365183, 0.33135073569889645,
        -1.580221239965918,
      ]
    ) {
      $0.beta1 = 0.8
      $0.beta2 = 0.95
      $0.epsilon = 1e-6
      $0.weightDecay = 0.1
    },
    Case(
      "AdamW(0.1, weight_decay=0.1)",
      [
        -0.4746658071603884, -0.45211873604396907, 0.5582670205257749, 0.3536466760532247,
        -1.555352972264667,
      ]
    ) {
      $0.method = .adamw
      $0.weightDecay = 0.1
    },
    Case(
      "clip_grad_norm_(0.7), SGD(0.1, momentum=0.5)",
      [
        -0.5256437284623889, -0.8127992831995539, 0.6960631557276296, 0.40098355280525033,
        -1.5961566564568788,
      ]
    ) {
      $0.method = .sgd
      $0.momentum = 0.5
      $0.clipping.norm = 0.7
    },
    Case(
      "clip_grad_value_(0.4), Adam(0.1)",
      [
        -0.4751916435636503, -0.635876027850488, 0.6817798606567553, 0.44087786610727536,
        -1.5854159314626761,
      ]
    ) { $0.clipping.value = 0.4 },
  ]

  private static let start: [Double] = [0.5, -1.25, 2, 0.125, -0.75]

  /// The parameters after some steps.
  private func moved<S: NetworkScalar>(
    _ optimizer: Optimizer, steps: Int = 20, ranges: [Range<Int>]? = nil, as: S.Type
  ) -> [Double] {
    let count = Self.start.count
    var state = Self.start.map { S($0) }
    state += [S](repeating: 0, count: optimizer.slotCount * count)
    for t in 0..<steps {
      var gradient = (0..<count).map { i in
        S(sin(3 * Double(state[i]) + Double(i) + 0.1 * Double(t)) + Double(state[i]) / 2)
      }
      state.withUnsafeMutableBufferPointer { state in
        gradient.withUnsafeMutableBufferPointer { gradient in
          guard let state = state.baseAddress, let gradient = gradient.baseAddress else { return }
          optimizer.step(
            state, gradient, count: count, number: t + 1,
            ranges: ranges.map { $0.map { MovingRange($0) } })
        }
      }
    }
    return state[..<count].map { Double($0) }
  }

  @Test(arguments: cases)
  func `twenty steps end where PyTorch's end`(_ row: Case) {
    // PyTorch adds 1e-6 to the norm that it divides by.
    let tolerance = row.optimizer.clipping.norm == nil ? 1e-12 : 2e-6
    for (found, expected) in zip(moved(row.optimizer, as: Double.self), row.expected) {
      #expect(abs(found - expected) < tolerance)
    }
    for (found, expected) in zip(moved(row.optimizer, as: Float.self), row.expected) {
      #expect(abs(found - expected) < 2e-5)
    }
  }

  @Test(arguments: cases)
  func `parameters outside of the ranges stay, those inside move as if alone`(_ row: Case) {
    let all = moved(row.optimizer, as: Double.self)
    let some = moved(row.optimizer, ranges: [0..<1, 3..<5], as: Double.self)
    #expect(Array(some[1..<3]) == Array(Self.start[1..<3]))
    if row.optimizer.clipping.norm == nil {
      #expect([some[0]] + some[3...] == [all[0]] + all[3...])
    }
    #expect(moved(row.optimizer, ranges: [], as: Double.self) == Self.start)
  }

  @Test func `what thaws late is corrected for the steps since then, as PyTorch's is`() {
    // PyTorch 2.15.0, float64: Adam, lr 0.05, 12 steps; the second parameter has no gradient in five.
    let expected = [-0.08888803662983594, -0.9006843368372834]
    var optimizer = Optimizer()
    optimizer.learningRate = 0.05
    var state: [Double] = [0.5, -1.25, 0, 0, 0, 0]
    for t in 0..<12 {
      var gradient = (0..<2).map { i in
        sin(3 * state[i] + Double(i) + 0.1 * Double(t)) + state[i] / 2
      }
      let ranges = [MovingRange(0..<1)] + (t < 5 ? [] : [MovingRange(1..<2, since: 5)])
      state.withUnsafeMutableBufferPointer { state in
        gradient.withUnsafeMutableBufferPointer { gradient in
          guard let state = state.baseAddress, let gradient = gradient.baseAddress else { return }
          optimizer.step(state, gradient, count: 2, number: t + 1, ranges: ranges)
        }
      }
    }
    for (found, expected) in zip(state, expected) { #expect(abs(found - expected) < 1e-12) }
  }

  @Test func `a smaller norm is left alone and a larger one is brought to the bound`() {
    func step(_ gradient: [Double], norm: Double) -> Double {
      var optimizer = Optimizer()
      optimizer.method = .sgd
      optimizer.learningRate = 1
      optimizer.clipping.norm = norm
      var (state, gradient) = ([Double](repeating: 0, count: gradient.count), gradient)
      let count = state.count
      state.withUnsafeMutableBufferPointer { state in
        gradient.withUnsafeMutableBufferPointer { gradient in
          guard let state = state.baseAddress, let gradient = gradient.baseAddress else { return }
          optimizer.step(state, gradient, count: count, number: 1)
        }
      }
      return state.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    let gradient = (0..<5001).map { Double($0 % 13) - 5 }
    let length = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(step(gradient, norm: 2 * length) == length)
    #expect(abs(step(gradient, norm: 0.25) - 0.25) < 1e-14)
  }
}
