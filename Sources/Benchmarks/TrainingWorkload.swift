internal import Datasets
internal import Networks
internal import Tensors

/// The training of a network of several heads, timed from the data in memory to the fitted network; the
/// check figures are scores on rows that it was not trained on, means over runs from different starts.
struct TrainingWorkload: Sendable {
  /// How a head's predictions are judged.
  enum Score: Sendable { case squaredError, accuracy }

  /// What is timed.
  enum Clock: Sendable {
    /// All epochs together, of the fastest run.
    case training
    /// The fastest epoch of all runs.
    case epoch
  }

  /// Where its rows come from.
  let rows: TrainingRowsSource
  let heads: [(head: Head, score: Score)]
  let architecture: any Architecture
  let epochs: Int
  /// How often it is trained, with the seeds from 0 on.
  var runs = 1
  var clock = Clock.training

  /// One run in this process.
  ///
  /// - Throws: `Absence` with the error of the files or of the training.
  func measure(data: String) throws(Absence) -> Measurement {
    do {
      let (training, test) = try rows.read(data, heads.map(\.head))
      let network = try Network(
        inputShape: training.inputShape, heads: heads.map(\.head), architecture: architecture)
      var options = NetworkOptions()
      options.precision = .single
      options.batch = 64
      options.epochs = epochs
      var best = (wall: Double.infinity, cpu: Double.infinity)
      var sums = [Double](repeating: 0, count: heads.count)
      for seed in 0..<runs {
        options.seed = seed
        let start = (wall: Stopwatch.wall, cpu: Stopwatch.cpu)
        let fitted = try network.fit(training, options)
        let (wall, cpu) = (Stopwatch.wall - start.wall, Stopwatch.cpu - start.cpu)
        guard let fitted else { throw Absence(reason: "the training did not end") }
        best = (min(best.wall, seconds(fitted, wall)), min(best.cpu, cpu))
        sums = try zip(sums, scores(fitted, test)).map { $0 + $1 }
      }
      return Measurement(
        amount: best.wall, cpu: clock == .epoch ? .nan : best.cpu,
        check: sums.map { "\($0 / Double(runs))" }.joined(separator: "/"))
    } catch {
      throw (error as? Absence) ?? Absence(reason: "\(error)")
    }
  }

  /// What counts of a run that took so long.
  private func seconds(_ fitted: FittedNetwork, _ wall: Double) -> Double {
    switch clock {
    case .training: wall
    case .epoch: fitted.history.map(\.seconds).min() ?? .nan
    }
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

/// Where the rows of a training come from: the first ones train, the others test.
enum TrainingRowsSource: Sendable {
  /// Generated tables of inputs and of targets, a column a head.
  case tables(inputs: String, targets: String, training: Int)
  /// The digits of MNIST's smaller part: pixels from 0 to 1, and two heads, the digit and whether it is
  /// odd.
  case digits(training: Int)

  /// The rows to train on and those to test.
  func read(_ data: String, _ heads: [Head]) throws -> (training: HeadDataset, test: HeadDataset) {
    let (X, scale, targets, shape, training) = try arrays(data)
    func part(_ rows: Range<Int>) throws -> HeadDataset {
      let width = X.columnCount
      let inputs = X.withElements {
        $0[rows.lowerBound * width..<rows.upperBound * width].map { $0 / scale }
      }
      return try HeadDataset(
        name: "rows \(rows)", X: Tensor(inputs, Shape(rows.count, width)), inputShape: shape,
        heads: zip(heads, targets).map {
          HeadTargets(name: $0.name, kind: $0.kind, values: Tensor(Array($1[rows])))
        })
    }
    return try (part(0..<training), part(training..<X.rowCount))
  }

  /// Everything that the files hold; inputs are still to be divided by `scale`.
  private func arrays(
    _ data: String
  ) throws -> (X: Tensor, scale: Double, targets: [[Double]], shape: [Int], training: Int) {
    switch self {
    case .tables(let inputs, let targets, let training):
      let X = try readNPY("\(data)/\(inputs).npy")
      let Y = try readNPY("\(data)/\(targets).npy")
      let columns = (0..<Y.columnCount).map { column in
        (0..<Y.rowCount).map { Y[$0, column] }
      }
      return (X, 1, columns, [X.columnCount], training)
    case .digits(let training):
      let images = try readIDX("\(data)/t10k-images-idx3-ubyte.gz")
      let digits = try readIDX("\(data)/t10k-labels-idx1-ubyte.gz").elements
      let odd = digits.map { $0.truncatingRemainder(dividingBy: 2) }
      let shape = [1] + Array(images.shape.dimensions.dropFirst())
      let X = try images.reshaped(to: [images.rowCount, shape.reduce(1, *)])
      return (X, 255, [digits, odd], shape, training)
    }
  }
}
