extension Glossary {
  static let tasks = [
    GlossaryTerm(
      "multi-task", ["multitask learning", "MTL", "task"],
      "Several related problems learned together, so that one with few rows borrows from the "
        + "others. "
        + "Each has its own rows and weights; a penalty or a network ties them.",
      topics: ["multitask", "hard_sharing"], lesson: "09-from-single-to-multi-task"),
    GlossaryTerm(
      "regulariser", ["regularizer", "regularisation", "regularization", "penalty"],
      "What is added to the loss to prefer simple or similar weights; λ is its strength. "
        + "Penalties add "
        + "with +.",
      formula: "minimise loss(W) + λ Ω(W)", topics: ["multitask", "l2", "nuclear", "prox"],
      lesson: "09-from-single-to-multi-task"),
    GlossaryTerm(
      "shrinkage", ["shrink", "soft threshold"],
      "Pulling weights towards 0 or towards each other. The proximal operator of l1 subtracts λ "
        + "from "
        + "each size and stops at 0.",
      formula: "sign(w) max(|w| − λ, 0)", topics: ["prox", "l1"], lesson: "13-joint-features"),
    GlossaryTerm(
      "ridge", ["weight decay", "Tikhonov"],
      "The squared size of the weights as penalty: all shrink, none vanishes.",
      formula: "λ Σ w²", topics: ["l2", "logistic"], lesson: "09-from-single-to-multi-task"),
    GlossaryTerm(
      "lasso", ["sparsity"],
      "The sum of absolute weights as penalty: many weights become exactly 0.",
      formula: "λ Σ |w|", topics: ["l1", "elastic_net"], lesson: "13-joint-features"),
    GlossaryTerm(
      "group lasso", ["joint feature selection", "l2,1 norm"],
      "The sum of the row norms of W: a feature is used by all tasks or by none.",
      formula: "λ Σ_j ‖W_j‖₂", topics: ["l21", "shared_features"], lesson: "13-joint-features"),
    GlossaryTerm(
      "trace norm", ["nuclear norm", "low rank"],
      "The sum of the singular values of W. It prefers weights of all tasks in a space of few "
        + "dimensions.",
      formula: "λ Σ σ_k(W)", topics: ["nuclear", "spectrum"], lesson: "11-low-rank"),
    GlossaryTerm(
      "mean-regularised tasks", ["task coherence"],
      "Each task's weights are pulled towards the mean of all (Evgeniou and Pontil, 2004).",
      formula: "λ Σ_t ‖w_t − w̄‖²", topics: ["coherence"], lesson: "10-coherence"),
    GlossaryTerm(
      "task similarity graph", ["graph regularisation"],
      "A matrix of how alike tasks are; the weights of alike tasks are pulled together.",
      formula: "λ Σ_st S_st ‖w_s − w_t‖²", topics: ["similarity", "task_similarity"],
      lesson: "12-similarity-graphs"),
    GlossaryTerm(
      "dirty model", [],
      "W is a sum of a part with shared features and a sparse part of each task's own (Jalali and "
        + "others, 2010).",
      formula: "λ₁ ‖P‖_{1,∞} + λ₂ ‖Q‖₁, W = P + Q", topics: ["dirty"], lesson: "13-joint-features"),
    GlossaryTerm(
      "alternating structure optimisation", ["shared structure"],
      "Tasks share a small subspace that is learned with them (Ando and Zhang, 2005).",
      topics: ["aso"], lesson: "11-low-rank"),
    GlossaryTerm(
      "proximal gradient", ["FISTA", "proximal operator"],
      "A step along the gradient of the loss, then the proximal operator of the penalty. Momentum "
        + "makes "
        + "it fast (Beck and Teboulle, 2009).",
      formula: "W ← prox_{λ/L}(W − ∇loss(W)/L)", topics: ["prox", "multitask", "step"],
      lesson: "11-low-rank"),
    GlossaryTerm(
      "duality gap", ["certificate"],
      "The distance between the objective and a lower bound of it. It proves how near the optimum "
        + "a "
        + "solver is.",
      topics: ["multitask"], lesson: "09-from-single-to-multi-task"),
    GlossaryTerm(
      "regularisation path", ["lambda", "λ"],
      "The optima under many λ, from the strongest down. Folds tell which λ predicts best.",
      topics: ["lambda_path", "paths of lambda"], lesson: "14-choosing-lambda"),
    GlossaryTerm(
      "negative transfer", [],
      "Learning together makes a task worse, as when unrelated tasks are tied. Compare with each "
        + "task "
        + "alone.",
      topics: ["compare", "relatedness_curve"], lesson: "09-from-single-to-multi-task"),
  ]
}
