extension Glossary {
  static let quality = [
    GlossaryTerm(
      "Hamming loss", ["hamming"],
      "The share of single labels that are wrong. It treats labels as if they were alone.",
      formula: "(1/nC) Σ_i Σ_c [y_ic ≠ ŷ_ic]", topics: ["hamming_loss", "evaluate"],
      lesson: "07-reading-multi-label-metrics"),
    GlossaryTerm(
      "0/1 loss", ["zero-one loss", "subset accuracy", "exact match"],
      "The share of rows whose label set is not right as a whole; one minus subset accuracy. One "
        + "wrong "
        + "label counts as much as all.",
      formula: "(1/n) Σ_i [y_i ≠ ŷ_i]", topics: ["zero_one_loss", "evaluate"],
      lesson: "07-reading-multi-label-metrics"),
    GlossaryTerm(
      "precision and recall", ["true positives"],
      "Precision is the share of predicted labels that are right, recall the share of true ones "
        + "that "
        + "were found. More labels predicted raise recall and cost precision.",
      formula: "TP/(TP+FP), TP/(TP+FN)", topics: ["precision", "recall", "label_counts"],
      lesson: "07-reading-multi-label-metrics"),
    GlossaryTerm(
      "F1 score", ["f-measure", "f-score"],
      "The harmonic mean of precision and recall: high only when both are.",
      formula: "2 TP/(2 TP + FP + FN)", topics: ["f1", "tune_thresholds"],
      lesson: "07-reading-multi-label-metrics"),
    GlossaryTerm(
      "macro and micro", ["macro", "micro", "averaging"],
      "Macro averages a measure over labels, each counting the same; micro pools the counts of all "
        + "labels first, so frequent labels rule. A gap between them points at rare labels.",
      topics: ["f1", "metrics"], lesson: "07-reading-multi-label-metrics"),
    GlossaryTerm(
      "Jaccard index", ["intersection over union"],
      "Labels in both sets over labels in either, a row at a time.",
      formula: "|y ∩ ŷ| / |y ∪ ŷ|", topics: ["jaccard"], lesson: "07-reading-multi-label-metrics"),
    GlossaryTerm(
      "ranking loss", [],
      "The share of pairs of a present and an absent label that the scores put in the wrong order.",
      topics: ["ranking_loss", "ranking"]),
    GlossaryTerm(
      "log loss", ["cross-entropy", "likelihood"],
      "The negative logarithm of the probability given to what happened. It punishes sure mistakes "
        + "hard, and is least in expectation at the true probabilities.",
      formula: "−Σ y log p + (1−y) log(1−p)", topics: ["log_loss"]),
    GlossaryTerm(
      "calibration", ["smoothing labels"],
      "Probabilities are calibrated when among rows given 0.8 the label holds in eight of ten. "
        + "Support "
        + "vector machines need a step of their own for it (Platt).",
      topics: ["linear_svm", "label_smoothing", "proba"]),
    GlossaryTerm(
      "cross-validation", ["folds", "k-fold"],
      "The rows are dealt into k folds; each is predicted by a model trained on the others. The "
        + "spread "
        + "over folds tells how much a difference means.",
      topics: ["cross_validate", "k_fold", "compare"], lesson: "14-choosing-lambda"),
    GlossaryTerm(
      "stratification", ["stratified"],
      "Dealing rows so that every label is about as frequent in each part. Without it a rare "
        + "label may "
        + "be missing from a fold.",
      topics: ["stratify", "split_data", "k_fold"]),
    GlossaryTerm(
      "overfitting", ["generalisation", "generalization"],
      "A model that learns the accidents of its training rows: small training error, large test "
        + "error. "
        + "Regularisation, early stopping, sharing and more rows help.",
      topics: ["cross_validate", "dropout", "learning_curve", "l2"], lesson: "14-choosing-lambda"),
  ]
}
