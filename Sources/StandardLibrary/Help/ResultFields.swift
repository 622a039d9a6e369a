/// The fields of what a function's result is, or becomes once it is fitted.
package struct ResultFields: Sendable {
  /// The function whose page lists them.
  package let function: String
  /// How the list begins.
  package let opening: String
  package let fields: [String]
  /// A program that gives such a value to `r`, by which the list is tested.
  package let program: String

  private init(_ function: String, _ opening: String, _ fields: String, _ program: String) {
    self.function = function
    self.opening = opening
    self.fields = fields.split(separator: " ").map(String.init)
    self.program = program
  }

  private static let fitted = "fitted, it has"
  private static let data = "d = make_labels(rows=60, features=3, labels=3)\n"
  private static let tasks = "t = make_tasks(tasks=3, rows=20, features=4)\n"
  private static let report = "objective iterations converged notes model"

  /// Every list.
  package static let all = [
    ResultFields(
      "logistic", fitted, "classes coefficients intercepts \(report)",
      "r = fit(logistic(), [0; 1], [0, 1])"),
    ResultFields(
      "binary_relevance", fitted, "labels features coefficients intercepts \(report)",
      data + "r = fit(binary_relevance(logistic()), d)"),
    ResultFields(
      "classifier_chain", fitted,
      "labels features order parents coefficients intercepts parent_coefficients proba_note "
        + report, data + "r = fit(classifier_chain(logistic()), d)"),
    ResultFields(
      "chain_ensemble", fitted, "labels features orders chains vote \(report)",
      data + "r = fit(chain_ensemble(logistic()), d)"),
    ResultFields(
      "label_powerset", fitted,
      "labels features classes counts coefficients intercepts \(report)",
      data + "r = fit(label_powerset(logistic()), d)"),
    ResultFields(
      "rakel", fitted, "labels features groups group_classes vote threshold ties \(report)",
      data + "r = fit(rakel(logistic(), k=2), d)"),
    ResultFields(
      "ml_knn", fitted, "labels features k s priors present absent posteriors \(report)",
      data + "r = fit(ml_knn(), d)"),
    ResultFields(
      "multitask", fitted,
      "W b tasks features objective loss terms iterations converged stop accuracy measure method "
        + "history rank notes model", tasks + "r = fit(multitask(penalty=l2(1)), t)"),
    ResultFields(
      "hard_sharing", fitted,
      "history training parameters parameter_count heads epochs seconds precision model",
      "n = hard_sharing(inputs=2, trunk=[dense(3)], heads={a: regression()})\n"
        + "r = fit(n, ones(5, 2), {a: ones(5)}, epochs=1)"),
    ResultFields(
      "mmoe", fitted,
      "history training parameters parameter_count heads epochs seconds precision model cosines gates",
      "n = mmoe(inputs=2, experts=2, expert=[dense(2)], tower=[dense(1)], heads={a: regression(), "
        + "b: regression()})\nr = fit(n, ones(5, 2), {a: ones(5), b: ones(5)}, epochs=1)"),
    ResultFields(
      "lambda_path", "what it gives has",
      "lambdas objective loss W b rank nonzero_rows iterations converged lambda_max errors mean se "
        + "best one_se lambda chosen", tasks + "r = lambda_path(multitask(penalty=l21(1)), t)"),
    ResultFields(
      "tune_thresholds", "what it gives has",
      "labels features method thresholds metric score_before score inner \(report)",
      data + "r = tune_thresholds(fit(binary_relevance(logistic()), d), d)"),
    ResultFields(
      "step", "what it gives has", "step next finished path level",
      data + "r = step(binary_relevance(logistic()), d)"),
  ]

  /// The line of a function's page; of `fit`, that of every kind of model.
  static func lines(for function: String) -> [Help.Line] {
    if function == "fit" {
      return [Help.Line(""), Help.Line("  what it gives has, by kind of model:", 2)]
        + all.filter { $0.opening == fitted }.map {
          Help.Line("    \($0.function): \($0.fields.joined(separator: ", "))", 6)
        }
    }
    return all.filter { $0.function == function }.map {
      Help.Line("  \($0.opening) \($0.fields.joined(separator: ", "))", 4)
    }
  }
}
