/// What people call things who do not know a function's name.
package struct HelpMeanings {
  /// Words of all phrases, as `Help.words` gives them.
  let words: Set<String>
  /// Each phrase as its words.
  let phrases: [[String]]

  private init(_ text: String) {
    phrases = text.split(separator: ",").map { Help.telling(Help.words(String($0))) }
    words = Set(phrases.joined())
  }

  private static let none = HelpMeanings("")

  /// What a function is also called.
  static func of(_ function: String) -> HelpMeanings { table[function] ?? none }

  private static let table = (reading + working + drawing + learning + judging)
    .reduce(into: [String: HelpMeanings]()) { $0[$1.0] = HelpMeanings($1.1) }

  /// The functions of which something is said.
  package static var functions: [String] { Array(table.keys) }

  // MARK: - Phrases, comma by comma

  private static let reading: [(String, String)] = [
    ("read_csv", "read csv, load csv, open csv, import table, spreadsheet, data frame, excel"),
    ("load_data", "load data, open data, read file, import data, read dataset, load dataset"),
    ("write_csv", "save csv, export csv, write table"),
    ("read_arff", "read arff, weka, mulan, meka"), ("read_npy", "load numpy, read numpy"),
    ("write_npy", "save numpy, save tensor, save array, save matrix"),
    ("read_text", "read text, open text, read lines"), ("write_text", "save text, write file"),
    ("read_json", "read json, load json, parse json"), ("write_json", "save json, export json"),
    ("save", "save model, save chart, save figure, export plot, write png, store model, savefig"),
    ("load", "load model, restore model, read model"),
    ("split_data", "train test split, holdout, split dataset, divide data"),
    (
      "standardize", "normalize, scale features, z score, standard scaler, preprocessing, normalise"
    ),
    (
      "make_labels", "synthetic data, fake data, toy data, generate data, example data, sample data"
    ),
    ("make_tasks", "synthetic tasks, generate tasks, toy tasks, made up tasks"),
    (
      "statistics",
      "describe data, data summary, missing value, count nan, class imbalance, unbalanced label, rare label"
    ),
    ("select_labels", "choose labels, drop labels, keep labels"),
  ]

  private static let working: [(String, String)] = [
    ("shape", "size, dimensions, number of rows, number of columns, ndim"),
    ("len", "length, count elements, number of elements, how many"),
    ("print", "output, display text, write screen, echo"),
    ("reshape", "change shape, resize, view"),
    ("concat", "join tensors, combine, append rows, vstack, hstack"),
    ("sort", "order, ascending, descending"), ("argsort", "sort order, rank order, sort index"),
    ("argmax", "index maximum, position largest, biggest"), ("unique", "distinct, deduplicate"),
    ("where", "find, filter rows, condition, select where, if else vector"),
    ("solve", "linear equation, solve system, backslash"), ("inv", "inverse, invert matrix"),
    ("svd", "singular value decomposition, pca, principal component"),
    ("eig", "eigenvalue, eigenvector, diagonalize"),
    ("norm", "length vector, euclidean, magnitude"),
    ("matrix_rank", "rank matrix"), ("trace", "sum diagonal"), ("diag", "diagonal"),
    ("randn", "random number, normal, gaussian, noise"), ("rand", "random number, uniform"),
    ("randint", "random integer, random whole number, dice"),
    ("seed", "reproducible, random seed, random state"),
    ("choice", "sample, pick random, bootstrap"), ("shuffle", "permute rows, random order"),
    ("map", "apply function, list comprehension, for each"), ("mean", "average"),
    ("std", "standard deviation, spread"), ("var", "variance"), ("sum", "add up, total"),
    ("type", "class of value, what kind"), ("time", "timing, stopwatch, measure time, how long"),
    ("string", "convert to string, number to text"),
    ("number", "convert to number, parse number, string to number"),
    ("grad", "derivative, differentiate, autodiff, backpropagation, gradient of function"),
    ("format", "format number, round display, decimal"), ("range", "sequence, arange"),
    ("linspace", "evenly spaced"), ("zeros", "empty matrix, allocate"), ("eye", "identity matrix"),
    ("round", "round number, decimal"), ("clip", "clamp, limit range"),
    ("error", "raise, throw exception"),
    ("sparse", "sparse matrix, csr"),
  ]

  private static let drawing: [(String, String)] = [
    ("plot", "plot line, line chart, curve, draw graph, graph, draw line, line plot, visualize"),
    ("scatter", "scatter plot, plot points, point cloud, dots"),
    ("bar", "bar chart, bar plot, column chart"), ("hist", "histogram, distribution"),
    ("box", "box plot, quartile, whisker"),
    ("heat", "heatmap, heat map, imshow, show matrix, colour map"),
    ("spark", "sparkline"), ("table", "show table, print table, tabulate"),
    ("confusion_chart", "plot confusion, draw confusion matrix"),
    ("image", "show image, picture, display digit"),
    ("facet", "subplots, grid of charts, several charts"), ("tree", "draw tree, dendrogram"),
    ("dag", "draw graph, directed graph, network diagram"),
    ("describe", "explain model, summary of model, what is this"),
    ("label_counts", "label frequency, count labels"),
  ]

  private static let learning: [(String, String)] = [
    (
      "fit",
      "train, train model, training, learn, train network, early stopping, batch size, minibatch, transfer learning, fine tune, freeze weights"
    ),
    ("predict", "prediction, infer, classify new, apply model, forecast"),
    ("proba", "probability, predicted probability, predict proba, confidence"),
    ("logistic", "logistic regression, linear classifier"),
    ("ridge", "ridge regression, linear regression, least squares classifier"),
    ("linear_svm", "svm, support vector machine"), ("random_forest", "forest, bagged trees"),
    ("decision_tree", "cart, tree classifier"), ("knn", "nearest neighbour, nearest neighbor"),
    ("neural_network", "mlp, multilayer perceptron, neural net"), ("gaussian_nb", "naive bayes"),
    (
      "binary_relevance",
      "one classifier a label, independent labels, one versus rest, multi label classification"
    ),
    ("classifier_chain", "chain, chain of classifiers, label dependence"),
    ("label_powerset", "powerset, label sets"), ("ml_knn", "multi label knn"),
    (
      "multitask",
      "multi task regression, several tasks, joint learning, share between tasks, multi task learning"
    ),
    (
      "hard_sharing",
      "neural network, deep learning, shared trunk, network with heads, build network, multi task network"
    ),
    ("adam", "learning rate, optimizer, optimiser, gradient descent, step size"),
    ("sgd", "stochastic gradient descent, momentum, optimizer"),
    ("step_decay", "learning rate schedule, decay learning rate"),
    ("dropout", "drop units, prevent overfitting"),
    ("batch_norm", "batch normalization, normalise activations"),
    ("dense", "fully connected, linear layer, hidden layer"),
    ("conv2d", "convolution, cnn, convolutional layer"),
    ("l2", "weight decay, regularization, regularisation, shrink weights, penalty"),
    ("l1", "lasso, sparsity, feature selection"), ("nuclear", "low rank, trace norm"),
    ("coherence", "related tasks, task mean"), ("l21", "group lasso, joint feature selection"),
    ("pretrain", "autoencoder, unsupervised"),
    ("resume", "continue training, go on training"),
    ("step", "step by step, walk through, debug algorithm, see inside"),
    ("tune_thresholds", "threshold, decision threshold, cut off, choose threshold"),
    (
      "lambda_path",
      "choose lambda, regularization path, tune regularization, hyperparameter, grid search"
    ),
    ("mmoe", "mixture of experts"), ("label_graph", "graph of labels, parents of labels"),
    ("gradnorm", "balance losses, loss weighting"), ("label_smoothing", "soft labels"),
  ]

  private static let judging: [(String, String)] = [
    (
      "evaluate",
      "score model, test model, performance, how good, measure model, validate model, test error"
    ),
    ("accuracy", "share correct, right answers"),
    ("confusion", "confusion matrix, true positive, false positive"),
    ("cross_validate", "overfitting, cross validation, k fold, generalization, generalisation"),
    ("k_fold", "folds, fold indices"),
    ("compare", "compare models, benchmark, which model, best model, model selection"),
    ("learning_curve", "more data, training size, learning curve, enough data"),
    ("f1", "f score, f measure, f1 score"), ("roc_auc", "auc, roc curve, area under curve"),
    ("hamming_loss", "hamming, wrong labels"), ("zero_one_loss", "subset accuracy, exact match"),
    ("log_loss", "cross entropy, negative log likelihood"),
    ("metrics", "all measures, classification report"),
    ("cooccurrence", "labels together, label correlation, pairs of labels"),
    ("correlation", "correlation matrix, pearson"),
    ("errors", "error propagation, where chain errs, mistakes"),
    ("task_similarity", "how related tasks, similarity of tasks"),
    ("sweep", "try thresholds, threshold curve"),
    ("check_grad", "gradient check, finite difference"),
  ]
}
