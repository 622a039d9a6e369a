/// What things are called in Python, R, Julia and Octave, and how they are written here.
enum ForeignNames {
  /// The advice on a name that nobody gave a value.
  static let advice: [String: String] = {
    var table: [String: String] = [:]
    for (names, advice) in groups {
      for name in names.split(separator: " ") { table[String(name)] = advice }
    }
    return table
  }()

  /// What keywords of other libraries are called here, the likeliest first.
  static let keywords: [String: [String]] = [
    "dim": ["axis"], "dims": ["axis"], "random_state": ["seed"], "rng": ["seed"],
    "n_neighbors": ["k"], "max_iter": ["max_iterations"], "n_iter": ["max_iterations"],
    "learning_rate": ["lr"], "n_estimators": ["trees", "m"], "n_folds": ["folds"],
    "batch_size": ["batch"], "num_epochs": ["epochs"], "n_epochs": ["epochs"],
    "alpha": ["lambda", "C"], "tolerance": ["tol"],
    "descending": ["reverse"], "decreasing": ["reverse"], "ascending": ["reverse"],
    "validation_data": ["validation"], "filename": ["path"], "file": ["path"],
  ]

  /// What fields of data sets and models of other libraries are called here, the likeliest first.
  static let fields: [String: [String]] = [
    "size": ["rows"], "length": ["rows"], "len": ["rows"], "n": ["rows"], "nrow": ["rows"],
    "n_samples": ["rows"], "row_count": ["rows"], "columns": ["features"], "cols": ["features"],
    "feature_names": ["features"], "names": ["features"], "data": ["X"], "inputs": ["X"],
    "x": ["X"], "y": ["Y"], "target": ["Y"], "targets": ["Y"], "outputs": ["Y"],
    "target_names": ["labels", "heads", "tasks"], "label_names": ["labels", "heads", "tasks"],
    "classes_": ["classes", "labels"], "coef_": ["coefficients", "W"],
    "coef": ["coefficients", "W"],
    "weights": ["coefficients", "W", "parameters"], "intercept_": ["intercepts", "b"],
    "bias": ["intercepts", "b"], "loss": ["objective", "history"], "losses": ["history"],
    "loss_": ["objective", "history"], "n_iter_": ["iterations", "epochs"],
    "state_dict": ["parameters"], "params": ["parameters"],
  ]

  /// What is said of fields that records of other languages have.
  static let recordFields: [String: String] = [
    "items": "for name, value in r { … } goes over the fields", "keys": "write keys(r)",
    "values": "write values(r)", "get": "a field is r.name, or r[\"name\"] by its text",
    "length": "write len(r)", "size": "write len(r)",
  ]

  private static let groups: [(names: String, advice: String)] = [
    // Constants.
    ("True TRUE", "write true"), ("False FALSE", "write false"),
    ("None null nil NULL nothing undefined", "write none"), ("NaN NA", "write nan"),
    ("Inf", "write inf"),
    // Libraries.
    (
      "np numpy math Math torch scipy sklearn jnp",
      "functions stand alone: exp(x), not np.exp(x)"
    ),
    ("pd pandas", "functions stand alone: read_csv(path) reads a table"),
    ("plt pyplot ggplot matplotlib", "charts are values: plot(x), scatter(x, y), bar(x)"),
    ("library require ggplot2 tidyverse dplyr using include", "builtins need no import"),
    (
      "nn keras tf tensorflow layers",
      "layers stand alone: hard_sharing(inputs=2, trunk=[dense(8), relu], heads={y: binary()})"
    ),
    ("df dataframe DataFrame", "a data set is a value: data = load_data(path)"),
    ("model clf estimator", "a model is a value: model = logistic(), then fit(model, data)"),
    ("self this", "functions are told what they work on: fn f(x) { … }"),
    // Learning.
    ("train_test_split", "write train, test = split_data(data, 0.7)"),
    ("StandardScaler scale normalize", "write standardize(train, test)"),
    ("LogisticRegression glm", "write logistic(C=1)"),
    ("LinearRegression lm Ridge", "write ridge()"),
    ("SVC LinearSVC svm", "write linear_svm()"),
    ("RandomForestClassifier randomForest", "write random_forest(trees=100)"),
    ("KNeighborsClassifier", "write knn(k=5)"), ("MLPClassifier", "write neural_network()"),
    ("KFold StratifiedKFold", "write k_fold(data, 5)"),
    ("cross_val_score GridSearchCV", "write cross_validate(model, data, folds=5)"),
    ("accuracy_score score", "write accuracy(truth, predicted) or evaluate(fitted, test)"),
    ("f1_score", "write f1(truth, predicted)"),
    ("confusion_matrix", "write confusion(truth, predicted)"),
    ("roc_auc_score", "write roc_auc(truth, scores)"),
    ("ClassifierChain", "write classifier_chain(logistic())"),
    ("MultiOutputClassifier OneVsRestClassifier", "write binary_relevance(logistic())"),
    ("train learn", "write fit(model, data)"), ("predict_proba", "write proba(fitted, X)"),
    ("backward autograd", "write grad(f)(x)"),
    // Conversions.
    ("str num2str repr sprintf paste strcat", "write string(x) or \"{x:.3f}\""),
    ("int as_integer", "write floor(x) or round(x)"),
    ("float as_numeric double", "write number(x)"),
    ("array matrix vector", "write [1, 2, 3] or [1, 2; 3, 4]"), ("c", "write [1, 2, 3]"),
    ("dict struct", "write {name: value}"), ("tuple", "write [1, 2]"), ("set", "write unique(x)"),
    ("class typeof isinstance", "write type(x)"),
    // Sizes.
    ("length nchar", "write len(x)"), ("size dim", "write shape(x)"),
    ("nrow height", "write shape(x)[0]"), ("ncol width", "write shape(x)[1]"),
    ("numel", "write len(flatten(x))"), ("isempty", "write len(x) == 0"),
    ("ndim ndims", "write rank(x)"),
    // Parts.
    ("end", "the last element is x[-1], all from the second on x[1:]; blocks end with }"),
    ("begin pass", "a block is { … }, an empty one { }"),
    ("head", "write x[:5]"), ("tail", "write x[-5:]"), ("iloc loc", "write x[rows, columns]"),
    ("find", "write index_of(x, part)"), ("substr", "write x[a:b]"),
    ("strip", "write trim(text)"), ("pop", "write remove(x, -1)"),
    ("push push_back", "write append(x, value)"), ("delete", "write remove(x, at)"),
    ("sorted", "write sort(x)"), ("reversed rev", "write reverse(x)"),
    ("arange seq", "write range(start, stop, step)"),
    ("concatenate vstack rbind vcat cat", "write concat(parts)"),
    ("hstack cbind hcat", "write concat(parts, axis=1)"),
    ("transpose", "the transpose is written x'"), ("matmul mm", "the matrix product is A @ B"),
    ("pow power", "a power is written x^2"), ("mod rem", "a remainder is written x % y"),
    ("mldivide", "write solve(A, b)"), ("sd", "write std(x)"), ("is_na isna", "write isnan(x)"),
    ("apply sapply lapply", "write map(xs, x -> …)"),
    // Random numbers.
    ("rnorm normal", "write randn(n)"), ("runif uniform", "write rand(n)"),
    ("sample", "write choice(x, n)"),
    // Input and output.
    ("disp println echo puts printf fprintf console", "write print(x) or print(\"{x:.3f}\")"),
    ("open", "write read_text(path) or load_data(path)"),
    ("input readline", "give a script its values with --set name=value"),
    // The shell.
    ("exit quit", "leave the shell with :quit"), ("who whos ls dir", ":vars lists the variables"),
    ("pwd cd", "paths begin where Tandem was started, in a script at its folder"),
    ("clear rm", ":reset forgets all variables, :clear clears the screen"),
    ("doc man lookfor", "?name shows help"), ("clc cls", ":clear clears the screen"),
    ("tic toc timeit", ":time CODE says how long it takes; time() gives seconds"),
  ]
}
