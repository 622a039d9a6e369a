/// Which functions a reader of one may want to know, too.
package enum SeeAlso {
  /// Functions that belong together; each of them points at the others of its rows.
  package static let groups: [[String]] = [
    ["print", "show", "text", "string", "format"],
    ["string", "number", "list", "tensor", "record"],
    ["len", "shape", "rank", "type"], ["zeros", "ones", "full", "eye"],
    ["range", "linspace"], ["reshape", "flatten"], ["concat", "stack", "append", "insert"],
    ["append", "insert", "remove", "reverse"], ["repeat", "append"],
    ["sort", "argsort", "unique", "reverse"], ["where", "clip", "filter"], ["any", "all", "count"],
    ["cumsum", "diff"], ["sum", "prod", "mean", "cumsum"], ["mean", "median", "var", "std"],
    ["min", "max", "argmin", "argmax"], ["norm", "dot"], ["dot", "outer", "kron"],
    ["round", "floor", "ceil"], ["exp", "log", "log1p"], ["sin", "cos", "tan"],
    ["sigmoid", "tanh", "relu", "softmax"], ["softmax", "logsumexp"], ["abs", "sign"],
    ["inv", "solve", "lstsq", "pinv"], ["svd", "eig", "cholesky", "qr"],
    ["det", "trace", "matrix_rank"], ["diag", "triu", "tril"],
    ["seed", "rand", "randn", "randint"], ["shuffle", "choice", "permutation"],
    ["map", "filter", "reduce"], ["zip", "enumerate", "record"], ["keys", "values", "record"],
    ["contains", "index_of", "count"], ["starts_with", "ends_with", "contains"],
    ["split", "join", "lines"], ["upper", "lower"], ["trim", "replace"],
    ["isdigit", "isalpha", "isspace"], ["isnan", "where"], ["error", "assert"],
    ["split_data", "standardize"], ["load_data", "read_csv", "read_arff", "read_npy"],
    ["write_csv", "write_arff", "write_npy", "save"], ["save", "load"],
    ["fit", "resume", "read_log"], ["read_text", "write_text", "lines"],
    ["fit", "predict", "proba", "evaluate"], ["make_labels", "make_label_sets"],
    ["binary_relevance", "classifier_chain", "label_powerset"], ["to_powerset", "from_powerset"],
    ["grad", "value_and_grad", "check_grad", "stop_gradient"],
    ["step", "advance", "back", "finish"], ["screen", "state", "result"],
    ["into", "leave", "to", "set"], ["changes", "why", "panel", "what_if"], ["steps", "step"],
    ["split_data", "stratify", "k_fold"], ["evaluate", "compare", "cross_validate"],
    ["metrics", "conventions", "step_metrics", "ranking"],
    ["ranking", "coverage", "ranking_loss", "one_error"], ["average_precision", "roc_auc"],
    ["precision_at", "ndcg_at", "psp_at", "propensities"],
    ["confusion", "confusion_chart", "label_counts", "task_accuracy"],
    ["mse", "mae", "r2", "explained_variance"], ["statistics", "cooccurrence", "label_counts"],
    ["read_xc", "write_xc", "read_libsvm", "write_libsvm"],
    ["hard_sharing", "soft_sharing", "cross_stitch", "conditioned", "encoder_decoders"],
    ["pretrain", "fit", "hard_sharing"], ["moe", "mmoe", "gates"], ["esmm", "entire_space"],
    ["hard_sharing", "mmoe", "describe", "fit"], ["evaluate", "evaluate_heads"],
    ["dense", "conv2d", "max_pool", "flatten"], ["dense", "dropout", "batch_norm", "relu"],
    ["binary", "classes", "regression", "multilabel"], ["adam", "adamw", "sgd"],
    ["cosine_decay", "step_decay", "exponential_decay", "warm_up", "one_cycle"],
    ["plot", "scatter", "spark"], ["bar", "hist", "box"], ["hist", "median", "std"],
    ["table", "heat", "dag"], ["tree", "dag", "joint"], ["spectrum", "singular_values"],
  ]

  /// The functions that a page points at.
  package static func names(for name: String) -> [String] {
    var found: [String] = []
    for group in groups where group.contains(name) {
      for other in group where other != name && !found.contains(other) { found.append(other) }
    }
    return found
  }
}
