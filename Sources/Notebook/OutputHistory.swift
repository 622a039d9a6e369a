internal import Runtime

/// The values behind `out`, the oldest let go when they hold too much memory.
struct OutputHistory {
  static let name = "out"
  private static let maximumCount = 1_000_000

  private let byteLimit: Int
  private var values: [Value] = []
  private var sizes: [Int] = []
  private var total = 0
  private var oldest = 0
  /// Whether the user gave the name `out` a value of their own, which is then left alone.
  var isTaken = false

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  /// The list by cell number; position 0 is `none`.
  var value: Value { .flatList(values) }

  /// Keeps the value of a cell; `nil` for a silent one.
  mutating func record(_ value: Value?, number: Int) {
    guard number >= 0, number < OutputHistory.maximumCount else { return }
    while values.count <= number {
      values.append(.none)
      sizes.append(0)
    }
    total -= sizes[number]
    values[number] = value ?? .none
    sizes[number] = value?.byteEstimate ?? 0
    total += sizes[number]
    oldest = min(oldest, number)
    while total > byteLimit, oldest < values.count {
      total -= sizes[oldest]
      sizes[oldest] = 0
      values[oldest] = .none
      oldest += 1
    }
  }

  /// Whether two values are one list, or both missing.
  static func isSame(_ a: Value?, _ b: Value?) -> Bool {
    switch (a, b) {
    case (nil, nil): true
    case (.list(let a)?, .list(let b)?): a === b
    default: false
    }
  }

  /// The bytes of the values that this one keeps and another does not.
  func bytes(besides other: OutputHistory) -> Int {
    sizes.indices.reduce(0) { sum, number in
      let isKept = number < other.sizes.count && other.sizes[number] == sizes[number]
      return isKept ? sum : sum + sizes[number]
    }
  }
}
