internal import Synchronization
internal import Tensors

/// A convolution with stride 1, and what follows it in most networks: rectification and pooling.
///
/// y[o][i][j] = b[o] + Σ_c Σ_u Σ_v w[o][c][u][v] x[c][i+u][j+v], x with zeros around it; then max(0, y)
/// and the largest of each k×k square. With both, the way forward keeps only the pooled numbers and
/// where they came from, and the way back spreads their gradients where it needs them.
///
/// The batch is cut into ``parts`` whatever the number of threads; gradients by the weights are summed
/// in the order of the parts.
package struct ConvolutionKernel: Sendable {
  /// How groups of input and output go together, as for dense layers.
  let form: DenseKernel.Form
  let groups: Int
  /// Of the images of one set of weights; `fanOut` has the outputs of all groups.
  let geometry: ConvolutionGeometry
  let isRectified: Bool
  /// `nil` for none.
  let pooling: Pooling?
  let forwardOffsets: [Int]
  let backwardOffsets: [Int]

  /// Parts of a batch.
  static let parts = 8
  /// Multiplications from which on several threads are worth their start.
  private static let largeWork = 1e6

  init(
    form: DenseKernel.Form, groups: Int, geometry: ConvolutionGeometry, isRectified: Bool,
    pooling: Pooling?
  ) {
    self.form = form
    self.groups = groups
    self.geometry = geometry
    self.isRectified = isRectified
    self.pooling = pooling
    forwardOffsets = geometry.forwardOffsets
    backwardOffsets = geometry.backwardOffsets
  }

  /// Sets of weights: one a group, or one for all.
  var sets: Int { form == .eachGroup ? groups : 1 }
  /// Numbers of an image, as it comes and as it leaves.
  var inputCount: Int { geometry.channels * geometry.height * geometry.width }
  var planeCount: Int { pooling?.count ?? geometry.outputHeight * geometry.outputWidth }
  var outputCount: Int { geometry.outputs * planeCount }

  /// The images of one set in a batch of rows.
  func images(rows: Int) -> Int { form == .tied ? rows * groups : rows }

  func scratchCount(rows: Int) -> Int { layout(rows: rows).count }

  func layout(rows: Int) -> ConvolutionLayout {
    ConvolutionLayout(self, images: images(rows: rows))
  }

  /// Runs the parts of a batch; each has memory that no other one uses at the same time, and which is
  /// the same whenever one thread does all of them.
  func run(
    images: Int, _ body: (_ part: Int, _ images: Range<Int>, _ slot: Int) throws -> Void
  ) throws {
    let work = Double(images * sets * geometry.outputs) * Double(geometry.terms * geometry.length)
    let taken = Atomic<UInt64>(0)
    guard work < Self.largeWork else {
      return try Parallel.run(Self.parts) { try Self.run($0, images, taken, body) }
    }
    for part in 0..<Self.parts { try Self.run(part, images, taken, body) }
  }

  /// Runs one part in the first place that nobody has.
  private static func run(
    _ part: Int, _ images: Int, _ taken: borrowing Atomic<UInt64>,
    _ body: (_ part: Int, _ images: Range<Int>, _ slot: Int) throws -> Void
  ) throws {
    let slot = claim(taken)
    defer { taken.bitwiseAnd(~(1 << UInt64(slot)), ordering: .acquiringAndReleasing) }
    try body(part, part * images / parts..<(part + 1) * images / parts, slot)
  }

  /// The first place that nobody has.
  private static func claim(_ taken: borrowing Atomic<UInt64>) -> Int {
    while true {
      let now = taken.load(ordering: .acquiring)
      let slot = (~now).trailingZeroBitCount
      let (exchanged, _) = taken.compareExchange(
        expected: now, desired: now | 1 << UInt64(slot), ordering: .acquiringAndReleasing)
      if exchanged { return slot }
    }
  }
}

/// Where the parts of a convolution's scratch begin.
struct ConvolutionLayout {
  /// Weights in the order of the way forward, with their intercepts, and of the way back, followed
  /// by zeros.
  let forwardWeights: Int
  let intercepts: Int
  let backwardWeights: Int
  /// Numbers of one set in each of them.
  let forwardStep: Int
  let interceptStep: Int
  let backwardStep: Int
  /// Where the largest numbers of squares were.
  let places: Int
  /// Sums of the way back, by part and set.
  let sums: Int
  let sumStep: Int
  /// Padded images, planes of gradients and planes of results, by slot.
  let slots: Int
  let slotStep: Int
  let gradients: Int
  let results: Int
  /// Images that the way back takes together, so that they stay in the cache.
  let block: Int
  let count: Int

  /// Numbers of a block's images and gradients.
  private static let blockSize = 80_000

  init(_ kernel: ConvolutionKernel, images: Int) {
    let (geometry, sets, tile) = (kernel.geometry, kernel.sets, PlaneLayout.tile)
    let parts = ConvolutionKernel.parts
    forwardStep = geometry.outputTiles * tile * geometry.terms
    interceptStep = geometry.outputTiles * tile
    backwardStep = geometry.inputTiles * tile * kernel.backwardOffsets.count + tile
    sumStep = geometry.outputTiles * tile * geometry.sums
    let fitting = Self.blockSize / (geometry.inputStep + geometry.gradientStep)
    block = min(max(fitting, 1), (images + parts - 1) / parts)
    gradients = block * geometry.inputStep
    results = gradients + (block * geometry.gradientStep).roundedUp(to: 16)
    slotStep =
      results + tile * max(geometry.length, geometry.inputLength) + 2 * PlaneLayout.step
    forwardWeights = 0
    intercepts = sets * forwardStep
    backwardWeights = intercepts + sets * interceptStep
    places = backwardWeights + sets * backwardStep
    let pooled = kernel.pooling == nil ? 0 : images * sets * kernel.outputCount
    sums = places + pooled.roundedUp(to: 16)
    slots = (sums + parts * sets * sumStep).roundedUp(to: 16)
    count = slots + parts * slotStep
  }
}
