import Datasets
import Glibc
import Networks
import Tensors
import Testing

/// Losses and gradients against PyTorch 2.15.0 (CPU, double precision), written there with `einsum`,
/// `softmax`, `linalg.matrix_norm(ord='nuc')` and autograd.
///
/// Parameter number k is 0.5 sin(0.7 k + 0.3) in the order of the graph's parameters; inputs are
/// cos(0.3 (4 i + j) + 0.1) for six rows of four; targets sin(0.9 i) and, binary, i divisible by 3.
@Suite struct SharingReferenceTests {
  private let rows = 6

  private func data() throws -> HeadDataset {
    func column(_ value: (Int) -> Double) -> Tensor { Tensor((0..<rows).map(value)) }
    return try HeadDataset(
      name: "made", X: Tensor((0..<rows * 4).map { cos(0.3 * Double($0) + 0.1) }, Shape(rows, 4)),
      heads: [
        HeadTargets(name: "a", kind: .regression, values: column { sin(0.9 * Double($0)) }),
        HeadTargets(name: "b", kind: .binary, values: column { $0 % 3 == 0 ? 1 : 0 }),
      ])
  }

  private func numbers(_ count: Int) -> [Double] {
    (0..<count).map { 0.5 * sin(0.7 * Double($0) + 0.3) }
  }

  /// What PyTorch gave: losses, the total, the gradient's length and its product with cos k.
  private func expect(
    _ architecture: any Architecture, losses: [Double], total: Double, length: Double,
    product: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let network = try Network(
      inputShape: [4], heads: [Head("a", .regression), Head("b", .binary)],
      architecture: architecture)
    let found = try network.lossAndGradient(numbers(network.graph.parameterCount), on: data())
    let along = found.gradient.enumerated().reduce(0) { $0 + $1.element * cos(Double($1.offset)) }
    let pairs =
      zip(found.losses, losses) + [
        (found.total, total),
        (found.gradient.reduce(0) { $0 + $1 * $1 }.squareRoot(), length), (along, product),
      ]
    for (mine, theirs) in pairs {
      #expect(abs(mine - theirs) < 1e-12 * max(1, abs(theirs)), sourceLocation: sourceLocation)
    }
  }

  private let expert: [Layer] = [.dense(5), .activation(.relu)]
  private let tower: [Layer] = [.dense(4), .activation(.tanh)]

  @Test func `a gate a task gives PyTorch's losses and gradients`() throws {
    try expect(
      MixtureOfExperts(count: 3, expert: expert, tower: tower, isMultiGate: true),
      losses: [0.5451504763543473, 0.8759966853115652], total: 1.4211471616659126,
      length: 0.9477213860642146, product: -1.639246927043546)
  }

  @Test func `one gate gives PyTorch's losses and gradients`() throws {
    try expect(
      MixtureOfExperts(count: 3, expert: expert, tower: tower, isMultiGate: false),
      losses: [0.4828887631202867, 0.8887302301035239], total: 1.3716189932238105,
      length: 0.6946241546672843, product: 0.048913745417378106)
  }

  @Test func `cross-stitch gives PyTorch's losses and gradients`() throws {
    try expect(
      CrossStitch(trunk: [.dense(5), .activation(.tanh), .dense(4), .activation(.relu)]),
      losses: [0.5418626761601177, 0.6690336483506347], total: 1.2108963245107525,
      length: 0.7841779879645259, product: -1.0783508717959112)
  }

  @Test func `the trace norm gives PyTorch's losses and gradients`() throws {
    try expect(
      SoftSharing(trunk: trunk, distance: .traceNorm, strength: 0.3),
      losses: [0.454875842582597, 0.798433023253092], total: 2.8134993608256744,
      length: 1.7157367671044048, product: 1.1780086263179712)
  }

  @Test func `the squared distance gives PyTorch's losses and gradients`() throws {
    try expect(
      SoftSharing(trunk: trunk, distance: .squared, strength: 0.3),
      losses: [0.454875842582597, 0.798433023253092], total: 8.42828452865513,
      length: 4.512890155507615, product: 0.25704965886749076)
  }

  private let trunk: [Layer] = [.dense(5), .activation(.tanh), .dense(4), .activation(.tanh)]

  @Test func `the entire space gives PyTorch's losses and gradients`() throws {
    let network = try Network(
      inputShape: [4], heads: [Head("click", .binary), Head("both", .binary)],
      architecture: EntireSpace(bottom: [.dense(5), .activation(.tanh)]))
    func column(_ value: (Int) -> Double) -> Tensor { Tensor((0..<rows).map(value)) }
    let clicks = try HeadDataset(
      name: "made", X: data().X,
      heads: [
        HeadTargets(name: "click", kind: .binary, values: column { $0 % 2 == 0 ? 1 : 0 }),
        HeadTargets(name: "both", kind: .binary, values: column { $0 % 6 == 0 ? 1 : 0 }),
      ])
    let found = try network.lossAndGradient(numbers(network.graph.parameterCount), on: clicks)
    #expect(abs(found.losses[0] - 0.6954346241885672) < 1e-13)
    #expect(abs(found.losses[1] - 0.4710654586307712) < 1e-13)
    let length = found.gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(length - 0.12060940657408353) < 1e-13)
  }
}
