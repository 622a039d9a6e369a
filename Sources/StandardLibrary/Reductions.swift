internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  static let reductions: [Builtin] = [
    reduction(
      "sum", "Adds up the elements.", .sum,
      Example("sum([1, 2; 3, 4])", prints: "10"),
      Example("sum([1, 2; 3, 4], axis=0)", prints: "tensor 1×2\n  4  6")),
    reduction(
      "prod", "Multiplies the elements.", .prod, Example("prod([2, 3, 4])", prints: "24")),
    reduction(
      "mean", "The mean of the elements.", .mean,
      Example("mean([1, 2; 3, 4], axis=1)", prints: "tensor 2×1\n  1.5\n  3.5")),
    reduction(
      "median", "The middle element, or the mean of the middle two.", .median,
      Example("median([9, 1, 4])", prints: "4")),
    spread(
      "var", "The variance: the mean squared distance from the mean.", .variance,
      Example("var([1, 2, 3, 4])", prints: "1.25"),
      Example("var([1, 2, 3, 4], ddof=1)", prints: "1.66667")),
    spread(
      "std", "The standard deviation: the square root of the variance.", .std,
      Example("std([2, 4])", prints: "1")),
    reduction(
      "min", "The smallest element; NaN when one is NaN.", .min,
      Example("min([3, 1, 2])", prints: "1")),
    reduction(
      "max", "The largest element; NaN when one is NaN.", .max,
      Example("max([3, 1; 2, 8], axis=1)", prints: "tensor 2×1\n  3\n  8")),
    reduction(
      "argmin", "The position of the smallest element, the first of equal ones.", .argmin,
      Example("argmin([3, 1, 2])", prints: "1")),
    reduction(
      "argmax", "The position of the largest element, the first of equal ones.", .argmax,
      Example("argmax([0.1, 0.7, 0.2])", prints: "1"),
      Example("argmax([3, 1; 2, 8], axis=0)", prints: "tensor 1×2\n  0  1")),
    reduction(
      "any", "Whether an element is true, or not 0.", .any,
      Example("any([1, 2] > 1)", prints: "true")),
    reduction(
      "all", "Whether every element is true, or not 0.", .all,
      Example("all([1, 2] > 1)", prints: "false")),
    reduction(
      "logsumexp", "log(sum(exp(x))), without overflow.", .logsumexp,
      Example("logsumexp([1000, 1000])", prints: "1000.69")),
    Builtin(
      "norm", "The length of a vector, or the size of a matrix.", numbers,
      Parameter<NormOrder>(
        "ord",
        "2: Euclidean (of a matrix: spectral); 1, inf, -inf or any p; \"fro\", \"nuc\"; none: "
          + "the root of the sum of squares", default: .euclidean),
      axis,
      details: "Without an axis a matrix is measured as a whole; with one, its lines along it.",
      examples: [
        Example("norm([3, 4])", prints: "5"), Example("norm([3, -4], 1)", prints: "7"),
        Example("norm([3, 4; 6, 8], axis=1)", prints: "tensor 2×1\n   5\n  10"),
        Example("norm([3, 0; 0, 4], \"nuc\")", prints: "7"),
      ],
      fusion: .reduction(.norm),
      body: { x, order, axis in try norm(x.tensor, order, axis: axis) }),
    Builtin(
      "cumsum", "Running sums.", numbers, axis,
      examples: [Example("cumsum([1, 2, 3])", prints: "tensor 3\n  1  3  6")],
      body: { x, axis in try x.tensor.cumulativeSum(axis: axis) }),
    Builtin(
      "diff", "Differences of neighbours.", numbers,
      Parameter<Int>("n", "how many times to take differences", default: 1, .nonnegative), lastAxis,
      examples: [
        Example("diff([1, 4, 9, 16])", prints: "tensor 3\n  3  5  7"),
        Example("diff([1, 4, 9, 16], 2)", prints: "tensor 2\n  2  2"),
      ],
      body: { x, n, axis in try differences(x.tensor, times: n, axis: axis) }),
  ]

  /// A row of the table: one number made from all elements, or from each line along an axis.
  private static func reduction(
    _ name: String, _ summary: String, _ reduction: Reduction, _ examples: Example...
  ) -> Builtin {
    Builtin(
      name, summary, numbers, axis,
      details: "Along an axis, that axis stays with size 1, so that the result broadcasts back.",
      examples: examples, fusion: FusedExpression.reduces(reduction) ? .reduction(reduction) : nil,
      body: { x, axis in try reduced(x.tensor, by: reduction, axis: axis, name) })
  }

  /// A row of the table: a reduction with degrees of freedom.
  private static func spread(
    _ name: String, _ summary: String, _ reduction: Reduction, _ examples: Example...
  ) -> Builtin {
    Builtin(
      name, summary, numbers, axis,
      Parameter<Int>(
        "ddof", "the sum is divided by n - ddof; 0: the population's, 1: a sample's", default: 0,
        .nonnegative),
      examples: examples,
      body: { x, axis, ddof in
        let result = try reduced(x.tensor, by: reduction, axis: axis, name)
        let count = try axis.map { x.tensor.shape[try x.tensor.shape.resolve(axis: $0)] }
        return try corrected(result, count: count ?? x.tensor.count, ddof, reduction, name)
      })
  }

  private static func reduced(
    _ x: Tensor, by reduction: Reduction, axis: Int?, _ name: String
  ) throws -> Tensor {
    if let axis, x.rank == 0 {
      throw Failure(
        .value, "\(name): axis \(axis) does not exist: a number has no axes",
        notes: ["for several numbers write \(name)([a, b])"])
    }
    return try x.reduced(by: reduction, axis: axis)
  }

  /// A spread divided by `count - ddof` rather than by `count`.
  private static func corrected(
    _ spread: Tensor, count: Int, _ ddof: Int, _ reduction: Reduction, _ name: String
  ) throws -> Tensor {
    guard ddof > 0 else { return spread }
    guard ddof < count else {
      throw Failure(
        .value, "\(name): ddof=\(ddof) needs more than \(ddof) elements, found \(count)")
    }
    let factor = Double(count) / Double(count - ddof)
    return try apply(
      .multiply, spread, reduction == .std ? factor.squareRoot() : factor)
  }

  private static func differences(_ x: Tensor, times: Int, axis: Int) throws -> Tensor {
    let place = try x.shape.resolve(axis: axis)
    var result = x
    for _ in 0..<times {
      if result.shape[place] == 0 { break }
      result = try result.differences(axis: place)
    }
    return result
  }
}
