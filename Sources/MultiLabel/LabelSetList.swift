package import Tensors

/// Label sets side by side, 64 labels a word: bit c of a set is label c.
package struct LabelSetList: Sendable, Equatable {
  package let labelCount: Int
  /// Words a set.
  let stride: Int
  /// `stride` words for one set after another.
  var words: [UInt64]

  /// `count` empty sets.
  init(labelCount: Int, count: Int = 0) {
    self.labelCount = labelCount
    stride = max(1, (labelCount + 63) / 64)
    words = [UInt64](repeating: 0, count: stride * count)
  }

  /// Sets given by their codes, for up to 64 labels.
  init(labelCount: Int, codes: [UInt64]) {
    self.labelCount = labelCount
    stride = 1
    words = codes
  }

  package var count: Int { words.count / stride }

  /// Whether label c is in a set.
  package func contains(_ set: Int, _ c: Int) -> Bool {
    words[set * stride + c >> 6] >> UInt64(c & 63) & 1 == 1
  }

  /// How many labels a set holds.
  package func size(_ set: Int) -> Int {
    var size = 0
    for w in set * stride..<(set + 1) * stride { size += words[w].nonzeroBitCount }
    return size
  }

  /// The entries 0 and 1 of a set, one a label.
  package func entries(_ set: Int) -> [Double] {
    (0..<labelCount).map { contains(set, $0) ? 1 : 0 }
  }

  /// Calls with every label of a set, ascending.
  @inline(__always)
  func forEachLabel(_ set: Int, _ body: (Int) -> Void) {
    for w in 0..<stride {
      var rest = words[set * stride + w]
      while rest != 0 {
        body(w << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }

  /// Puts label c into a set.
  mutating func insert(_ c: Int, into set: Int) {
    words[set * stride + c >> 6] |= 1 << UInt64(c & 63)
  }

  /// Appends a set of another list.
  mutating func append(_ set: Int, of other: LabelSetList) {
    for w in set * stride..<(set + 1) * stride { words.append(other.words[w]) }
  }

  /// The chosen sets as a matrix of 0 and 1, a row a set.
  package func matrix(_ chosen: [Int]) -> Tensor {
    Tensor(chosen.flatMap(entries), Shape(chosen.count, labelCount))
  }
}

extension LabelSetList {
  /// `Σ_c 2^c y_c` of a set, exact up to 53 labels; beyond 63 labels only their lowest bits.
  package func code(_ set: Int) -> UInt64 { words[set * stride] }
}
