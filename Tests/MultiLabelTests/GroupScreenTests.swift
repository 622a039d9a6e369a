import Charts
import Datasets
import Learners
import MultiLabel
import Optimization
import Stepping
import Tensors
import Testing

/// The screens' contract for the runs of powersets, groups and neighbours.
@Suite struct GroupScreenTests {
  static let sizes = [(20, 1, 1), (140, 2, 4), (60, 30, 10), (40, 0, 2), (50, 3, 12)]

  @Test(arguments: sizes)
  func `screens fit 80 columns and 22 rows`(_ n: Int, _ d: Int, _ C: Int) throws {
    let contract = ScreenContractTests()
    let data = ScreenContractTests.data(n, d, C)
    let base = try LogisticRegression()
    try contract.run(LabelPowerset(base, prune: 2).training(on: data, test: data))
    try contract.run(LabelPowerset(base, classes: .all).training(on: data, test: data))
    let groups = try GroupedPowerset(base, size: min(3, C))
    try contract.run(groups.training(on: data), steps: 26)
    try contract.run(VotePrediction(groups.fit(data), data.X, truth: data.Y), steps: 60)
    let soft = try GroupedPowerset(base, size: min(2, C), voting: Voting(.soft)).fit(data)
    try contract.run(VotePrediction(soft, data.X), steps: 30)
    try contract.run(MLkNN().training(on: data))
    try contract.run(MLkNNPrediction(MLkNN().fit(data), data.X, truth: data.Y), steps: 9)
  }

  @Test(arguments: sizes)
  func `going back shows the same screens again`(_ n: Int, _ d: Int, _ C: Int) throws {
    let data = ScreenContractTests.data(n, d, C)
    let base = try LogisticRegression()
    let fitted = try GroupedPowerset(base, size: min(2, C)).fit(data)
    let runs: [any Steppable] = [
      try LabelPowerset(base, prune: 2).training(on: data),
      try GroupedPowerset(base, size: min(2, C)).training(on: data),
      try fitted.predicting(data.X, truth: data.Y), try MLkNN(neighbours: 3).training(on: data),
    ]
    for run in runs {
      var stepper = Stepper(run)
      var seen = [text(stepper.screen)]
      while seen.count < 8, try stepper.advance() { seen.append(text(stepper.screen)) }
      for screen in seen.dropLast().reversed() {
        try stepper.back()
        #expect(text(stepper.screen) == screen)
      }
    }
  }
}
