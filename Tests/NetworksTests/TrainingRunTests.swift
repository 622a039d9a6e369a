import Datasets
import Diagnostics
import Foundation
import Networks
import Tensors
import Testing

@Suite struct TrainingRunTests {
  /// PyTorch 2.15.0, double precision: `mse_loss`, `binary_cross_entropy_with_logits` and
  /// `cross_entropy` with `reduction="none"` times the weights i / 4, mean over all rows.
  @Test func `rows count by their weights`() throws {
    let weights = (0..<8).map { 0.25 * Double($0) }
    let expected = [3.7540209726561953, 0.6304860272248003, 0.9699850473723705]
    for (h, name) in ["a", "b", "c"].enumerated() {
      let all = try firstLosses(weights: .rows(weights))
      #expect(abs(all[h] - expected[h]) < 1e-12)
      let own = try firstLosses(weights: .heads([name: weights]))
      let plain = try firstLosses(weights: .equal)
      for other in 0..<3 { #expect(own[other] == (other == h ? all : plain)[other]) }
    }
  }

  /// PyTorch 2.15.0: the same losses with targets (i + ½)/8 and softmax(sin(i + 2k)), and
  /// `label_smoothing=0.2`, for `binary` with targets 0.8 y + 0.1.
  @Test func `labels may be soft or smoothed`() throws {
    var data = try TrainingCases.data()
    data.heads[1].values = Tensor((0..<8).map { (Double($0) + 0.5) / 8 })
    let raw = (0..<24).map { exp(sin(Double($0 / 3) + 2 * Double($0 % 3))) }
    data.heads[2].values = Tensor(
      (0..<24).map { raw[$0] / raw[($0 / 3 * 3)..<($0 / 3 * 3 + 3)].reduce(0, +) }, Shape(8, 3))
    let soft = try firstLosses(data)
    #expect(abs(soft[1] - 0.6512915290398941) < 1e-12)
    #expect(abs(soft[2] - 1.1142126121869858) < 1e-12)
    let smooth = try firstLosses { $0.smoothing = 0.2 }
    #expect(abs(smooth[1] - 0.7040866090021365) < 1e-12)
    #expect(abs(smooth[2] - 1.1119629150136108) < 1e-12)
  }

  private func firstLosses(
    _ data: HeadDataset? = nil, weights: SampleWeights = .equal,
    _ change: (inout NetworkOptions) -> Void = { _ in }
  ) throws -> [Double] {
    var training = try TrainingCases.training(
      on: data, weights: weights, epochs: 1, change)
    try training.finish()
    return training.history[0].losses
  }

  @Test func `weights of rows are checked`() throws {
    func failure(_ weights: SampleWeights) -> String {
      do {
        _ = try firstLosses(weights: weights)
        return "no error"
      } catch { return (error as? Failure)?.message ?? "another error" }
    }
    #expect(failure(.rows([1, 2])) == "sample_weights: expected 8 numbers, found 2")
    #expect(
      failure(.heads(["b": [1, 1, -1, 1, 1, 1, 1, 1]]))
        == "sample_weights of head 'b': expected a weight of 0 or more in row 2, found -1.0")
    #expect(
      failure(.heads(["d": []])) == "sample_weights: expected a head of the network, found 'd'")
  }

  // MARK: - Tasks with rows of their own

  @Test(arguments: NetworkOptions.Schedule.allCases)
  func `a step without targets for a head leaves its numbers alone`(
    _ schedule: NetworkOptions.Schedule
  ) throws {
    let network = try Network(
      inputShape: [3], heads: TrainingCases.heads,
      architecture: HardSharing(
        trunk: [.dense(4), .activation(.tanh)], tower: [.dense(3), .activation(.tanh)]))
    var options = NetworkOptions()
    (options.batch, options.epochs, options.schedule) = (1, 4, schedule)
    var training = try NetworkTraining(network, on: try TrainingCases.partedData(), options)
    var moved = [Bool](repeating: false, count: 3)
    for _ in 0..<training.steps.total * options.epochs {
      let before = training.numbers.parameters
      #expect(try training.advanceStep())
      let after = training.numbers.parameters
      let tasks = (0..<3).filter { task in
        ownNumbers(of: task, network).contains { before[$0] != after[$0] }
      }
      for task in tasks { moved[task] = true }
      let expected: [[Int]] = schedule == .joint ? [[0], [1, 2]] : [[0], [1], [2]]
      #expect(expected.contains(tasks))
    }
    #expect(moved == [true, true, true])
  }

  /// The numbers of a task's tower and head, found by the shapes of hard sharing.
  private func ownNumbers(of task: Int, _ network: Network) -> [Int] {
    network.graph.parameters.flatMap { parameter -> [Int] in
      if parameter.name == "tower 1 weights" {
        return (0..<4 * 9).filter { $0 / 3 % 3 == task }.map { parameter.offset + $0 }
      }
      if parameter.name == "tower 1 intercepts" {
        return (0..<9).filter { $0 / 3 == task }.map { parameter.offset + $0 }
      }
      let isOwn = parameter.name.hasPrefix("head \(TrainingCases.heads[task].name)")
      return isOwn ? Array(parameter.range) : []
    }
  }

  @Test func `a row without any target is no step`() throws {
    var data = try TrainingCases.data(rows: 6)
    for h in data.heads.indices {
      data.heads[h].values = Tensor(
        data.heads[h].values.elements.enumerated().map { $0 == 2 ? .nan : $1 })
    }
    var options = NetworkOptions()
    (options.batch, options.epochs) = (1, 1)
    var training = try NetworkTraining(try TrainingCases.network(), on: data, options)
    var still = 0
    for _ in 0..<6 {
      let before = training.numbers
      #expect(try training.advanceStep())
      still += before == training.numbers ? 1 : 0
    }
    #expect(still == 1)
    #expect(training.history.count == 1)
  }

  // MARK: - Validation and early stopping

  @Test func `rows held out are told as a data set of their own is`() throws {
    let data = try TrainingCases.data(rows: 40)
    let network = try TrainingCases.network()
    var options = NetworkOptions()
    (options.epochs, options.validationShare) = (3, 0.25)
    let fitted = try #require(try network.fit(data, options))
    for record in fitted.history {
      let validation = try #require(record.validation)
      #expect(validation.losses.allSatisfy { $0 > 0 })
      let (b, c) = (validation.measures[1], validation.measures[2])
      #expect([b, c].allSatisfy { ($0 * 10).rounded() == ($0 * 1000).rounded() / 100 })
      #expect(abs(validation.measures[0] * validation.measures[0] - validation.losses[0]) < 1e-12)
    }
    options.validationShare = 0
    let other = try #require(try network.fit(TrainingRows(data, validation: data), options))
    let last = try #require(other.history.last?.validation)
    let predictions = try other.predictions(data.X)
    for h in [1, 2] {
      let right = zip(predictions[h].elements, data.heads[h].values.elements).filter { $0 == $1 }
      #expect(abs(last.measures[h] - Double(right.count) / 40) < 1e-12)
    }
    let errors = zip(predictions[0].elements, data.heads[0].values.elements).map { $0 - $1 }
    let mean = errors.map { $0 * $0 }.reduce(0, +) / 40
    #expect(abs(last.measures[0] - mean.squareRoot()) < 1e-12)
  }

  @Test(arguments: NetworkOptions.Precision.allCases)
  func `patience ends training and keeps the best epoch`(
    _ precision: NetworkOptions.Precision
  ) throws {
    let network = try TrainingCases.network()
    let (data, other) = (
      try TrainingCases.data(rows: 8), try NetworkCases.data(rows: 30, features: 3)
    )
    var validation = try TrainingCases.data(rows: 30)
    validation.X = other.X
    var options = NetworkOptions()
    (options.epochs, options.patience, options.precision) = (500, 4, precision)
    options.optimizer.learningRate = 0.03
    let rows = TrainingRows(data, validation: validation)
    var training = try NetworkTraining(network, on: rows, options)
    try training.finish()
    let losses = training.history.compactMap { $0.validation?.losses.reduce(0, +) }
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    #expect(losses.count < 500)
    #expect(losses.count == best + 1 + 4)
    #expect(
      training.ending
        == "stopped after epoch \(losses.count): 4 epochs without a lower loss; "
        + "the parameters are those of epoch \(best + 1)")
    options.patience = nil
    options.epochs = best + 1
    let short = try #require(try network.fit(rows, options))
    #expect(training.output?.numbers == short.numbers)
  }

  // MARK: - Noise

  @Test func `noisy copies vote with their mean`() throws {
    let data = try TrainingCases.data(rows: 20)
    var options = NetworkOptions()
    (options.epochs, options.noise, options.copies) = (20, 0.2, 25)
    let network = try TrainingCases.network()
    let voted = try #require(try network.fit(data, options))
    let alone = FittedNetwork(
      network: network, options: NetworkOptions(), numbers: voted.numbers, history: voted.history)
    let votes = try voted.scores(data.X)
    #expect(try voted.scores(data.X) == votes)
    // By copies drawn here: the spread of the mean of 25 is a fifth of one's.
    var generator = RandomGenerator(seed: 77)
    var sum = [Double](repeating: 0, count: 20)
    for _ in 0..<400 {
      let noise = try generator.normal([20, 3]).elements
      let noisy = Tensor(zip(data.X.elements, noise).map { $0 + 0.2 * $1 }, Shape(20, 3))
      let scores = try alone.scores(noisy)[1].elements
      for i in 0..<20 { sum[i] += 1 / (1 + exp(-scores[i])) / 400 }
    }
    let plain = try alone.scores(data.X)[1].elements.map { 1 / (1 + exp(-$0)) }
    let found = votes[1].elements.map { 1 / (1 + exp(-$0)) }
    for i in 0..<20 { #expect(abs(found[i] - sum[i]) < 0.05) }
    #expect(found != plain)
    let shares = votes[2].elements.map { exp($0) }
    for i in 0..<20 { #expect(abs(shares[(3 * i)..<(3 * i + 3)].reduce(0, +) - 1) < 1e-12) }
  }

  // MARK: - Losses that are not finite

  @Test func `training stops at the first loss that is not finite`() throws {
    var options = NetworkOptions()
    (options.epochs, options.batch) = (50, 4)
    options.optimizer.learningRate = 1e200
    var training = try NetworkTraining(
      try TrainingCases.network(), on: try TrainingCases.data(), options)
    let failure = #expect(throws: Failure.self) { try training.finish() }
    let message = try #require(failure).message
    #expect(failure?.kind == .numeric)
    #expect(
      message.hasPrefix("training stopped: the loss of head 'a' became infinite in epoch 1, "))
    #expect(message.contains("step 2 of 2"))
    #expect(training.history.isEmpty)
    #expect(training.numbers.parameters.allSatisfy(\.isFinite))
  }

  @Test func `the layer where a number was lost is named`() throws {
    var training = try TrainingCases.training(epochs: 3) { $0.batch = 8 }
    #expect(try training.advance())
    let kept = training.numbers
    var snapshot = training.snapshot
    if case .double(var run) = snapshot.run {
      run.numbers[13] = .nan
      snapshot.run = .double(run)
    }
    var options = training.options
    options.epochs = 3
    var broken = try NetworkTraining(
      try TrainingCases.network(), on: TrainingRows(try TrainingCases.data()), options,
      from: snapshot)
    let failure = #expect(throws: Failure.self) { try broken.finish() }
    #expect(
      failure?.message
        == "training stopped: the losses of heads 'a', 'b', 'c' became not a number in epoch 2, "
        + "step 1 of 1; the first that is not finite is trunk 1 intercepts, a parameter of "
        + "trunk 1 dense(4)")
    #expect(broken.history.count == 1)
    #expect(kept.parameters.allSatisfy(\.isFinite))
  }

  @Test func `a state of another training is refused`() throws {
    let training = try TrainingCases.training(epochs: 2) { _ in }
    let rows = TrainingRows(try TrainingCases.data())
    #expect(throws: Failure.self) {
      try NetworkTraining(
        TrainingCases.network(heads: 2), on: rows, training.options, from: training.snapshot)
    }
    #expect(throws: Failure.self) {
      try NetworkTraining(
        TrainingCases.network(), on: TrainingRows(try TrainingCases.data(rows: 9)),
        training.options, from: training.snapshot)
    }
  }
}
