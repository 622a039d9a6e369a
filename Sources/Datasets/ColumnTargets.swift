/// Where the columns of a file go: features into X and labels into Y, both row-major.
struct ColumnTargets {
  /// Where a column's number of row 0 goes, and how far that of the next row is.
  struct Target {
    let first: UnsafeMutablePointer<Double>
    let stride: Int

    @inline(__always)
    subscript(row: Int) -> Double {
      get { first[row * stride] }
      nonmutating set { first[row * stride] = newValue }
    }
  }

  let targets: [Target]

  /// Targets of a file's columns.
  ///
  /// - Parameters:
  ///   - count: the number of columns.
  ///   - labels: the positions of the labels in the order of Y; all others are features in theirs.
  ///   - x: room for the features of all rows.
  ///   - y: room for the labels of all rows.
  init(
    count: Int, labels: [Int], x: UnsafeMutableBufferPointer<Double>,
    y: UnsafeMutableBufferPointer<Double>
  ) {
    var labelOf = [Int?](repeating: nil, count: count)
    for (label, column) in labels.enumerated() { labelOf[column] = label }
    let features = count - labels.count
    var feature = 0
    var made: [Target] = []
    for column in 0..<count {
      if let label = labelOf[column], let base = y.baseAddress {
        made.append(Target(first: base + label, stride: labels.count))
      } else if let base = x.baseAddress {
        made.append(Target(first: base + feature, stride: features))
        feature += 1
      }
    }
    targets = made
  }
}
