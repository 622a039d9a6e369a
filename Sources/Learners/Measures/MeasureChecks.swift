internal import Diagnostics
internal import Tensors

extension InputChecks {
  /// Throws unless both are 0/1 matrices of one shape with at least one cell.
  static func pair(_ truth: Tensor, _ predicted: Tensor) throws {
    guard truth.shape == predicted.shape, truth.rank == 2, truth.count > 0 else {
      throw shapes(truth, predicted)
    }
    try bits(truth, "true")
    try bits(
      predicted, "predicted",
      notes: ["probabilities become labels by a threshold: predicted >= 0.5"])
  }

  /// Throws unless the truth is 0/1, the scores are numbers, and both have one shape with at least
  /// one cell.
  static func scored(_ truth: Tensor, _ scores: Tensor) throws {
    guard truth.shape == scores.shape, truth.rank == 2, truth.count > 0 else {
      throw shapes(truth, scores)
    }
    try bits(truth, "true")
    guard let bad = scores.withElements({ $0.firstIndex(where: \.isNaN) }) else { return }
    throw Failure(
      .data, "expected a score for each label, found a missing one (NaN) in \(place(bad, scores))")
  }

  /// Throws unless all entries are 0 or 1.
  static func bits(_ Y: Tensor, _ what: String = "true", notes: [String] = []) throws {
    guard let bad = Y.withElements({ $0.firstIndex { $0 != 0 && $0 != 1 } }) else { return }
    let value = Y[flat: bad]
    throw Failure(
      .data,
      "expected \(what) labels to be 0 or 1, found "
        + "\(value.isNaN ? "a missing one (NaN)" : shown(value)) in \(place(bad, Y))",
      notes: value > 0 && value < 1 ? notes : [])
  }

  /// Throws when an entry is NaN.
  static func present(_ Y: Tensor, _ what: String) throws {
    guard let bad = Y.withElements({ $0.firstIndex(where: \.isNaN) }) else { return }
    throw Failure(
      .data, "expected \(what) values without gaps, found a missing one (NaN) in \(place(bad, Y))")
  }

  /// Throws unless every entry is a probability.
  static func probabilities(_ P: Tensor) throws {
    guard let bad = P.withElements({ $0.firstIndex { !($0 >= 0 && $0 <= 1) } }) else { return }
    throw Failure(
      .data,
      "expected probabilities between 0 and 1, found \(shown(P[flat: bad])) in \(place(bad, P))")
  }

  /// `row 3, label 1`, or `row 3` of a vector.
  static func place(_ position: Int, _ tensor: Tensor) -> String {
    guard tensor.rank == 2 else { return "row \(position)" }
    let width = max(tensor.columnCount, 1)
    return "row \(position / width), label \(position % width)"
  }

  /// What to say of a truth and a prediction that do not go together.
  static func shapes(_ truth: Tensor, _ predicted: Tensor) -> Failure {
    guard truth.shape == predicted.shape else {
      return Failure(
        .shape,
        "expected truth and prediction of one shape, found \(truth.shape) and \(predicted.shape)",
        .unequalPredictions,
        facts: ["truth": "\(truth.shape)", "predicted": "\(predicted.shape)"])
    }
    guard truth.count > 0 else {
      return Failure(.data, "expected at least one prediction to measure, found none")
    }
    return Failure(
      .shape, "expected a row a sample and a column a label, found \(truth.shape)",
      notes: truth.rank == 1 ? ["for one label, reshape both to n×1: reshape(y, len(y), 1)"] : [])
  }
}
