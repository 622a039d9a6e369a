/// The sizes of a tensor's axes, outermost first, kept inline: making one allocates nothing.
@usableFromInline
package struct Shape: Sendable, Hashable {
  /// The largest number of axes a tensor can have.
  package static let maximumRank = 8

  @usableFromInline var sizes: InlineArray<8, Int>
  /// The number of axes.
  @usableFromInline package var rank: Int

  /// The shape of a scalar: no axes, one element.
  package init() {
    sizes = InlineArray(repeating: 1)
    rank = 0
  }

  /// The shape of a vector.
  package init(_ count: Int) {
    self.init()
    sizes[0] = count
    rank = 1
  }

  /// The shape of a matrix.
  package init(_ rows: Int, _ columns: Int) {
    self.init()
    sizes[0] = rows
    sizes[1] = columns
    rank = 2
  }

  /// A shape from sizes, or `nil` when there are more than `maximumRank`.
  package init?(_ list: some Collection<Int>) {
    guard list.count <= Shape.maximumRank else { return nil }
    self.init()
    for size in list { append(size) }
  }

  /// The number of elements; saturates at `Int.max`.
  @inlinable package var count: Int {
    var total = 1
    for axis in 0..<rank {
      let (product, overflow) = total.multipliedReportingOverflow(by: sizes[axis])
      if overflow { return Int.max }
      total = product
    }
    return total
  }

  /// The size of an axis, counted from the outermost, below `rank`.
  @inlinable package subscript(axis: Int) -> Int {
    get { sizes[axis] }
    set { sizes[axis] = newValue }
  }

  /// The sizes as an array, for messages and slow paths.
  package var dimensions: [Int] { (0..<rank).map { sizes[$0] } }

  /// Adds an innermost axis; the caller keeps to `maximumRank`.
  package mutating func append(_ size: Int) {
    precondition(rank < Shape.maximumRank, "a tensor has at most \(Shape.maximumRank) axes")
    sizes[rank] = size
    rank += 1
  }

  /// Whether rank and sizes agree.
  @usableFromInline package static func == (left: Shape, right: Shape) -> Bool {
    guard left.rank == right.rank else { return false }
    for axis in 0..<left.rank where left.sizes[axis] != right.sizes[axis] { return false }
    return true
  }

  /// Feeds the sizes to a hasher.
  @usableFromInline package func hash(into hasher: inout Hasher) {
    for axis in 0..<rank { hasher.combine(sizes[axis]) }
  }
}

extension Shape: CustomStringConvertible {
  /// Sizes joined by `×`, as messages show them; a vector of five is `5`.
  @usableFromInline package var description: String {
    rank == 0 ? "scalar" : dimensions.map(String.init).joined(separator: "×")
  }
}
