internal import Diagnostics
internal import Runtime

extension Explanation {
  /// Mistakes in shapes.
  static let shapes = [
    Explanation(
      .mistake(.unequalSizes), "shapes that do not fit",
      rule:
        "Two tensors are joined element by element. Their sizes are compared from the last axis: "
        + "each pair must be equal, or one of the two 1, which is repeated (broadcasting).",
      here: "{left} meets {right}: on {axis}, {a} and {b} differ and neither is 1.",
      remedy:
        "Look at shape(x) of both; transpose one (x'), select the rows that belong together, or "
        + "make one number a row with reshape(v, -1, 1).",
      wrong: Example(
        "X = [1, 2, 3; 4, 5, 6]\nX - mean(X, axis=1)'", fails: "shapes do not fit: 2×3 - 1×2"),
      right: Example(
        "X = [1, 2, 3; 4, 5, 6]\nX - mean(X, axis=1)",
        prints: "tensor 2×3\n  -1  0  1\n  -1  0  "
          + "1"),
      readOn: ["broadcasting", "shape", "reshape"]),
    Explanation(
      .mistake(.twofoldStretch), "two operands that would both stretch",
      rule:
        "A vector and a matrix of one column are not the same. Where both would be repeated, an "
        + "n×n matrix would arise that hardly anybody means, so it is asked for in so many words.",
      here: "{left} and {right} would both stretch, to {result}.",
      remedy:
        "Write x[:, 0] to make the column a vector, or reshape(v, -1, 1) to make the vector a "
        + "column; reshape(v, 1, -1) where all pairs are meant.",
      wrong: Example(
        "y = [1; 2; 3]\ny - [1, 1, 1]", fails: "shapes do not fit: 3×1 - 3"),
      right: Example(
        "y = [1; 2; 3]\ny[:, 0] - [1, 1, 1]", prints: "tensor 3\n  0  1  2"),
      readOn: ["broadcasting", "reshape"]),
    Explanation(
      .mistake(.unfitProduct), "a matrix product whose inner sizes differ",
      rule:
        "A @ B multiplies the rows of A with the columns of B: m×k @ k×n gives m×n, and the two "
        + "inner sizes must be equal. * multiplies element by element.",
      here: "{left} @ {right}: {a} columns meet {b} rows.",
      remedy: "Transpose one of them (x'), or turn the order round.",
      wrong: Example(
        "X = ones(3, 2)\nw = ones(3)\nX @ w", fails: "shapes do not fit: 3×2 @ 3 needs 2 = 3"),
      right: Example("X = ones(3, 2)\nw = ones(3)\nX' @ w", prints: "tensor 2\n  3  3"),
      readOn: ["@", "'", "shape"]),
    Explanation(
      .mistake(.unfitReshape), "a shape of another number of elements",
      rule:
        "reshape keeps the elements, so the new sizes multiply to their number. One size may be "
        + "-1 and is worked out.",
      here: "There are {count} elements; {shape} has room for {wanted}.",
      remedy: "Give sizes that multiply to the number, or -1 for one of them.",
      wrong: Example("reshape(0:6, 4, 2)", fails: "cannot reshape 6 (6 elements) to 4×2 (8)"),
      right: Example("reshape(0:6, -1, 2)", prints: "tensor 3×2\n  0  1\n  2  3\n  4  5"),
      readOn: ["reshape", "shape", "flatten"]),
    Explanation(
      .mistake(.raggedRows), "rows of different lengths",
      rule: "A tensor is a full grid: all rows have as many elements.",
      remedy: "Fill the short row up, with nan where a value is missing, or keep a list: commas "
        + "instead of semicolons.",
      wrong: Example("[1, 2; 3]", fails: "rows of a tensor are of one size, found 2, 1"),
      right: Example("[1, 2; 3, nan]", prints: "tensor 2×2\n  1    2\n  3  nan"),
      readOn: ["[]", "list"]),
    Explanation(
      .mistake(.singularMatrix), "a singular matrix",
      rule:
        "A matrix has an inverse only if no row is a combination of the others. Two features that "
        + "say the same, or more features than samples, make X'X singular.",
      here: "{function} found no single solution.",
      remedy: "lstsq gives the solution of least squares, pinv the pseudo-inverse; adding λ·eye(n) "
        + "(ridge) makes the matrix regular.",
      wrong: Example(
        "inv([1, 2; 2, 4])", fails: "inv needs an invertible matrix, and the matrix is singular"),
      right: Example(
        "round(inv([1, 2; 2, 4] + 0.5 * eye(2)), 2)",
        prints: "tensor 2×2\n   1.64  -0.73\n  -0.73   0.55"),
      readOn: ["inv", "lstsq", "pinv"]),
    Explanation(
      .mistake(.indefiniteMatrix), "a matrix that is not positive definite",
      rule: "The Cholesky decomposition exists for symmetric matrices whose eigenvalues are all "
        + "positive, such as covariances.",
      remedy:
        "Check the symmetry; add a small multiple of eye(n), or use eig for symmetric matrices "
        + "in general.",
      wrong: Example(
        "cholesky([1, 2; 2, 1])",
        fails:
          "cholesky needs a positive definite matrix: the leading minor of order 2 is not positive"
      ),
      right: Example("cholesky([4, 2; 2, 2])", prints: "tensor 2×2\n  2  0\n  1  1"),
      readOn: ["cholesky", "eig"]),
  ]

  /// Mistakes in positions.
  static let positions = [
    Explanation(
      .mistake(.outOfRange), "a position out of range",
      rule:
        "Positions count from 0: n elements are 0 to n-1. Negative ones count from the end, -1 is "
        + "the last. Slices such as x[1:99] are cut to what there is.",
      here: "{index} was asked for, and there are {size}.",
      remedy: "Use x[-1] for the last element, len(x) or shape(x) for how many there are.",
      wrong: Example(
        "x = [10, 20, 30]\nx[3]",
        fails: "index 3 is out of range: axis 0 has size 3, valid are -3 to 2"),
      right: Example("x = [10, 20, 30]\nx[-1]", prints: "30"), readOn: ["x[i]", "len", "shape"]),
    Explanation(
      .mistake(.tooManyIndices), "more positions than axes",
      rule: "x[i, j] takes one position for each axis: a vector has one axis, a matrix two (rows, "
        + "columns). Fewer select whole rows.",
      here: "{given} positions for {axes}, shape {shape}.",
      remedy: "Leave one out; reshape(v, -1, 1) gives a vector a second axis.",
      wrong: Example("x = [1, 2, 3]\nx[0, 1]", fails: "2 indices for a tensor of 1 axis (3)"),
      right: Example("x = [1, 2, 3; 4, 5, 6]\nx[0, 1]", prints: "2"),
      readOn: ["x[i]", "rank", "reshape"]),
    Explanation(
      .mistake(.fractionalPosition), "a position that is no whole number",
      rule: "Positions are whole numbers (or bools for every element, or the names of fields of "
        + "records). / gives fractions, // whole numbers.",
      here: "The position is {found}.",
      remedy: "Use // instead of /, or floor(x), round(x).",
      wrong: Example(
        "x = [10, 20, 30]\nx[3 / 2]", fails: "a position is a whole number, found 1.5"),
      right: Example("x = [10, 20, 30]\nx[3 // 2]", prints: "20"), readOn: ["x[i]", "//", "floor"]),
    Explanation(
      .mistake(.noAxis), "an axis that is not there",
      rule: "Axes count from 0: axis 0 runs down the rows, axis 1 along the columns. A vector has "
        + "axis 0 only; -1 is the last one.",
      here: "Axis {axis} of {shape}, which has {rank}.",
      remedy: "Use axis=0 for one result a column, axis=1 for one a row.",
      wrong: Example(
        "mean([1, 2; 3, 5], axis=2)",
        fails: "axis 2 does not exist: 2×2 has 2 axes, valid are -2 to 1"),
      right: Example("mean([1, 2; 3, 5], axis=0)", prints: "tensor 1×2\n  2  3.5"),
      readOn: ["mean", "rank", "shape"]),
    Explanation(
      .mistake(.missingOutput), "an output that is not there",
      rule:
        "out[n] is the value that cell n showed last, ans the one shown last of all. Cells that "
        + "failed, or showed nothing, have none.",
      remedy: ":cells lists the cells; keep what you need under a name: x = ….",
      wrong: nil,
      right: Example("x = [1, 2, 3]\nx", prints: "tensor 3\n  1  2  3"),
      readOn: [":cells", "cells"]),
  ]
}
