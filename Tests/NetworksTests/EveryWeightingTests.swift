import Datasets
import Diagnostics
import Foundation
import Networks
import Stepping
import Tensors
import Testing

/// What every way of putting tasks together keeps to.
@Suite struct EveryWeightingTests {
  static let weightings: [TaskWeighting] = [
    .fixed([]), .fixed([0.5, 2, 1]), .uncertainty, .gradNorm(alpha: 1.5),
    .averaging(temperature: 2),
    .projection,
  ]

  private func options(
    _ weighting: TaskWeighting, _ precision: NetworkOptions.Precision = .double
  ) -> NetworkOptions {
    var options = NetworkOptions()
    (options.weighting, options.precision) = (weighting, precision)
    (options.epochs, options.batch, options.seed) = (4, 5, 3)
    options.optimizer.learningRate = 0.02
    return options
  }

  private func fit(
    _ data: HeadDataset, _ options: NetworkOptions, heads: Int = 3
  ) throws -> FittedNetwork {
    let fitted = try TrainingCases.network(heads: heads).fit(data, options)
    return try #require(fitted)
  }

  @Test(arguments: weightings, NetworkOptions.Precision.allCases)
  func `the same seed gives the same network, another one another`(
    _ weighting: TaskWeighting, _ precision: NetworkOptions.Precision
  ) throws {
    let data = try TrainingCases.data(rows: 24)
    var options = options(weighting, precision)
    options.noise = 0.1
    let first = try fit(data, options)
    #expect(try fit(data, options).numbers == first.numbers)
    options.seed = 4
    #expect(try fit(data, options).numbers != first.numbers)
  }

  @Test(arguments: weightings, NetworkOptions.Precision.allCases)
  func `steps one at a time, copies and snapshots end where a run does`(
    _ weighting: TaskWeighting, _ precision: NetworkOptions.Precision
  ) throws {
    let (network, rows) = (
      try TrainingCases.network(), TrainingRows(try TrainingCases.partedData())
    )
    var options = options(weighting, precision)
    (options.noise, options.patience, options.validationShare) = (0.1, 3, 0.25)
    let whole = try #require(try network.fit(rows, options))
    var stepped = try NetworkTraining(network, on: rows, options)
    var (copy, restored) = (stepped, stepped)
    for step in 0..<stepped.steps.total * options.epochs {
      #expect(try stepped.advanceStep())
      if step == 5 {
        copy = stepped
        restored = try NetworkTraining(network, on: rows, options, from: stepped.snapshot)
      }
    }
    #expect(try stepped.advanceStep() == false)
    try copy.finish()
    try restored.finish()
    for training in [stepped, copy, restored] {
      let fitted = try #require(training.output)
      #expect(fitted.numbers == whole.numbers)
      #expect(fitted.history.map(\.losses) == whole.history.map(\.losses))
      #expect(fitted.history.map(\.validation?.losses) == whole.history.map(\.validation?.losses))
      #expect(fitted.history.map(\.conflict) == whole.history.map(\.conflict))
    }
  }

  @Test(arguments: weightings)
  func `one row and batches larger than the rows are learned`(_ weighting: TaskWeighting) throws {
    var options = options(weighting)
    (options.batch, options.epochs) = (1000, 30)
    let fitted = try fit(try TrainingCases.data(rows: 1), options)
    let last = try #require(fitted.history.last)
    #expect(last.losses.allSatisfy { $0.isFinite })
    #expect(last.losses.reduce(0, +) < fitted.history[0].losses.reduce(0, +))
  }

  @Test(arguments: [
    TaskWeighting.fixed([]), .uncertainty, .gradNorm(alpha: 1.5), .averaging(temperature: 2),
    .projection,
  ])
  func `with one head nothing has to be weighed`(_ weighting: TaskWeighting) throws {
    let data = try TrainingCases.data(rows: 24)
    let plain = try fit(data, options(.fixed([])), heads: 1)
    let fitted = try fit(data, options(weighting), heads: 1)
    if weighting == .uncertainty {
      let weight = try #require(fitted.history.last).weights[0]
      #expect(weight > 0 && weight < 1)
    } else {
      #expect(fitted.numbers == plain.numbers)
    }
    #expect(fitted.history.allSatisfy { $0.conflict == nil })
  }

  @Test(arguments: weightings)
  func `constant targets are learned`(_ weighting: TaskWeighting) throws {
    var data = try TrainingCases.data(rows: 10)
    for h in data.heads.indices { data.heads[h].values = Tensor([Double](repeating: 1, count: 10)) }
    var options = options(weighting)
    options.epochs = 200
    let last = try #require(try fit(data, options).history.last)
    #expect(last.losses.allSatisfy { $0 < 0.1 })
  }

  @Test(arguments: [TaskWeighting.gradNorm(alpha: 1.5), .averaging(temperature: 2)])
  func `these weights keep the sum T`(_ weighting: TaskWeighting) throws {
    let fitted = try fit(try TrainingCases.data(rows: 24), options(weighting))
    for record in fitted.history { #expect(abs(record.weights.reduce(0, +) - 3) < 1e-12) }
  }

  @Test(arguments: weightings)
  func `wrong rows are refused by name`(_ weighting: TaskWeighting) throws {
    let good = try TrainingCases.data(rows: 10)
    func failure(_ change: (inout HeadDataset) -> Void) -> String {
      var data = good
      change(&data)
      do {
        _ = try fit(data, options(weighting))
        return "no error"
      } catch { return (error as? Failure)?.message ?? "another error" }
    }
    let missing = Tensor([Double](repeating: .nan, count: 10))
    #expect(
      failure { $0.heads[1].values = missing }
        == "head 'b': expected at least one target to learn from, found none")
    var inputs = good.X.elements
    inputs[7] = .nan
    #expect(
      failure { $0.X = Tensor(inputs, Shape(10, 3)) }
        == "expected finite inputs, found NaN in row 2, column 1")
    var classes = good.heads[2].values.elements
    classes[4] = 3
    #expect(
      failure { $0.heads[2].values = Tensor(classes) }
        == "head 'c': expected a class number from 0 to 2 in row 4, found 3")
    var labels = good.heads[1].values.elements
    labels[5] = -0.1
    #expect(
      failure { $0.heads[1].values = Tensor(labels) }
        == "head 'b': expected a label from 0 to 1 in row 5, found -0.1")
  }

  @Test func `options that do not go together are refused`() throws {
    let data = try TrainingCases.data(rows: 10)
    func failure(_ change: (inout NetworkOptions) -> Void) -> String {
      var options = options(.fixed([]))
      change(&options)
      do {
        _ = try fit(data, options)
        return "no error"
      } catch { return (error as? Failure)?.message ?? "another error" }
    }
    #expect(
      failure { $0.weighting = .fixed([1, 2]) }
        == "expected a weight for each of the 3 heads, found 2")
    #expect(
      failure { $0.weighting = .fixed([1, -1, 1]) }
        == "head 'b': expected a weight of 0 or more, found -1.0")
    #expect(
      failure {
        $0.weighting = .projection
        $0.schedule = .alternate
      } == "pcgrad needs the gradients of all tasks in every step, found schedule=\"alternate\"")
    #expect(failure { $0.patience = 0 } == "patience: expected at least 1 epoch, found 0")
    #expect(
      failure { $0.validationShare = 1.5 }
        == "validation: expected a share between 0 and 1, found 1.5")
    #expect(
      failure { $0.copies = 5 } == "copies: 5 copies need noise to differ, found noise=0")
    #expect(failure { $0.batch = 0 } == "batch: expected at least 1, found 0")
  }
}
