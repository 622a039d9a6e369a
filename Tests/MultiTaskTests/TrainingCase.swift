import Datasets
import MultiTask
import Stepping
import Tensors
import Testing

/// A multi-task training that must keep what every steppable run promises.
struct TrainingCase: Sendable, CustomTestStringConvertible {
  let name: String
  let model: MultiTaskModel
  let data: TaskDataset

  var testDescription: String { name }

  func training() throws -> MultiTaskTraining { try model.training(on: data) }

  func stepper() throws -> Stepper { Stepper(try training()) }

  /// Every regulariser with either loss, on tasks with inputs of their own and on shared ones.
  static let all: [TrainingCase] = (try? cases()) ?? []

  private static func cases() throws -> [TrainingCase] {
    var all: [TrainingCase] = []
    for loss in TaskLoss.allCases {
      for isShared in [false, true] {
        let data = try made(tasks: 5, features: 6, rows: 14, isShared, loss)
        for (name, penalty) in try penalties(5) {
          let model = try MultiTaskModel(
            loss: loss, penalty: penalty, tol: 1e-6, maxIterations: 400)
          let place = isShared ? "shared" : "separate"
          all.append(
            TrainingCase(name: "\(name) \(loss.rawValue) \(place)", model: model, data: data))
        }
      }
    }
    let wide = try made(tasks: 30, features: 40, rows: 12, false, .squared)
    for (name, penalty) in try penalties(30)
    where name == "nuclear" || name == "l21" || name == "similarity" {
      all.append(
        TrainingCase(
          name: "\(name) of many tasks",
          model: try MultiTaskModel(penalty: penalty, tol: 1e-3, maxIterations: 60), data: wide))
    }
    return all + (try oddCases())
  }

  /// One task, one feature, one sample; long names, and names that commands have.
  private static func oddCases() throws -> [TrainingCase] {
    let least = try made(tasks: 1, features: 1, rows: 1, false, .squared)
    var named = try made(tasks: 7, features: 9, rows: 14, true, .squared)
    named.featureNames = named.featureNames.map { "a feature with a long name \($0)" }
    named.featureNames[0] = "loss"
    for t in named.tasks.indices { named.tasks[t].name = "task of a long name \(t)" }
    named.tasks[0].name = "W"
    var all: [TrainingCase] = []
    for (name, penalty) in [
      ("nuclear", try Penalty(.nuclear(0.1))), ("l21", try Penalty(.l21(0.1))),
      ("l1", try Penalty(.l1(0.1))), ("coherence", try Penalty(.coherence(0.1))),
    ] {
      let model = try MultiTaskModel(penalty: penalty, tol: 1e-4, maxIterations: 100)
      all.append(TrainingCase(name: "\(name) of one sample", model: model, data: least))
      all.append(TrainingCase(name: "\(name) of long names", model: model, data: named))
    }
    return all
  }

  static func penalties(_ T: Int) throws -> [(String, Penalty)] {
    var S = Array(repeating: 0.0, count: T * T)
    for t in 1..<T where t % 3 != 0 {
      S[t * T + t - 1] = t % 2 == 0 ? 1 : 0.5
      S[(t - 1) * T + t] = S[t * T + t - 1]
    }
    let graph = PenaltyTerm.similarity(0.5, Tensor(S, Shape(T, T)))
    return [
      ("none", .none), ("coherence", try Penalty(.coherence(2))),
      ("nuclear", try Penalty(.nuclear(4))), ("similarity", try Penalty(graph)),
      ("l21", try Penalty(.l21(4))), ("l1", try Penalty(.l1(2))), ("l2", try Penalty(.l2(1))),
      ("elastic net", try Penalty(.elasticNet(4, ratio: 0.5))),
      ("dirty", try Penalty(.dirty(3, 2))),
      ("aso", try Penalty(.aso(2, 1, rank: 2, form: .convex))),
      ("aso alternating", try Penalty(.aso(2, 1, rank: 2, form: .alternating))),
      ("coherence + nuclear", try Penalty(.coherence(1)) + Penalty(.nuclear(2))),
      ("nuclear + l1", try Penalty(.nuclear(2)) + Penalty(.l1(1))),
      ("l2 + similarity + l21", try Penalty(.l2(0.1)) + Penalty(graph) + Penalty(.l21(2))),
    ]
  }

  /// Tasks whose weights are mixtures of two directions, the last two features without effect.
  static func made(
    tasks: Int, features: Int, rows: Int, _ isShared: Bool, _ loss: TaskLoss
  ) throws -> TaskDataset {
    var generator = RandomGenerator(seed: 7)
    let basis = try generator.normal([2, features])
    let mixture = try generator.normal([tasks, 2])
    let common = try generator.normal([rows, features])
    let samples = try (0..<tasks).map { t in
      let X = isShared ? common : try generator.normal([rows, features])
      let noise = try generator.normal([rows])
      let y = (0..<rows).map { i in
        var f = 0.3 * noise[flat: i] + 0.5
        for k in 0..<max(features - 2, 1) {
          f += X[i, k] * (mixture[t, 0] * basis[0, k] + mixture[t, 1] * basis[1, k])
        }
        return loss == .logistic ? (f > 0 ? 1 : 0) : f
      }
      return TaskSamples(name: "T\(t + 1)", X: X, y: Tensor(y))
    }
    return try TaskDataset(
      name: "made", featureNames: (1...features).map { "x\($0)" }, tasks: samples,
      isShared: isShared)
  }
}
