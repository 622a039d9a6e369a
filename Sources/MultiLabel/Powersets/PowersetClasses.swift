package import Tensors

/// Which label sets are classes.
package enum PowersetScope: String, Sendable, CaseIterable {
  /// Those of the training set.
  case observed
  /// All 2^C.
  case all

  /// The most labels with which all label sets may be classes.
  package static let mostLabels = 12
}

/// Label sets as classes, with the rows that carry each.
package struct PowersetClasses: Sendable {
  /// Distinct sets, codes ascending.
  package let sets: [LabelSet]
  /// The row of each training example; a row appears more than once when it stands for several sets.
  package let examples: [Int]
  /// The class of each example.
  package let codes: [Int]
  /// Rows a class, ascending; empty for a class that never occurs.
  package let rows: [[Int]]
  /// C.
  package let labelCount: Int
  private let numbers: [LabelSet: Int]

  /// The classes of n×C labels, every row one example.
  ///
  /// With the scope `.all` there are at most `PowersetScope.mostLabels` labels.
  package init(_ Y: Tensor, scope: PowersetScope = .observed) {
    let all = LabelSet.rows(of: Y)
    let width = Y.columnCount
    let sets =
      scope == .observed
      ? Set(all).sorted()
      : (0..<1 << min(width, PowersetScope.mostLabels)).map {
        LabelSet(code: $0, labelCount: width)
      }
    self.init(sets: sets, examples: Array(all.indices), carried: all, labelCount: width)
  }

  /// Classes whose examples are given: the row of each and the set it stands for, which is a class.
  init(sets: [LabelSet], examples: [Int], carried: [LabelSet], labelCount: Int) {
    let numbers = Dictionary(uniqueKeysWithValues: sets.enumerated().map { ($1, $0) })
    var rows = [[Int]](repeating: [], count: sets.count)
    codes = carried.map { numbers[$0] ?? 0 }
    for (row, code) in zip(examples, codes) { rows[code].append(row) }
    self.sets = sets
    self.examples = examples
    self.rows = rows
    self.labelCount = labelCount
    self.numbers = numbers
  }

  /// K, the number of classes.
  package var count: Int { sets.count }
  /// Classes with at least one row.
  package var observed: Int { rows.count { !$0.isEmpty } }
  /// Classes with a single row.
  package var seenOnce: Int { rows.count { $0.count == 1 } }
  /// 2^C as text, exact while it can be.
  package var possible: String { labelCount < 63 ? "\(1 << labelCount)" : "2^\(labelCount)" }
  /// The share of all 2^C label sets that occurs.
  package var coverage: Double {
    labelCount < 1000
      ? Double(observed) / Double(sign: .plus, exponent: labelCount, significand: 1) : 0
  }
  /// The class of a label set, unless there is none.
  package func number(of set: LabelSet) -> Int? { numbers[set] }
  /// Whether a label set has a class with at least one row.
  package func occurs(_ set: LabelSet) -> Bool {
    numbers[set].map { !rows[$0].isEmpty } ?? false
  }
  /// Numbers of the classes with rows, the most frequent first, then by code.
  package var byFrequency: [Int] {
    sets.indices.filter { !rows[$0].isEmpty }
      .sorted { (rows[$1].count, $0) < (rows[$0].count, $1) }
  }
  /// Whether every row is one example, in order.
  var keepsRows: Bool { examples.indices.allSatisfy { examples[$0] == $0 } }
}
