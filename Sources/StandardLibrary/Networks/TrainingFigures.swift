internal import Networks
internal import Runtime
internal import Tensors

extension FittedNetwork {
  /// What training told of every epoch beside the losses: weights of heads, losses and measures of rows
  /// that were held out, norms of and cosines between the heads' gradients on shared parameters; what a
  /// network that shares has of its own, such as the shares of gates.
  var trainingFigures: Record {
    get throws {
      var parts: [(String, Value)] = [("weights", byHead { $0.weights })]
      if history.contains(where: { $0.validation != nil }) {
        parts.append(("validation", byHead { $0.validation?.losses ?? [] }))
        parts.append(("measures", byHead { $0.validation?.measures ?? [] }))
        parts.append(
          (
            "measure_names",
            .flatRecord(network.heads.map { ($0.name, .text($0.kind.measureName)) })
          ))
      }
      if history.contains(where: { $0.conflict != nil }) {
        parts.append(("norms", byHead { $0.conflict?.norms ?? [] }))
        parts.append(("cosines", .tensor(try cosines)))
      }
      return Record(parts + (try watchedFigures))
    }
  }

  /// A figure a head and epoch as a record of vectors.
  private func byHead(_ figures: (EpochRecord) -> [Double]) -> Value {
    let epochs = history.map(figures)
    return .flatRecord(
      network.heads.enumerated().map { h, head in
        (head.name, .tensor(Tensor(epochs.map { h < $0.count ? $0[h] : .nan })))
      })
  }

  /// Epochs × heads × heads.
  private var cosines: Tensor {
    get throws {
      let tasks = network.heads.count
      let nothing = [Double](repeating: 0, count: tasks * tasks)
      let all = history.flatMap { $0.conflict?.cosines.flatMap { $0 } ?? nothing }
      return try Tensor(all).reshaped(Shape(checking: [history.count, tasks, tasks]))
    }
  }
}
