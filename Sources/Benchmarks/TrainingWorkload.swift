internal import Datasets
internal import Networks
internal import Tensors

/// The training of a network of several heads on the generated files, timed from the data in memory to
/// the fitted network; the check figures are scores on rows that it was not trained on.
struct TrainingWorkload: Sendable {
  /// How a head's predictions are judged.
  enum Score: Sendable { case squaredError, accuracy }

  /// The file of the inputs and that of the targets, a column a head.
  let inputs: String
  let targets: String
  let heads: [(head: Head, score: Score)]
  let architecture: any Architecture
  let epochs: Int
  /// Rows to train on; the rest tests.
  let trainingRows: Int

  /// One run in this process.
  ///
  /// - Throws: `Absence` with the error of the files or of the training.
  func measure(data: String) throws(Absence) -> Measurement {
    do {
      let X = try readNPY("\(data)/\(inputs).npy")
      let Y = try readNPY("\(data)/\(targets).npy")
      let network = try Network(
        inputShape: [X.columnCount], heads: heads.map(\.head), architecture: architecture)
      var options = NetworkOptions()
      options.precision = .single
      options.batch = 64
      options.epochs = epochs
      let training = try part(X, Y, 0..<trainingRows)
      let start = (wall: Stopwatch.wall, cpu: Stopwatch.cpu)
      let fitted = try network.fit(training, options)
      let (wall, cpu) = (Stopwatch.wall - start.wall, Stopwatch.cpu - start.cpu)
      guard let fitted else { throw Absence(reason: "the training did not end") }
      let figures = try scores(fitted, part(X, Y, trainingRows..<X.rowCount))
      return Measurement(
        amount: wall, cpu: cpu, check: figures.map { "\($0)" }.joined(separator: "/"))
    } catch {
      throw (error as? Absence) ?? Absence(reason: "\(error)")
    }
  }

  /// Some rows as a data set.
  private func part(_ X: Tensor, _ Y: Tensor, _ rows: Range<Int>) throws -> HeadDataset {
    let width = X.columnCount
    let inputs = X.withElements {
      Array($0[rows.lowerBound * width..<rows.upperBound * width])
    }
    return try HeadDataset(
      name: targets, X: Tensor(inputs, Shape(rows.count, width)),
      heads: heads.enumerated().map { column, entry in
        HeadTargets(
          name: entry.head.name, kind: entry.head.kind, values: Tensor(rows.map { Y[$0, column] }))
      })
  }

  private func scores(_ fitted: FittedNetwork, _ test: HeadDataset) throws -> [Double] {
    let predictions = try fitted.predictions(test.X)
    return zip(heads, zip(predictions, test.heads)).map { entry, pair in
      let sum = zip(pair.0.elements, pair.1.values.elements).reduce(0.0) { sum, values in
        switch entry.score {
        case .squaredError: sum + (values.0 - values.1) * (values.0 - values.1)
        case .accuracy: sum + (values.0 == values.1 ? 1 : 0)
        }
      }
      return sum / Double(test.rowCount)
    }
  }
}
