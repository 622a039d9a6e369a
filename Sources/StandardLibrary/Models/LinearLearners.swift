internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime

/// Which penalty keeps the weights small.
enum LogisticPenalty: String, Choice { case l2, l1, elasticnet, none }

extension StandardLibrary {
  private static let tolerance = Parameter<Double>(
    "tol",
    "stop when the largest entry of the (minimal sub)gradient is at most this share of the "
      + "gradient's at the start", default: 1e-6,
    Constraint("a number between 0 and 1") { $0 > 0 && $0 < 1 })
  private static let iterations = Parameter<Int>(
    "max_iterations", "stop after so many iterations at the latest", default: 1000, .positive)
  private static let intercept = Parameter<Bool>(
    "intercept", "whether an intercept is fitted", default: true)
  private static let strength = Parameter<Double>(
    "C", "the weight of the data against the penalty", default: 1, .positive)

  /// What label smoothing takes: ε.
  static let epsilon = Constraint<Double>("a number from 0 to below 1") { $0 >= 0 && $0 < 1 }

  /// ε of `fit` and `step`.
  static let smoothing = Parameter<Double>(
    "smoothing", "ε: labels become y(1 - ε) + ε/2, classes y(1 - ε) + ε/K", default: 0, epsilon)

  /// Learners whose scores are linear in the inputs.
  static let linearLearners: [Builtin] = [
    Builtin(
      "logistic", "Logistic regression, the base learner for yes-or-no questions and for classes.",
      strength,
      Parameter<LogisticPenalty>(
        "penalty",
        "what keeps the weights small: l2, ½‖w‖²; l1, ‖w‖₁; elasticnet, ρ‖w‖₁ + (1 - ρ)/2 ‖w‖²; none",
        default: .l2),
      tolerance,
      Parameter<Double>("l1_ratio", "ρ, what ‖w‖₁ has of elasticnet", default: 0.5, .share),
      iterations, intercept,
      details:
        "Minimises C · Σ log(1 + e^(-s f(x))) + penalty with s = ±1 and f(x) = w·x + b, of K "
        + "classes the softmax's cross entropy; the intercept b is not penalised. These are the "
        + "objectives of scikit-learn's LogisticRegression. l2 goes by Newton's method or L-BFGS, l1 "
        + "and elasticnet by proximal Newton steps with coordinate descent (Lee, Sun and Saunders, "
        + "Proximal Newton-type Methods for Minimizing Composite Functions, 2014; Yuan, Ho and Lin, "
        + "An Improved GLMNET for L1-regularized Logistic Regression, 2012). Without a penalty "
        + "classes that a line separates have no optimum.",
      examples: [
        Example("print(logistic(C=0.5))", prints: "logistic(C=0.5)"),
        Example(
          "X = [-2, 1; -1, -1; 1, 1; 2, -1]; m = fit(logistic(C=0.5, penalty=\"l1\"), X, [0, 0, 1, "
            + "1]); print(round(m.coefficients, 3)[0])", prints: "[0.42, 0]"),
      ],
      body: { C, penalty, tol, ratio, iterations, intercept in
        LearnerObject(
          try LogisticRegression(
            C: C, penalty: penalty.rawValue, tol: tol, maxIterations: iterations,
            intercept: intercept, l1Ratio: ratio))
      }),
    Builtin(
      "ridge", "Least squares to -1 and +1, a base learner that is exact in one step.",
      Parameter<Double>("alpha", "α, the weight of the penalty", default: 1, .positive), intercept,
      details: "Minimises Σ (2y - 1 - w·x - b)² + α‖w‖², the intercept b not penalised: "
        + "scikit-learn's RidgeClassifier. All labels share one Cholesky factor. Several classes: one "
        + "column each against the rest. Probabilities are 1/(1 + e^-(A f(x) + B)) with A and B "
        + "fitted to scores of rows by fits that did not see them, in five folds (Platt, "
        + "Probabilistic Outputs for Support Vector Machines, 1999; Lin, Lin and Weng, A Note on "
        + "Platt's Probabilistic Outputs, 2007). Rows are dealt to the folds in turn, first those "
        + "with the label, then those without; a label with fewer than five rows of a kind has as "
        + "many folds, with fewer than two none, which a note says. Fitted alone: coefficients and "
        + "intercepts of the log odds A f + B; score_coefficients, score_intercepts of f; platt, "
        + "A and B. Hoerl and Kennard, Ridge Regression, 1970.",
      examples: [
        Example(
          "m = fit(ridge(), [-2; -1; 1; 2], [0, 0, 1, 1]); "
            + "print(round(m.score_coefficients, 4)[0])", prints: "[0.5455]")
      ],
      body: { alpha, intercept in
        LearnerObject(try RidgeClassifier(alpha: alpha, intercept: intercept))
      }),
    Builtin(
      "linear_svm", "A linear support vector machine with the squared hinge loss.",
      strength, tolerance, iterations, intercept,
      details:
        "Minimises C · Σ max(0, 1 - s f(x))² + ½‖w‖² with s = ±1 and f(x) = w·x + b by Newton's "
        + "method; a label y between 0 and 1 takes y max(0, 1 - f)² + (1 - y) max(0, 1 + f)². The "
        + "intercept b is not penalised; scikit-learn's LinearSVC penalises it as a weight of an "
        + "input that is always intercept_scaling, so that the two differ a little. Several "
        + "classes: one machine each against the rest. Probabilities and fields are as in ridge. "
        + "Cortes and Vapnik, Support-Vector Networks, 1995; Chapelle, Training a Support Vector "
        + "Machine in the Primal, 2007.",
      examples: [
        Example(
          "m = fit(linear_svm(), [-2; -1; 1; 2], [0, 0, 1, 1]); "
            + "print(round(m.score_coefficients, 4)[0])", prints: "[0.8]")
      ],
      body: { C, tol, iterations, intercept in
        LearnerObject(
          try LinearSVM(C: C, tol: tol, maxIterations: iterations, intercept: intercept))
      }),
    Builtin(
      "label_smoothing", "A learner that is told its labels less surely.",
      Parameter<LearnerObject>("base", "the learner that is told, such as logistic(C=1)"),
      Parameter<Double>("epsilon", "ε, what is taken off a sure label", epsilon),
      details: "Labels become y(1 - ε) + ε/2, those of K classes y(1 - ε) + ε/K. fit(model, data, "
        + "smoothing=ε) does it to a model's base learner. Szegedy, Vanhoucke, Ioffe, Shlens and "
        + "Wojna, Rethinking the Inception Architecture for Computer Vision, 2016.",
      examples: [
        Example(
          "print(label_smoothing(logistic(), 0.1))", prints: "label_smoothing(logistic(C=1), 0.1)")
      ],
      body: { base, epsilon in
        LearnerObject(try LabelSmoothing(base.learner, epsilon: epsilon))
      }),
  ]

  /// A model whose base learner is told its labels less surely, or such a learner.
  static func smoothed(_ model: Value, _ epsilon: Double, for function: String) throws -> Value {
    guard epsilon > 0 else { return model }
    guard let model = model.trainable else {
      throw Failure(
        .argument, "\(function): smoothing changes how a model is trained, found \(model.described)"
      )
    }
    return try model.smoothed(epsilon, for: function).boxed
  }
}
