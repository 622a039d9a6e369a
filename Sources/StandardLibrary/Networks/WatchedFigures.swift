internal import Networks
internal import Runtime
internal import Tensors

extension FittedNetwork {
  /// What a network that shares told of every epoch: mean shares of gates, how many experts each makes
  /// use of, the load of experts, α of every stitch; tensors with an epoch along their first axis.
  var watchedFigures: [(String, Value)] {
    get throws {
      try (history.last?.figures ?? []).map { last in
        let all = history.figures(last.name).filter { $0.shape == last.shape }
        let values = Tensor(all.flatMap(\.values))
        return (
          last.name, .tensor(try values.reshaped(Shape(checking: [all.count] + last.shape)))
        )
      }
    }
  }
}
