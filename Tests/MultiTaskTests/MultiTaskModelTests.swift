import Datasets
import MultiTask
import Tensors
import Testing

@Suite("Regularised multi-task models")
struct MultiTaskModelTests {
  @Test func `the tasks of a data set learn what they were made of`() throws {
    var generator = RandomGenerator(seed: 1)
    let tasks = try (0..<3).map { t in
      let X = try generator.normal([20, 2])
      let y = Tensor((0..<20).map { Double(t) * X[$0, 0] - X[$0, 1] + 3 })
      return TaskSamples(name: "t\(t)", X: X, y: y)
    }
    let data = try TaskDataset(name: "exact", featureNames: ["a", "b"], tasks: tasks)
    let fitted = try MultiTaskModel().fit(data)
    for t in 0..<3 {
      #expect(abs(fitted.weights[0, t] - Double(t)) < 1e-9)
      #expect(abs(fitted.weights[1, t] + 1) < 1e-9)
      #expect(abs(fitted.iterate.intercepts[t] - 3) < 1e-9)
    }
    let low = try MultiTaskModel(penalty: Penalty(.nuclear(1))).fit(data)
    #expect(low.iterate.objective < 1000 && low.iterate.iteration > 3)
  }
}
