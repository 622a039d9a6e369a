internal import Diagnostics
internal import MultiTask
internal import Runtime
internal import Tensors

extension PenaltyTerm.StructureForm: Choice {}

extension StandardLibrary {
  private static let lambda = Parameter<Double>("lambda", "λ, the weight of the term, at least 0")
  private static let penalty = Parameter<PenaltyObject>(
    "penalty", "a regulariser, such as nuclear(0.5) + l1(0.1)")

  /// What is added to the loss of several tasks.
  static let regularisers: [Builtin] = [
    Builtin(
      "coherence", "The regulariser λ Σ_t ‖w_t − w̄‖²: tasks stay close to their mean.", lambda,
      details: "w̄ is the mean of the tasks' weights. Regularisers add with +, and a number "
        + "multiplies one. Evgeniou and Pontil, Regularized Multi-Task Learning, KDD 2004.",
      examples: [
        Example(
          "print(coherence(0.1) + nuclear(0.05))", prints: "coherence(0.1) + nuclear(0.05)"),
        Example(
          "print(penalty_value(coherence(1), [1, 3; 0, 0]).total)", prints: "2"),
        Example(
          "coherence(-1)",
          fails: "coherence: expected lambda to be a number of at least 0, found -1"),
      ],
      body: { lambda in try PenaltyObject(.coherence(lambda)) }),
    Builtin(
      "nuclear", "The regulariser λ ‖W‖_*, the sum of the singular values: tasks of low rank.",
      lambda,
      details:
        "Argyriou, Evgeniou and Pontil, Convex Multi-Task Feature Learning, Machine Learning "
        + "73, 2008; Ji and Ye, An Accelerated Gradient Method for Trace Norm Minimization, ICML "
        + "2009.",
      examples: [
        Example("print(round(prox(nuclear(1), [3, 0; 0, 0.5]), 6))", prints: "[2, 0; 0, 0]"),
        Example("nuclear(0.5).lambda", prints: "0.5"),
      ],
      body: { lambda in try PenaltyObject(.nuclear(lambda)) }),
    Builtin(
      "similarity", "The regulariser λ Σ_{i≠j} s_ij ‖w_i − w_j‖²: tasks known to be alike.",
      lambda,
      Parameter<Numbers>(
        "S", "T×T similarities of at least 0, symmetric; the diagonal does not count"),
      details: "Every pair of tasks counts twice, as (i, j) and (j, i). Evgeniou, Micchelli and "
        + "Pontil, Learning Multiple Tasks with Kernel Methods, JMLR 6, 2005.",
      examples: [
        Example(
          "S = [0, 1; 1, 0]; print(penalty_value(similarity(0.5, S), [1, 3; 0, 0]).similarity)",
          prints: "4"),
        Example(
          "similarity(1, [0, 1; 2, 0])",
          fails: "similarity: expected a symmetric S, found 1 for tasks 0, 1 and 2 for tasks 1, 0"),
      ],
      body: { lambda, S in
        try PenaltyObject(.similarity(lambda, S.tensor.with(kind: .number)))
      }),
    Builtin(
      "l21", "The regulariser λ Σ_k ‖W_k,:‖₂: a feature serves all tasks or none.", lambda,
      details:
        "Obozinski, Taskar and Jordan, Joint Covariate Selection and Joint Subspace Selection "
        + "for Multiple Classification Problems, Statistics and Computing 20, 2010.",
      examples: [
        Example("print(prox(l21(1), [3, 4; 0.1, 0.2]))", prints: "[2.4, 3.2; 0, 0]")
      ],
      body: { lambda in try PenaltyObject(.l21(lambda)) }),
    Builtin(
      "l1", "The regulariser λ Σ |W_kt|: few weights other than 0.", lambda,
      details: "Tibshirani, Regression Shrinkage and Selection via the Lasso, JRSS B 58, 1996.",
      examples: [
        Example("print(prox(l1(1), [3, -0.5; 0.2, -2], step=0.5))", prints: "[2.5, 0; 0, -1.5]")
      ],
      body: { lambda in try PenaltyObject(.l1(lambda)) }),
    Builtin(
      "l2", "The regulariser λ Σ W_kt²: small weights, ridge regression.", lambda,
      details: "Hoerl and Kennard, Ridge Regression, Technometrics 12, 1970.",
      examples: [
        Example("print(2 * l2(0.5) == l2(1))", prints: "true"),
        Example("l2(1) + 0.5", fails: "a regulariser adds to a regulariser, found the number 0.5"),
      ],
      body: { lambda in try PenaltyObject(.l2(lambda)) }),
    Builtin(
      "elastic_net", "The regulariser λ (r Σ |W_kt| + (1 − r)/2 Σ W_kt²): between l1 and l2.",
      lambda,
      Parameter<Double>("ratio", "r: 1 is l1 alone, 0 is l2 alone", default: 0.5),
      details: "Zou and Hastie, Regularization and Variable Selection via the Elastic Net, JRSS B "
        + "67, 2005.",
      examples: [
        Example(
          "print(penalty_value(elastic_net(1, ratio=0.5), [2, -2;]).total)", prints: "4")
      ],
      body: { lambda, ratio in try PenaltyObject(.elasticNet(lambda, ratio: ratio)) }),
    Builtin(
      "dirty", "The regulariser λ₁ Σ_k max_t |P_kt| + λ₂ Σ |Q_kt| of W = P + Q: shared and own.",
      Parameter<Double>("lambda1", "λ₁, the weight of the shared part P, at least 0"),
      Parameter<Double>("lambda2", "λ₂, the weight of the tasks' own part Q, at least 0"),
      details: "A fitted model has both as .parts. Jalali, Ravikumar, Sanghavi and Ruan, A Dirty "
        + "Model for Multi-task Learning, NIPS 2010.",
      examples: [
        Example(
          "p = dirty(0.5, 0.25); print(p, p.lambda1, p.lambda2)",
          prints: "dirty(0.5, 0.25) 0.5 0.25")
      ],
      body: { shared, own in try PenaltyObject(.dirty(shared, own)) }),
    Builtin(
      "aso",
      "The regulariser of alternating structure optimisation: tasks share k directions.",
      Parameter<Double>("rho1", "ρ₁, the weight of the tasks' own part, greater than 0"),
      Parameter<Double>("rho2", "ρ₂, the weight of all of W, greater than 0"),
      Parameter<Int>("k", "how many directions are shared, at least 1"),
      Parameter<PenaltyTerm.StructureForm>(
        "form",
        "convex: ρ₁η(1 + η) tr(Wᵀ(ηI + M)⁻¹W), η = ρ₂/ρ₁, tr M = k, 0 ⪯ M ⪯ I; alternating: "
          + "w_t = u_t + Θᵀv_t, weights and Θ in turn", default: .convex),
      details: "Ando and Zhang, A Framework for Learning Predictive Structures from Multiple Tasks "
        + "and Unlabeled Data, JMLR 6, 2005; Chen, Tang, Liu and Ye, A Convex Formulation for "
        + "Learning Shared Structures from Multiple Tasks, ICML 2009.",
      examples: [
        Example("print(aso(1, 0.5, k=2))", prints: "aso(1, 0.5, 2)"),
        Example("aso(1, 0.5, 2).form", prints: "convex"),
      ],
      body: { first, second, rank, form in
        try PenaltyObject(.aso(first, second, rank: rank, form: form))
      }),
    Builtin(
      "prox", "The proximal operator: argmin_P step · penalty(P) + ½ ‖P − W‖²_F.", penalty,
      Parameter<Numbers>("W", "d×T weights, a column a task"),
      Parameter<Double>(
        "step", "the length η of the gradient step before it", default: 1, .positive),
      details: "It shrinks W as one proximal gradient step does. The dirty model takes the list "
        + "[P, Q] and gives one. Parikh and Boyd, Proximal Algorithms, Foundations and Trends in "
        + "Optimization 1, 2014.",
      examples: [
        Example("print(prox(l1(1), [2, 0.5; -3, 0]))", prints: "[1, 0; -2, 0]"),
        Example("print(round(prox(l2(1), [3, 6;]), 6))", prints: "[1, 2;]"),
      ],
      body: { penalty, W, step in
        let parts = try weightParts(W.tensor, penalty.penalty, for: "prox")
        let result = try proximal(penalty.penalty, parts, step: step).map {
          Value.tensor($0.tensor)
        }
        return result.count == 1 ? result[0] : .flatList(result)
      }),
    Builtin(
      "penalty_value", "The value of each term of a regulariser at W, and their sum.", penalty,
      Parameter<Numbers>("W", "d×T weights, a column a task; for the dirty model the list [P, Q]"),
      details: "A record: a field a term, numbered where several are of a kind, and total.",
      examples: [
        Example(
          "print(penalty_value(l1(1) + 0.5 * l2(1), [1, -2; 0, 2]))",
          prints: "{l1: 5, l2: 4.5, total: 9.5}")
      ],
      body: { penalty, W in
        let penalty = penalty.penalty
        let values = try penalty.values(
          try weightParts(W.tensor, penalty, for: "penalty_value"))
        return Record(
          zip(penalty.termNames, values).map { ($0, .number($1)) }
            + [("total", .number(values.reduce(0, +)))])
      }),
  ]

  /// The proximal operator of a whole penalty, its smooth terms included.
  private static func proximal(
    _ penalty: Penalty, _ parts: [TaskWeights], step: Double
  ) throws -> [TaskWeights] {
    try penalty.prox(parts, step: step)
  }

  /// W as the parts that a penalty takes: one matrix, or P and Q of a list of two.
  private static func weightParts(
    _ W: Tensor, _ penalty: Penalty, for function: String
  ) throws -> [TaskWeights] {
    let count = penalty.partCount
    guard W.rank == (count == 1 ? 2 : 3), count == 1 || W.rowCount == count else {
      throw Failure(
        .shape,
        "\(function): expected W as "
          + (count == 1 ? "a d×T matrix, a column a task," : "a list [P, Q] of two d×T matrices,")
          + " found \(W.value.described)",
        notes: count == 1 && W.rank == 1 ? ["reshape(W, -1, 1) makes one task of it"] : [])
    }
    if let bad = W.withElements({ $0.firstIndex { !$0.isFinite } }) {
      throw Failure(
        .data, "\(function): expected finite weights, found \(Value.number(W[flat: bad]).literal)")
    }
    let parts = count == 1 ? [W] : [Tensor].from(.tensor(W)) ?? []
    return parts.map { TaskWeights($0.with(kind: .number)) }
  }
}
