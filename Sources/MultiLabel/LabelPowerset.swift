package import Datasets
internal import Diagnostics
package import Learners
package import Tensors

/// Every label set that occurs becomes one class of a multi-class problem.
///
/// Class numbers ascend with the sets' codes, bit c of a code being label c.
package struct LabelPowerset: Conversion {
  package var base: any Learner

  /// Throws unless the classes are to be the observed label sets.
  package init(_ base: any Learner, classes: String = "observed") throws {
    guard classes == "observed" else {
      throw Failure(
        .unsupported, "expected classes=\"observed\", found \"\(classes)\"",
        notes: ["a class that never occurs in training would never be predicted either"])
    }
    self.base = base
  }

  package var summary: String { "label_powerset(\(base.summary))" }

  package func training(on data: Dataset) throws -> PowersetTraining {
    try PowersetTraining(self, data)
  }

  /// Training that also looks at the label sets of a test set; what is learned is the same.
  package func training(on data: Dataset, test: Dataset) throws -> PowersetTraining {
    try PowersetTraining(self, data, test: test)
  }
}

/// The label sets of a training set as classes.
package struct PowersetClasses: Sendable {
  /// Distinct sets, codes ascending.
  package let sets: [LabelSet]
  /// The class of each row.
  package let codes: [Int]
  /// Rows a class, in row order.
  package let rows: [[Int]]
  package let labelCount: Int
  private let numbers: [LabelSet: Int]

  package init(_ Y: Tensor) {
    labelCount = Y.columnCount
    let all = LabelSet.rows(of: Y)
    let distinct = Set(all).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
    var rows = [[Int]](repeating: [], count: distinct.count)
    codes = all.map { numbers[$0] ?? 0 }
    for (i, code) in codes.enumerated() { rows[code].append(i) }
    sets = distinct
    self.rows = rows
    self.numbers = numbers
  }

  /// K, the number of classes.
  package var count: Int { sets.count }
  /// Classes with a single row.
  package var seenOnce: Int { rows.count { $0.count == 1 } }
  /// 2^C as text, exact while it can be.
  package var possible: String { labelCount < 63 ? "\(1 << labelCount)" : "2^\(labelCount)" }
  /// The share of all 2^C label sets that occurs.
  package var coverage: Double {
    labelCount < 1000
      ? Double(count) / Double(sign: .plus, exponent: labelCount, significand: 1) : 0
  }
  /// The class of a label set, unless it never occurs.
  package func number(of set: LabelSet) -> Int? { numbers[set] }
  /// Class numbers, the most frequent first, then by code.
  package var byFrequency: [Int] {
    sets.indices.sorted { (rows[$1].count, $0) < (rows[$0].count, $1) }
  }
}

/// A trained label powerset.
package struct FittedPowerset: FittedMultiLabel {
  package let summary: String
  package let labelNames: [String]
  package let featureNames: [String]
  package let classes: PowersetClasses
  package let model: any FittedClassifier

  package var fits: [FitNote] {
    [
      FitNote(
        name: "the \(classes.count)-class model", report: model.report, constant: nil,
        remarks: model.notes)
    ]
  }

  /// The label set of the most probable class; of equals the one with the smaller code.
  package func predict(_ X: DesignMatrix) throws -> Tensor {
    let chosen = try model.predict(X)
    let sets = classes.sets.flatMap(\.entries)
    let width = labelCount
    return Tensor(Shape(chosen.count, width)) { out in
      for (i, k) in chosen.enumerated() {
        for c in 0..<width { out[i * width + c] = sets[k * width + c] }
      }
    }
  }

  /// Marginals: the sum over the classes that hold a label.
  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    let p = try model.probabilities(X)
    var table = Tensor(repeating: 0, Shape(X.rowCount, labelCount))
    let (K, width) = (classes.count, labelCount)
    table.withMutableElements { out in
      p.withElements { p in
        for (k, set) in classes.sets.enumerated() {
          for c in 0..<width where set.contains(c) {
            for i in 0..<X.rowCount { out[i * width + c] += p[i * K + k] }
          }
        }
      }
    }
    table.withMutableElements { p in for i in p.indices { p[i] = min(p[i], 1) } }
    return table
  }
}
