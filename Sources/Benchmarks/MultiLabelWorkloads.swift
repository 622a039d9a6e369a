extension Workload {
  /// Training of multi-label models and prediction with them, against scikit-learn.
  ///
  /// Figures are the Hamming loss, the share of rows without a mistake and the mean Jaccard index
  /// (1 for no labels where there are none) on the test rows, with as many digits as solvers that
  /// stop at other points agree in.
  ///
  /// scikit-learn stops when the largest entry of the mean loss's gradient is at most 1e-4. Tandem's
  /// tolerance is a share of that entry at parameters 0, so 1e-4 n over that entry is the same bound:
  /// at least 2.01e-4 for a label, 7.4e-4 for label sets and 1.38e-4 for triples. The
  /// tolerances below are stricter; the objectives they lead to are below the peer's, or within 1e-6.
  static let multiLabel: [Workload] =
    multiLabel("br", 500, binary("binary_relevance"), 0.15, check: "0.123/0.10/0.30")
    + multiLabel("cc", 500, binary("classifier_chain"), 0.15, check: "0.123/0.10/0.29")
    + multiLabel("lp", 500, powerset, 0.2, check: "0.097/0.22/0.29")
    + multiLabel("rakel", 500, rakel, 0.2, check: "0.111/0.14/0.33")
    + multiLabel("br", 5000, binary("binary_relevance"), 0.15, check: "0.079/0.32/0.48")
    + multiLabel("cc", 5000, binary("classifier_chain"), 0.15, check: "0.080/0.33/0.47")
    + multiLabel("lp", 5000, powerset, 0.4, check: "0.090/0.32/0.42")
    + multiLabel("rakel", 5000, rakel, 0.2, check: "0.080/0.32/0.48")
    + inference

  private static func binary(_ builder: String) -> String {
    "\(builder)(logistic(C=1, tol=2e-4))"
  }
  private static let powerset = "label_powerset(logistic(C=1, tol=5e-4))"
  private static let rakel =
    "rakel(logistic(C=1, tol=1e-4), k=3, groups=read_npy(data + \"/rakel_sets.npy\"), "
    + "vote=\"hard\", ties=0)"

  /// The inputs and labels that all of them read, and a product: the peers too have opened their
  /// linear algebra library before the clock starts, when they were imported.
  private static let reading = """
    X = read_npy(data + "/ml_X.npy")
    Y = read_npy(data + "/ml_Y.npy")
    test = X[5000:]
    opened = test @ test'

    """

  /// The figures of a prediction `p` of test labels `t`.
  private static let figures = """
    e = metrics(t, p)
    either = sum(t + p - t * p, axis=1)
    [e.hamming, 1 - e.zero_one, mean(where(either == 0, 1, sum(t * p, axis=1) / either))]
    """

  /// The two workloads of a method trained on the first `rows` rows.
  private static func multiLabel(
    _ method: String, _ rows: Int, _ model: String, _ target: Double, check: String
  ) -> [Workload] {
    let setup =
      reading + """
        model = \(model)
        x = X[0:\(rows)]
        y = Y[0:\(rows)]

        """
    let fit = "fitted = fit(model, x, y)"
    let check = Check(check)
    let programs = [
      (
        "fit",
        Program(
          setup: setup, body: fit, check: "t = Y[5000:]\np = predict(fitted, test)\n" + figures)
      ),
      (
        "predict",
        Program(
          setup: setup + fit, body: "p = predict(fitted, test)",
          check: "t = Y[5000:]\n" + figures)
      ),
    ]
    return programs.map { part, program in
      Workload(
        name: "\(method)\(rows)_\(part)", subject: .program(program), check: check,
        peers: [
          Peer(
            name: "scikit-learn",
            command: .packages("multilabel.py", [method, "\(rows)", "sklearn"]), target: target)
        ], files: .peers)
    }
  }

  /// A chain over the first ten labels, asked greedily and for the most probable of all 2^10 sets.
  private static var inference: [Workload] {
    let setup =
      reading + """
        y = Y[:, 0:10]
        fitted = fit(classifier_chain(logistic(C=1, tol=2e-4)), X[0:5000], y[0:5000])

        """
    let ways = [
      ("greedy", "p = predict(fitted, test)", "scikit-learn", 0.15, "0.086/0.47/0.52"),
      (
        "exhaustive", "p = predict(fitted, test, inference=\"exhaustive\")", "numpy", 0.2,
        "0.085/0.47/0.52"
      ),
    ]
    return ways.map { way, body, peer, target, check in
      Workload(
        name: "chain_\(way)",
        subject: .program(
          Program(setup: setup, body: body, check: "t = y[5000:]\n" + figures, repeats: 5)),
        check: Check(check),
        peers: [
          Peer(
            name: peer, command: .packages("multilabel.py", ["infer", "5000", "sklearn"]),
            target: target)
        ], files: .peers)
    }
  }
}
