extension Glossary {
  static let labels = [
    GlossaryTerm(
      "multi-label", ["multilabel learning", "label set"],
      "A row may have any number of labels at once, as a photo shows beach and sunset. Y has a "
        + "column "
        + "of 0 and 1 for each label.",
      topics: ["binary_relevance", "classifier_chain", "label_powerset"],
      lesson: "01-from-labels-to-chains"),
    GlossaryTerm(
      "binary relevance", ["BR"],
      "One classifier for each label, blind to the others. It minimises the Hamming loss, and "
        + "cannot "
        + "know which labels go together.",
      formula: "p(y_c = 1 | x) for each c alone", topics: ["binary_relevance", "hamming_loss"],
      lesson: "01-from-labels-to-chains"),
    GlossaryTerm(
      "chain", ["classifier chain", "CC"],
      "Each link predicts one label from the inputs and the labels before it. The product of the "
        + "links "
        + "is a distribution over whole label sets (Read and others, 2011).",
      formula: "p(y | x) = ∏ p(y_c | x, y_before)",
      topics: ["classifier_chain", "predict", "joint"],
      lesson: "03-chains-and-label-graphs"),
    GlossaryTerm(
      "link", ["links"],
      "One classifier of a chain: it learns a label from the inputs and the labels of its parents.",
      topics: ["classifier_chain", "step"], lesson: "03-chains-and-label-graphs"),
    GlossaryTerm(
      "parents", ["label graph", "DAG"],
      "The labels that a link sees besides the inputs. Together they form a graph without cycles; "
        + "a "
        + "full chain sees all earlier labels, a tree one.",
      topics: ["label_graph", "classifier_chain", "dag"], lesson: "03-chains-and-label-graphs"),
    GlossaryTerm(
      "chain ensemble", ["ECC"],
      "Many chains in random orders vote. The order of a single chain then matters less.",
      topics: ["chain_ensemble"], lesson: "03-chains-and-label-graphs"),
    GlossaryTerm(
      "error propagation", [],
      "A link that was trained on true labels is fed predicted ones at test time, so an early "
        + "mistake "
        + "misleads later links. Training on predictions out of fold makes both alike.",
      topics: ["errors", "classifier_chain"], lesson: "04-inference-in-chains"),
    GlossaryTerm(
      "inference", ["greedy", "beam", "beam search", "exhaustive"],
      "Searching a chain's distribution for an answer: greedy decides link by link, beam keeps the "
        + "width best prefixes, exhaustive looks at all 2^C label sets.",
      topics: ["predict", "joint"], lesson: "04-inference-in-chains"),
    GlossaryTerm(
      "Monte Carlo", ["montecarlo", "sampling"],
      "Label sets are drawn from the chain link by link, and their frequencies stand for their "
        + "probabilities. The error falls with the root of the number of samples.",
      topics: ["predict", "proba"], lesson: "04-inference-in-chains"),
    GlossaryTerm(
      "Bayes decision", ["bayes optimal"],
      "The prediction with the least expected loss under a distribution. It differs by loss: "
        + "marginals "
        + "above ½ for Hamming, the mode of the joint for 0/1.",
      formula: "argmin_ŷ Σ_y p(y | x) ℓ(y, ŷ)", topics: ["predict", "decisions"],
      lesson: "04-inference-in-chains"),
    GlossaryTerm(
      "marginal", ["marginals"],
      "The probability of one label whatever the others are. Marginals say nothing of which "
        + "labels come "
        + "together; the joint does.",
      formula: "p(y_c = 1 | x) = Σ over sets with c of p(y | x)", topics: ["proba", "joint"],
      lesson: "02-why-labels-depend"),
    GlossaryTerm(
      "label dependence", ["conditional dependence", "co-occurrence"],
      "Labels depend when the product of their marginals is not their joint probability. "
        + "Dependence "
        + "given the inputs is what chains and powersets can use.",
      topics: ["cooccurrence", "classifier_chain"], lesson: "02-why-labels-depend"),
    GlossaryTerm(
      "powerset", ["label powerset", "LP"],
      "Each label set that occurs is a class of its own, so dependence is kept whole. The number "
        + "of "
        + "classes may explode, and sets not seen cannot be predicted.",
      formula: "2^C classes at most", topics: ["label_powerset", "to_powerset"],
      lesson: "05-powersets-and-their-explosion"),
    GlossaryTerm(
      "pruning", ["prune", "pruned sets"],
      "Label sets seen too rarely are dropped or split into frequent subsets before a powerset is "
        + "learned.",
      topics: ["label_powerset"], lesson: "05-powersets-and-their-explosion"),
    GlossaryTerm(
      "RAkEL", ["rakel ensembles", "random k-labelsets"],
      "Powersets of small random groups of k labels, which vote label by label (Tsoumakas, "
        + "Katakis and "
        + "Vlahavas, 2011). Groups stay learnable where the whole powerset is not.",
      topics: ["rakel"], lesson: "06-groups-and-voting"),
    GlossaryTerm(
      "vote", ["voting", "hard vote", "soft vote"],
      "A hard vote counts yes and no, a soft one averages probabilities. A label is present from "
        + "the "
        + "threshold on.",
      topics: ["rakel", "chain_ensemble"], lesson: "06-groups-and-voting"),
    GlossaryTerm(
      "cardinality", ["density"],
      "The mean number of labels a row; divided by C it is the density. Low density makes "
        + "accuracy by "
        + "label look high.",
      formula: "(1/n) Σ_i Σ_c y_ic", topics: ["statistics", "make_label_sets"],
      lesson: "07-reading-multi-label-metrics"),
    GlossaryTerm(
      "ML-kNN", ["mlknn"],
      "The labels of the k nearest training rows are counted, and Bayes' rule turns the count "
        + "into a "
        + "probability (Zhang and Zhou, 2007).",
      topics: ["ml_knn", "knn"]),
    GlossaryTerm(
      "threshold", ["thresholds", "cut"],
      "The probability from which on a label counts as present. ½ suits the Hamming loss; F1 wants "
        + "lower ones for rare labels.",
      topics: ["tune_thresholds", "predict"], lesson: "08-thresholds"),
    GlossaryTerm(
      "extreme multi-label", ["propensity", "XC"],
      "Thousands of labels, nearly all of them missing for each row. Rare labels are also missed "
        + "by "
        + "annotators; propensities correct measures for that.",
      topics: ["propensities", "psp_at", "read_xc"]),
  ]
}
