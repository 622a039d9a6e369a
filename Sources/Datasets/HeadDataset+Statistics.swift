package import Tensors

extension HeadTargets {
  /// How many rows have a target; a row of labels or probabilities counts when its first is known.
  package var knownCount: Int {
    let width = max(width, 1)
    return values.withElements { y in
      stride(from: 0, to: y.count, by: width).count { !y[$0].isNaN }
    }
  }

  /// How many rows there are of each class (binary: of 0 and 1) or of each label.
  ///
  /// Soft targets count from ½ on, of classes where they are greatest. Numbers have no counts.
  package var classCounts: [Int] {
    let (n, width) = (values.rowCount, width)
    var counts = [Int](repeating: 0, count: kind == .binary ? 2 : kind.scoreCount)
    values.withElements { y in
      for i in 0..<n {
        switch kind {
        case .regression: break
        case .binary: if !y[i].isNaN { counts[y[i] >= 0.5 ? 1 : 0] += 1 }
        case .multilabel:
          for c in 0..<width where y[i * width + c] >= 0.5 { counts[c] += 1 }
        case .classes(let count):
          let row = UnsafeBufferPointer(rebasing: y[i * width..<(i + 1) * width])
          guard let first = row.first, !first.isNaN else { continue }
          let found = width == 1 ? first : Double(row.indices.max { row[$0] < row[$1] } ?? 0)
          if found >= 0, found < Double(count) { counts[Int(found)] += 1 }
        }
      }
    }
    return kind == .regression ? [] : counts
  }

  /// Mean, deviation and range of the known numbers.
  package var figures: TargetFigures { values.withElements { TargetFigures($0) } }
}

extension HeadDataset {
  /// How many entries of the inputs are missing.
  package var missingCount: Int { X.withElements { $0.count(where: \.isNaN) } }

  /// Whether the inputs are images: channels, height and width.
  package var isImages: Bool { inputShape.count == 3 }

  /// An image's first channel, height×width; `nil` where inputs are no images, or no such row.
  package func image(_ row: Int) -> Tensor? {
    guard isImages, row >= 0, row < rowCount else { return nil }
    let (height, width, d) = (inputShape[1], inputShape[2], X.columnCount)
    guard height * width <= d else { return nil }
    return X.withElements { x in
      Tensor(Array(x[row * d..<row * d + height * width]), Shape(height, width))
    }
  }
}
