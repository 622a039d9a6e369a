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
    "validation_data": ["validation"], "filename": ["path"], "file": ["path"],
  ]

  private static let groups: [(names: String, advice: String)] = [
    // Constants.
    ("True TRUE", "write true"), ("False FALSE", "write false"),
    ("None null nil NULL nothing", "write none"), ("NaN NA", "write nan"), ("Inf", "write inf"),
    // Libraries.
    (
      "np numpy math Math torch scipy sklearn jnp",
      "functions stand alone: exp(x), not np.exp(x)"
    ),
    ("pd pandas", "functions stand alone: read_csv(path) reads a table"),
    ("plt pyplot ggplot matplotlib", "charts are values: plot(x), scatter(x, y), bar(x)"),
    ("library require ggplot2 tidyverse dplyr using include", "builtins need no import"),
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
    ("clear rm", ":reset forgets all variables, :clear clears the screen"),
    ("doc man lookfor", "?name shows help"),
    ("clc cls", ":clear clears the screen"),
    ("tic toc timeit", ":time CODE says how long it takes; time() gives seconds"),
  ]
}
