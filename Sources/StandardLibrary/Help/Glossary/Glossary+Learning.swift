extension Glossary {
  static let learning = [
    GlossaryTerm(
      "loss", ["objective", "loss function"],
      "What training makes small. A regulariser is added to it, and what evaluate measures may be "
        + "yet "
        + "another thing.",
      topics: ["multitask", "evaluate", "predict"], lesson: "09-from-single-to-multi-task"),
    GlossaryTerm(
      "base learner", ["base"],
      "The classifier that answers each yes-or-no question of a multi-label method.",
      topics: ["learners", "logistic", "random_forest"], lesson: "01-from-labels-to-chains"),
    GlossaryTerm(
      "logistic regression", ["logit"],
      "A linear score turned into a probability by the sigmoid; C is the inverse of the strength "
        + "of its "
        + "penalty.",
      formula: "p = 1/(1 + exp(−w·x − b))", topics: ["logistic", "sigmoid"]),
    GlossaryTerm(
      "gradient", ["derivative", "backpropagation"],
      "The direction in which a function grows fastest. grad gives it exactly, for any function "
        + "of the "
        + "language.",
      topics: ["grad", "check_grad"]),
    GlossaryTerm(
      "learning rate", ["lr", "step size"],
      "How far a step goes along the gradient. Too large and the loss jumps, too small and it "
        + "crawls; "
        + "schedules lower it.",
      topics: ["adam", "cosine_decay", "fit"], lesson: "19-training-two-tasks"),
    GlossaryTerm(
      "epoch", ["batch", "minibatch"],
      "One pass over all training rows, in batches of which each gives a step.",
      topics: ["fit", "adam"], lesson: "15-hard-sharing"),
    GlossaryTerm(
      "standardisation", ["standardization", "z-score", "scaling"],
      "Each feature minus its training mean, over its training standard deviation. Test rows use "
        + "the "
        + "training figures.",
      formula: "(x − mean) / std", topics: ["standardize"]),
  ]
}
