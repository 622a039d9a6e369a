import Charts
import Diagnostics
import Runtime
import StandardLibrary
import Stepping
import Testing

/// A stepper as a script makes it.
struct StepperCase: Sendable, CustomTestStringConvertible {
  let name: String
  let code: String

  var testDescription: String { name }

  init(_ name: String, _ code: String) {
    self.name = name
    self.code = code
  }

  func open() throws -> Stepper {
    let session = Session()
    _ = try session.run(Self.data)
    let value = try session.interpreter.evaluate(SourceText(name: name, text: code))
    guard case .object(let box) = value, let object = box.object as? StepperObject else {
      throw Failure(.value, "\(name) is no stepper")
    }
    return object.stepper
  }

  private static let data = """
    data = make_labels(rows=16, features=2, labels=["sky", "sea", "sun"], seed=3)
    chain = classifier_chain(logistic())
    tasks = make_tasks(rows=10, features=4, tasks=3, seed=1)
    X = randn([16, 3])
    rows = head_data(X, {a: X[:, 0] - X[:, 1], b: where(X[:, 2] > 0, 1, 0)})
    heads = {a: regression(), b: binary()}
    clicks = head_data(X, {a: where(X[:, 0] > 0, 1, 0), b: where(X[:, 0] + X[:, 2] > 1, 1, 0)})
    layers = [dense(3), tanh]
    shared = hard_sharing(3, layers, heads=heads)
    train = (net) -> step(net, rows, epochs=3, batch=8)
    """

  /// Every kind of run, and the runs inside their stages.
  static let all = labels + measures + taskRuns + networks

  private static let labels = [
    StepperCase("binary relevance", "step(binary_relevance(logistic()), data)"),
    StepperCase("chain", "step(chain, data)"),
    StepperCase("chain of trees", "step(classifier_chain(decision_tree()), data)"),
    StepperCase("chain on a tree", "step(classifier_chain(logistic(), parents=\"tree\"), data)"),
    StepperCase("iterations of a link", "into(advance(step(chain, data)))"),
    StepperCase("chain prediction", "step(fit(chain, data), data)"),
    StepperCase("prediction without truth", "step(fit(chain, data), data.X)"),
    StepperCase("links of a row", "into(advance(step(fit(chain, data), data), 4))"),
    StepperCase("powerset", "step(label_powerset(logistic()), data, test=data)"),
    StepperCase("pruned powerset", "step(label_powerset(logistic(), prune=3), data)"),
    StepperCase("groups", "step(rakel(logistic(), k=2, m=3), data)"),
    StepperCase("powerset of a group", "into(advance(step(rakel(logistic(), k=2, m=3), data)))"),
    StepperCase("votes", "step(fit(rakel(logistic(), k=2, m=3), data), data)"),
    StepperCase("ensemble", "step(chain_ensemble(logistic(), m=3), data)"),
    StepperCase(
      "chain of an ensemble", "into(advance(step(chain_ensemble(logistic(), m=3), data)))"),
    StepperCase("ML-kNN", "step(ml_knn(3), data)"),
    StepperCase("ML-kNN prediction", "step(fit(ml_knn(3), data), data)"),
    StepperCase("inference", "infer(fit(chain, data), data.X, data.Y)"),
  ]

  private static let measures = [
    StepperCase("metrics", "step_metrics(data.Y, predict(fit(chain, data), data))"),
    StepperCase("metrics of few rows", "step_metrics([1, 0; 0, 1; 1, 1], [1, 0; 1, 1; 0, 1])"),
  ]

  private static let taskRuns = [
    "coherence(0.3)", "nuclear(0.3)", "similarity(0.3, [0, 1, 0; 1, 0, 0; 0, 0, 0])", "l21(0.3)",
    "l1(0.3)", "l2(0.3)", "elastic_net(0.3)", "dirty(0.3, 0.2)", "aso(0.5, 0.5, 1)",
  ].map { StepperCase("multitask \($0)", "step(multitask(\"squared\", \($0)), tasks)") }

  private static let networks =
    [
      ("hard sharing", "shared"),
      ("soft sharing", "soft_sharing(3, layers, heads=heads)"),
      ("cross-stitch", "cross_stitch(3, trunk=layers, heads=heads)"),
      ("embeddings in front", "conditioned(3, layers, heads=heads)"),
      ("modulation", "conditioned(3, layers, heads=heads, method=\"film\")"),
      ("made weights", "conditioned(3, layers, heads=heads, method=\"kernel\")"),
      ("attention", "conditioned(3, layers, heads=heads, method=\"attention\")"),
      ("experts", "moe(3, experts=2, expert=layers, heads=heads)"),
      ("gates", "mmoe(3, experts=2, expert=layers, heads=heads)"),
    ].flatMap { name, net in
      [
        StepperCase("training of \(name)", "train(\(net))"),
        StepperCase("step of \(name)", "into(advance(into(advance(train(\(net))))))"),
        StepperCase("prediction of \(name)", "step(fit(\(net), rows, epochs=2), rows)"),
      ]
    } + [
      StepperCase("steps of an epoch", "into(advance(train(shared), 2))"),
      StepperCase(
        "entire space", "step(esmm(3, layers, heads={a: binary(), b: binary()}), clicks, epochs=2)"),
    ]
}
