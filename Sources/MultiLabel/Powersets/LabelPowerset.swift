package import Datasets
internal import Diagnostics
package import Learners
package import Tensors

/// Every label set that occurs becomes one class of a multi-class problem.
///
/// Class numbers ascend with the sets' codes, bit c of a code being label c. With the scope `.all`
/// every one of the 2^C label sets is a class. Of a class without training rows a learner knows
/// nothing: it is left out of the problem and has probability 0, unless the learner gives such
/// classes one (`Learner.learnsUnseenClasses`, as label smoothing does). For softmax regression
/// with free intercepts that is the limit which its objective tends to.
package struct LabelPowerset: Conversion {
  package var base: any Learner
  /// Which label sets are classes.
  package let scope: PowersetScope
  /// p: label sets seen fewer than p times are dropped; see `PrunedSets`.
  package let prune: Int

  /// Throws when `prune` is negative.
  package init(
    _ base: any Learner, classes: PowersetScope = .observed, prune: Int = 0
  ) throws {
    guard prune >= 0 else {
      throw Failure(.value, "expected prune to be 0 or more, found \(prune)")
    }
    self.base = base
    scope = classes
    self.prune = prune
  }

  package var summary: String {
    "label_powerset(\(base.summary)\(scope == .all ? ", classes=\"all\"" : "")"
      + "\(prune > 0 ? ", prune=\(prune)" : ""))"
  }

  package func training(on data: Dataset) throws -> PowersetTraining {
    try PowersetTraining(self, data)
  }

  /// Training that also looks at the label sets of a test set; what is learned is the same.
  package func training(on data: Dataset, test: Dataset?) throws -> PowersetTraining {
    try PowersetTraining(self, data, test: test)
  }
}

/// A trained label powerset.
package struct FittedPowerset: FittedMultiLabel {
  package let summary: String
  package let labelNames: [String]
  package let featureNames: [String]
  package let classes: PowersetClasses
  /// What was dropped as too rare, when label sets were pruned.
  package let pruned: PrunedSets?
  /// Numbers of the classes that the model tells apart, ascending; the others have probability 0.
  package let known: [Int]
  /// The model of the known classes.
  package let model: any FittedClassifier

  package var fits: [FitNote] {
    [
      FitNote(
        name: "the \(known.count)-class model", report: model.report, constant: nil,
        remarks: model.notes)
    ]
  }

  /// The label set of the most probable class; of equals the one with the smaller code.
  package func predict(_ X: DesignMatrix) throws -> Tensor {
    let chosen = try model.predict(X)
    let sets = known.flatMap { classes.sets[$0].entries }
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
    let (K, width) = (known.count, labelCount)
    table.withMutableElements { out in
      p.withElements { p in
        for (k, number) in known.enumerated() {
          let set = classes.sets[number]
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
