extension Glossary {
  static let networks = [
    GlossaryTerm(
      "hard sharing", ["trunk", "shared layers"],
      "All tasks use one trunk of layers and have a head each. Few parameters, and the strongest "
        + "tie.",
      topics: ["hard_sharing", "describe"], lesson: "15-hard-sharing"),
    GlossaryTerm(
      "head", ["heads", "tower"],
      "The last layers of one task: its tower and its output, of a kind (binary, classes, "
        + "regression, "
        + "multilabel).",
      topics: ["binary", "classes", "regression", "multilabel"], lesson: "15-hard-sharing"),
    GlossaryTerm(
      "net", ["network", "neural network", "architecture"],
      "Layers with weights that gradients train; one network has a head for each target.",
      topics: ["networks", "hard_sharing", "fit"], lesson: "15-hard-sharing"),
    GlossaryTerm(
      "soft sharing", [],
      "Each task has its own network; a penalty keeps their layers alike.",
      formula: "loss + s Σ ‖W_a − W_b‖²", topics: ["soft_sharing"],
      lesson: "16-soft-sharing-and-cross-stitch"),
    GlossaryTerm(
      "cross-stitch", ["stitch unit"],
      "After each layer the activations of two networks are mixed by a small learned matrix "
        + "(Misra and "
        + "others, 2016).",
      formula: "[x̃_a; x̃_b] = A [x_a; x_b]", topics: ["cross_stitch"],
      lesson: "16-soft-sharing-and-cross-stitch"),
    GlossaryTerm(
      "experts", ["expert", "mixture of experts", "MoE", "MMoE"],
      "Several small networks whose outputs are mixed; in MMoE each task has a gate of its own "
        + "(Ma and "
        + "others, 2018).",
      formula: "Σ_k g_k(x) f_k(x)", topics: ["moe", "mmoe", "gates"], lesson: "17-experts-and-gates"
    ),
    GlossaryTerm(
      "gate", ["gating"],
      "A softmax over the experts that the input sets: how much each one counts for this row and "
        + "task.",
      formula: "g(x) = softmax(W x)", topics: ["gates", "mmoe"], lesson: "17-experts-and-gates"),
    GlossaryTerm(
      "task embedding", ["embedding", "embeddings", "conditioned network"],
      "A learned vector for each task that steers one shared network.",
      topics: ["conditioned"], lesson: "18-task-embeddings"),
    GlossaryTerm(
      "FiLM", ["modulation"],
      "A task scales and shifts the features of a shared layer (Perez and others, 2018).",
      formula: "γ_t ⊙ h + β_t", topics: ["conditioned"], lesson: "18-task-embeddings"),
    GlossaryTerm(
      "attention", ["attention mask"],
      "A task weights the features of a shared layer by a mask between 0 and 1 that it learns.",
      topics: ["conditioned"], lesson: "18-task-embeddings"),
    GlossaryTerm(
      "entire space", ["ESMM", "conversion rate"],
      "Clicks and conversions after clicks learned over all impressions: p(buy) is the product of "
        + "two "
        + "heads (Ma and others, 2018).",
      formula: "p(click & buy) = p(click) p(buy | click)", topics: ["esmm", "entire_space"]),
    GlossaryTerm(
      "task weighting", ["loss weights"],
      "How much each task's loss counts in the sum: fixed, or found during training by "
        + "uncertainty, "
        + "GradNorm or DWA.",
      formula: "Σ_t w_t L_t", topics: ["fit"], lesson: "19-training-two-tasks"),
    GlossaryTerm(
      "uncertainty", ["uncertainty weighting", "homoscedastic"],
      "Each task learns the noise of its target, which weights its loss (Kendall, Gal and Cipolla, "
        + "2018). fit(…, weights=\"uncertainty\").",
      formula: "Σ_t L_t / (2σ_t²) + log σ_t", topics: ["fit"], lesson: "19-training-two-tasks"),
    GlossaryTerm(
      "GradNorm", [],
      "Weights that make the gradients of tasks of similar size, faster for tasks that lag (Chen "
        + "and "
        + "others, 2018). fit(…, weights=\"gradnorm\").",
      topics: ["fit"], lesson: "19-training-two-tasks"),
    GlossaryTerm(
      "dynamic weight average", [],
      "Tasks whose loss falls slowly weigh more in the next epoch (Liu, Johns and Davison, 2019). "
        + "fit(…, "
        + "weights=\"dwa\").",
      topics: ["dwa", "fit"], lesson: "19-training-two-tasks"),
    GlossaryTerm(
      "PCGrad", ["gradient surgery", "gradient conflict"],
      "Where the gradients of two tasks point against each other, each loses its part along the "
        + "other (Yu "
        + "and others, 2020). fit(…, weights=\"pcgrad\").",
      formula: "g_a − (g_a·g_b/‖g_b‖²) g_b where g_a·g_b < 0", topics: ["fit"],
      lesson: "19-training-two-tasks"),
    GlossaryTerm(
      "early stopping", [],
      "Training ends when the validation loss no longer falls, and the best epoch is kept.",
      topics: ["fit", "learning_curve"], lesson: "15-hard-sharing"),
    GlossaryTerm(
      "parameters", ["weights", "parameter"],
      "The numbers that training sets: weights and biases. What you set yourself are options, "
        + "such as lr= "
        + "or C= (hyperparameters).",
      topics: ["fit", "describe"], lesson: "15-hard-sharing"),
  ]
}
