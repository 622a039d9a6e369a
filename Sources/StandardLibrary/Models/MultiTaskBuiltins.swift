internal import MultiTask
internal import Runtime

extension TaskLoss: Choice {}

extension StandardLibrary {
  /// Ways to learn several tasks together.
  static let multiTask: [Builtin] = [
    Builtin(
      "multitask", "Linear models of several tasks, learned together under a regulariser.",
      Parameter<TaskLoss>(
        "loss", "squared: Σ (y − f)², for numbers; logistic: Σ log(1 + e^(−sf)), for 0/1 targets",
        default: .squared),
      Parameter<PenaltyArgument>(
        "penalty",
        "what is added to the loss: nuclear(0.5), l21(1) + l2(0.1), …; none: tasks learn alone",
        default: PenaltyArgument.none),
      Parameter<Bool>(
        "intercept", "whether each task has an intercept, which no term punishes", default: true),
      Parameter<Double>(
        "tol",
        "ends the search: the relative duality gap where there is one, else the gradient's norm "
          + "relative to its start", default: 1e-8),
      Parameter<Int>(
        "max_iterations", "ends it, too; the fitted model then has converged false",
        default: 10_000),
      details:
        "Minimises Σ_t Σ_i loss(y_ti, w_t·x_ti + b_t) + penalty(W), W being d×T with a column "
        + "a task. fit(model, X, Y) takes one matrix X with n×T targets Y, a list of matrices with a "
        + "list of target vectors, or a data set. Fields of the fitted model: W b objective terms "
        + "iterations converged stop accuracy measure method history rank notes.",
      examples: [
        Example(
          "print(multitask(penalty=nuclear(0.5)))", prints: "multitask(penalty=nuclear(0.5))"),
        Example(
          "m = fit(multitask(penalty=coherence(1e6)), [0; 1; 2], [0, 0; 1, 3; 2, 6]); "
            + "print(round(m.W, 2), m.converged)", prints: "[2, 2;] true"),
        Example(
          "multitask(penalty=0.5)", fails: "multitask: expected a regulariser, found the number 0.5"
        ),
      ],
      body: { loss, penalty, intercept, tolerance, iterations in
        MultiTaskObject(
          try MultiTaskModel(
            loss: loss, penalty: penalty.penalty(for: "multitask"), intercept: intercept,
            tol: tolerance, maxIterations: iterations))
      })
  ]
}
