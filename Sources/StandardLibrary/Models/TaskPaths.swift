internal import Diagnostics
internal import MultiTask
internal import Runtime

extension StandardLibrary {
  /// The optima under many λ.
  static let taskPaths: [Builtin] = [
    Builtin(
      "lambda_path",
      "A multi-task model under a falling λ: its optima, and the λ that predicts best.",
      Parameter<MultiTaskObject>("model", "a model such as multitask(penalty=nuclear(1))"),
      Parameter<TaskInputs>("X", "a data set of tasks, a matrix, or a list of matrices"),
      Parameter<TaskTargets?>(
        "Y", "the targets that go with matrices, as fit takes them", default: .some(nil)),
      Parameter<[Double]?>(
        "lambdas", "the λ to go through; none: from the greatest that matters down",
        default: .some(nil)),
      Parameter<Int>("count", "how many λ are made", default: 20),
      Parameter<Double?>(
        "ratio",
        "the least of them as a share of the greatest; none: 0.01, or 0.0001 where no λ makes W 0",
        default: .some(nil)),
      Parameter<Int>(
        "folds", "how many folds choose λ, at least 2; 0 leaves it open", default: 5, .nonnegative),
      Parameter<Int>("seed", "what the folds are drawn from", default: 0),
      Parameter<PathChoiceWord>(
        "choose",
        "which λ: the best mean error, or the greatest within one standard error of it",
        default: .best),
      Parameter<Value>(
        "vary",
        "which terms: \"all\", with their λ in proportion to the first, or one by its name or "
          + "position", default: .text("all")),
      details: "λ of the model itself does not count; the path gives it others, equally spaced on "
        + "a logarithmic axis. The greatest is that from which on W is 0: of nuclear the largest "
        + "singular value of the loss's gradient at W = 0, of l21 its largest row norm, of l1 its "
        + "largest entry. Each fit begins at the optimum before it. Every fold has rows of every task; "
        + "the error is the mean loss of a held-out sample. Fields: lambdas objective loss W b rank "
        + "nonzero_rows iterations converged lambda_max, with folds also errors (a row a λ) mean se "
        + "best one_se lambda and chosen, the model fitted with that lambda. plot(path, \"rows\"), "
        + "\"spectrum\", \"distances\" or \"validation\" draws it.",
      examples: [
        Example(
          "d = make_tasks(tasks=6, rows=20, features=8, shared=2, seed=1); "
            + "p = lambda_path(multitask(penalty=l21(1)), d, count=8, folds=4); "
            + "print(p.nonzero_rows[0], len(p.W), p.lambda in p.lambdas)", prints: "0 8 true"),
        Example(
          "p = lambda_path(multitask(penalty=l1(1)), [0; 1; 2; 3], [0; 1; 2; 3], folds=0); "
            + "print(round(p.lambda_max, 6))", prints: "10"),
      ],
      body: { model, X, Y, lambdas, count, ratio, folds, seed, choice, vary in
        var options = PathOptions()
        options.lambdas = lambdas
        options.count = count
        options.ratio = ratio
        options.folds = folds
        options.seed = seed
        options.choice = choice == .best ? .best : .oneStandardError
        options.target = try target(vary, model.model.penalty)
        do {
          return PathObject(
            try RegularisationPath(
              model.model, X.dataset(Y, for: "lambda_path"), options))
        } catch let failure as Failure where !failure.message.hasPrefix("lambda_path") {
          throw failure.saying("lambda_path: \(failure.message)")
        }
      })
  ]

  /// The terms that `vary=` names.
  private static func target(_ value: Value, _ penalty: Penalty) throws -> PathTarget {
    if let place = Int.from(value), penalty.terms.indices.contains(place) { return .term(place) }
    let names = penalty.termNames
    if let name = String.from(value) {
      if name == "all" { return .all }
      if let place = names.firstIndex(of: name) { return .term(place) }
    }
    let words = (["all"] + names).map { "\"\($0)\"" }.joined(separator: ", ")
    throw Failure(
      .argument, "lambda_path: vary must be one of \(words) or a position, found \(value.described)"
    )
  }
}

/// Which λ of a path is taken.
enum PathChoiceWord: String, Choice { case best, one_se }
