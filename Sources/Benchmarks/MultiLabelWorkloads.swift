extension Workload {
  /// Training of multi-label models and prediction with them, against scikit-learn.
  ///
  /// Figures are the Hamming loss, the share of rows without a mistake and the mean Jaccard index
  /// (1 for no labels where there are none) on the test rows, with as many digits as solvers that
  /// stop at other points agree in.
  static let multiLabel: [Workload] =
    multiLabel("br", 500, "binary_relevance", check: "0.123/0.10/0.30")
    + multiLabel("cc", 500, "classifier_chain", check: "0.123/0.10/0.29")
    + multiLabel("lp", 500, "label_powerset", check: "0.097/0.22/0.29")
    + multiLabel("br", 5000, "binary_relevance", check: "0.079/0.32/0.48")
    + multiLabel("cc", 5000, "classifier_chain", check: "0.080/0.33/0.47")

  /// The two workloads of a method trained on the first `rows` rows.
  private static func multiLabel(
    _ method: String, _ rows: Int, _ builder: String, check: String
  ) -> [Workload] {
    let setup = """
      X = read_npy(data + "/ml_X.npy")
      Y = read_npy(data + "/ml_Y.npy")
      model = \(builder)(logistic(C=1, tol=1e-4))
      x = X[0:\(rows)]
      y = Y[0:\(rows)]
      test = X[5000:]

      """
    let fit = "fitted = fit(model, x, y)"
    let figures = """
      t = Y[5000:]
      p = predict(fitted, test)
      e = metrics(t, p)
      either = sum(t + p - t * p, axis=1)
      [e.hamming, 1 - e.zero_one, mean(where(either == 0, 1, sum(t * p, axis=1) / either))]
      """
    let programs = [
      ("fit", Program(setup: setup, body: fit, check: figures)),
      ("predict", Program(setup: setup + fit, body: "p = predict(fitted, test)", check: figures)),
    ]
    return programs.map { part, program in
      Workload(
        name: "\(method)\(rows)_\(part)", subject: .program(program), check: Check(check),
        peers: [
          Peer(
            name: "scikit-learn",
            command: .packages("multilabel.py", [method, "\(rows)", "sklearn"]))
        ], needsData: true)
    }
  }
}
