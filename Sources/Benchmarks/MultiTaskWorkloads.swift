extension Workload {
  /// Regularised multi-task learning, timed until the objective is within a share of the optimum.
  ///
  /// Tandem's seconds are those of `.history` at the first objective that near: set-up, checks of the
  /// data and all iterations until then, as the peers' are. NumPy's proximal gradient of `mtl.py` ends
  /// at 1e-8; scikit-learn's tolerance there is the loosest power of ten that leaves a gap below 1e-8; the
  /// programs of `fast.py` are read at 1e-6. The figures are the gap that the fit ended with and, where
  /// the peer tells them, the rank or the number of features in use.
  static let multiTask: [Workload] =
    [
      separate("nuc", optimum: 25.846279735744766, rank: 5),
      separate("nuccorr", optimum: 20.97182731597018, rank: 9),
      joint,
    ] + [Convex.small, .large].flatMap(\.workloads)

  /// Of the repetitions in one process the shortest counts, as for the peer.
  private static func program(
    _ setup: String, penalty: String, optimum: String, gap: String, check: String, repeats: Int
  ) -> Program {
    Program(
      setup: setup + """

        model = multitask(penalty=\(penalty), intercept=false)
        optimum = \(optimum)
        opened = ones(9, 9) @ ones(9, 9)
        """, body: "fitted = fit(model, X, Y)", check: check, repeats: repeats,
      seconds:
        "min(fitted.history.seconds[fitted.history.objective <= optimum * (1 + \(gap))])")
  }

  /// 50 tasks with 200 rows of their own, λ = 0.6; the peer divides the loss by 2n = 400.
  private static func separate(_ name: String, optimum: Double, rank: Int) -> Workload {
    let setup = """
      X = reshape(read_npy(data + "/\(name)_X.npy"), 50, 200, 100)
      Y = reshape(read_npy(data + "/\(name)_y.npy"), 50, 200)
      """
    return Workload(
      name: name,
      subject: .program(
        program(
          setup, penalty: "nuclear(400 * 0.6)", optimum: "400 * \(optimum)", gap: "1e-8",
          check: "[fitted.objective / optimum - 1, fitted.rank]", repeats: 5)),
      check: Check("0.00000000/\(rank)"),
      peers: [
        Peer(
          name: "numpy", command: .packages("mtl.py", [name]), target: 0.5,
          reading: .named(["gap", "rank"]))
      ], files: .peers)
  }

  /// 50 tasks on one design of 400 rows with 200 features, α = 0.26397; the peer divides the loss by
  /// 2n = 800.
  private static var joint: Workload {
    let setup = """
      X = read_npy(data + "/l21_X.npy")
      Y = read_npy(data + "/l21_Y.npy")
      """
    return Workload(
      name: "l21",
      subject: .program(
        program(
          setup, penalty: "l21(800 * 0.26397)", optimum: "800 * 59.37046310154903", gap: "1e-8",
          check: "[fitted.objective / optimum - 1, sum(sum(fitted.W * fitted.W, axis=1) > 0)]",
          repeats: 5)),
      check: Check("0.00000000/86"),
      peers: [
        Peer(
          name: "scikit-learn", command: .packages("mtl.py", ["l21"]), target: 0.5,
          reading: .named(["gap", "rows"]))
      ], files: .peers)
  }

  /// The problems of `fast.py`, which halves the loss.
  private struct Convex {
    let name: String
    /// A penalty, ρ and the optimum of each.
    let problems: [(penalty: String, strength: Double, optimum: Double)]

    static let small = Convex(
      name: "small",
      problems: [
        ("nuclear", 100, 5811.728872937381), ("l21", 100, 16595.1296978206),
        ("l1", 50, 21659.40433156815),
      ])
    static let large = Convex(
      name: "large",
      problems: [
        ("nuclear", 1000, 261350.1986418266), ("l21", 500, 750695.7763567951),
        ("l1", 200, 1429606.390232399),
      ])

    private static let peersNames = ["nuclear": "Trace", "l21": "L21", "l1": "Lasso"]

    var workloads: [Workload] {
      problems.map { problem in
        let setup = """
          X = read_npy(data + "/\(name)_X.npy")
          Y = read_npy(data + "/\(name)_Y.npy")
          """
        let line = "\(name) Least_\(Self.peersNames[problem.penalty] ?? "")"
        return Workload(
          name: "\(name)_\(problem.penalty)",
          subject: .program(
            program(
              setup, penalty: "\(problem.penalty)(2 * \(problem.strength))",
              optimum: "2 * \(problem.optimum)", gap: "1e-6",
              check: "fitted.objective / optimum - 1", repeats: 3)),
          check: Check("0.000000"),
          peers: [
            Peer(
              name: "numpy", command: .convex("fast.py"), target: 0.5,
              reading: .gapTable(line: line, gap: "1e-06"))
          ], files: .convex)
      }
    }
  }
}
