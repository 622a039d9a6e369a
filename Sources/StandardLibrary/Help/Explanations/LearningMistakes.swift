internal import Diagnostics
internal import Runtime

extension Explanation {
  /// Mistakes with data and models.
  static let learning = [
    Explanation(
      .mistake(.notFitted), "a model that is not fitted",
      rule:
        "A model such as logistic() is a recipe. fit(model, data) gives a new, fitted value; the "
        + "recipe stays as it was. predict, proba and evaluate take the fitted one.",
      here: "{function} was given {model}, which has not seen data.",
      remedy: "Keep what fit gives: fitted = fit(model, data).",
      wrong: Example(
        "model = logistic()\nfit(model, [0; 1], [0, 1]);\npredict(model, [1; 0])",
        fails: "predict: logistic(C=1) is not fitted yet"),
      right: Example(
        "model = logistic()\nfitted = fit(model, [0; 1], [0, 1])\npredict(fitted, [1; 0])",
        prints: "tensor 2\n  1  0"),
      readOn: ["fit", "predict"]),
    Explanation(
      .mistake(.unequalRows), "inputs and targets of different length",
      rule: "Row i of X and row i of Y are one sample, so both have as many rows.",
      here: "X has {rows} rows, the targets {found}.",
      remedy: "Compare shape(X) and shape(Y); select rows of both with the same positions or mask.",
      wrong: Example(
        "fit(logistic(), [1, 2; 3, 4], [1, 0, 1])",
        fails: "expected a class number for each of 2 rows, found 3"),
      right: Example(
        "X = [1, 2; 3, 4]\npredict(fit(logistic(), X, [1, 0]), X)", prints: "tensor 2\n  1  0"),
      readOn: ["fit", "shape"]),
    Explanation(
      .mistake(.unequalPredictions), "truth and prediction of different shapes",
      rule: "A measure compares the truth with the prediction entry by entry, a row a sample and a "
        + "column a label.",
      here: "The truth is {truth}, the prediction {predicted}.",
      remedy: "Predict the rows the truth belongs to: predict(m, test.X) with test.Y.",
      wrong: Example(
        "hamming_loss([1, 0], [1, 0, 1])",
        fails: "expected truth and prediction of one shape, found 2×1 and 3×1"),
      right: Example("hamming_loss([1, 0, 0], [1, 0, 1])", prints: "0.333333"),
      readOn: ["hamming_loss", "evaluate"]),
    Explanation(
      .mistake(.unequalInputs), "other inputs than in training",
      rule: "A fitted model takes as many inputs a row as it was trained on, in the same order.",
      here: "It was trained on {trained} inputs and got {found}.",
      remedy: "Prepare new rows as the training rows were: same columns, same standardize.",
      wrong: Example(
        "m = fit(logistic(), [0, 1; 1, 0], [0, 1])\npredict(m, [1; 0])",
        fails: "expected 2 inputs a row, as in training, found 1 (2×1)"),
      right: Example(
        "m = fit(logistic(), [0, 1; 1, 0], [0, 1])\npredict(m, [1, 0; 0, 1])",
        prints: "tensor 2\n  1  0"),
      readOn: ["predict", "standardize"]),
    Explanation(
      .mistake(.notAMatrix), "inputs or labels that are no matrix",
      rule:
        "Inputs and labels are matrices with a row a sample: X is n×d, Y n×C. A vector could be "
        + "one sample or one column, so it is not guessed.",
      here: "What was given is {found}.",
      remedy: "reshape(x, 1, -1) makes one row, reshape(x, -1, 1) one column of a vector.",
      wrong: Example(
        "m = fit(logistic(), [0, 1; 1, 0], [0, 1])\npredict(m, [1, 0])",
        fails: "expected inputs as a matrix (rows are samples), found a vector of 2"),
      right: Example(
        "m = fit(logistic(), [0, 1; 1, 0], [0, 1])\npredict(m, reshape([1, 0], 1, -1))",
        prints: "tensor 1\n  1"),
      readOn: ["reshape", "predict"]),
    Explanation(
      .mistake(.missingValues), "missing or infinite values",
      rule: "Learners compute with every input, so that one NaN would spoil everything it touches. "
        + "They ask for complete, finite numbers.",
      here: "The first such value stands in row {row}, {column}.",
      remedy: "standardize(train, test) puts the training mean in place of missing values; "
        + "X[not any(isnan(X), axis=1)] leaves such rows out; divisions by 0 make infinities.",
      wrong: Example(
        "fit(logistic(), [1, nan; 3, 4], [0, 1])",
        fails: "expected finite inputs, found a missing value (NaN) in row 0, column 1"),
      right: Example(
        "X = [1, nan; 3, 4]\nX = where(isnan(X), 4, X)\npredict(fit(logistic(), X, [0, 1]), X)",
        prints: "tensor 2\n  0  1"),
      readOn: ["standardize", "isnan", "where"]),
    Explanation(
      .mistake(.labelValues), "labels other than 0 and 1",
      rule:
        "In a label matrix 1 says that the row has the label, 0 that it has not. One column holds "
        + "one label; class numbers 0, 1, 2, … are for learners of one target.",
      remedy: "Turn other codes into 0 and 1: number(Y > 0); class numbers into columns: "
        + "number(reshape(y, -1, 1) == reshape(0:K, 1, -1)).",
      wrong: Example(
        "fit(binary_relevance(logistic()), [1; 2], [2, 0; 1, 0])",
        fails: "expected labels from 0 to 1, found 2 in row 0, label 'y0'"),
      right: Example("number([2, 0; -1, 1] > 0)", prints: "tensor 2×2\n  1  0\n  0  1"),
      readOn: ["binary_relevance", "number"]),
    Explanation(
      .mistake(.tooFewRows), "not enough rows",
      rule:
        "Folds, splits and out-of-fold predictions leave rows out, and every part needs at least "
        + "one.",
      remedy: "Use fewer folds or more rows; len(data) says how many there are.",
      wrong: Example(
        "k_fold(make_labels(rows=3), 5)",
        fails: "expected from 2 folds to as many as the 3 rows, found 5"),
      right: Example("len(k_fold(make_labels(rows=3), 3))", prints: "3"),
      readOn: ["k_fold", "split_data", "cross_validate"]),
  ]
}
