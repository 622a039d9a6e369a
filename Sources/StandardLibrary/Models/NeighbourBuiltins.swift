internal import Charts
internal import MultiLabel
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Models that look at the most similar training rows.
  static let neighbours: [Builtin] = [
    Builtin(
      "ml_knn", "Labels by how many of the nearest training rows have them.",
      Parameter<Int>("k", "the neighbours of a row", default: 10, .positive),
      Parameter<Double>("s", "what is added to every count", default: 1, .nonnegative),
      details:
        "P(label | δ) ∝ P(label) · P(δ | label) for δ of the k neighbours with the label, both "
        + "counted in training. Numbers are scaled by their training minimum and maximum, a nominal "
        + "mismatch counts 1, distances are Euclidean; of rows equally far the earlier one is "
        + "nearer. Meant for data as they were read. Zhang and Zhou, ML-KNN: A Lazy Learning "
        + "Approach to Multi-label Learning, Pattern Recognition, 2007.",
      examples: [
        Example("print(ml_knn())", prints: "ml_knn(k=10, s=1)"),
        Example(
          "X = [0; 1; 2; 7; 8; 9]; Y = [1, 0; 1, 0; 1, 0; 0, 1; 0, 1; 0, 1]; "
            + "print(predict(fit(ml_knn(k=2), X, Y), [1.5; 8.5]))", prints: "[1, 0; 0, 1]"),
      ],
      body: { k, s in ModelObject(try MLkNN(neighbours: k, smoothing: s)) })
  ]
}

extension FittedMLkNN: FittedPresentation {
  var fields: [FittedObject.Field] {
    let (C, k) = (labelCount, counts.neighbours)
    func table(_ value: (Int, Int) -> Double) -> Value {
      .tensor(Tensor((0..<C).flatMap { c in (0...k).map { value(c, $0) } }, Shape(C, k + 1)))
    }
    return [
      ("k", { .number(Double(k)) }), ("s", { .number(counts.smoothing) }),
      ("priors", { .tensor(Tensor((0..<C).map(counts.prior))) }),
      ("present", { table { Double(counts.present[$0][$1]) } }),
      ("absent", { table { Double(counts.absent[$0][$1]) } }),
      ("posteriors", { table(counts.posterior) }),
    ]
  }

  func remark(room: Int) -> String? {
    "\(counted(counts.rowCount, "training row")) kept, k = \(counts.neighbours)"
  }

  var table: Table? {
    var table = Table(columns: [
      .init("label"), .init("prior", .decimal),
      .init(StyledText("P(label | δ), δ = 0 … \(counts.neighbours)")), .init("from δ", .right),
    ])
    for c in 0..<min(12, labelCount) {
      let posteriors = (0...counts.neighbours).map { counts.posterior(c, $0) }
      let first = posteriors.firstIndex { $0 >= 0.5 }
      table.rows.append([
        StyledText(squeezed(labelNames[c], 24)), StyledText(fixedText(counts.prior(c))),
        .spark(Array(posteriors.prefix(24)), in: 0...1), StyledText(first.map(String.init) ?? "-"),
      ])
    }
    if labelCount > 12 {
      table.rows.append([StyledText("… \(labelCount - 12) more labels", .dim)])
    }
    return table
  }
}
