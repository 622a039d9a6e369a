extension Workload {
  /// Small tensors, element-wise expressions and dense algebra, against NumPy and torch.
  static let tensors: [Workload] =
    [
      small(
        "add3", check: "6000000",
        setup: """
          fn run(n) {
            v = [0, 0, 0]
            d = [1, 2, 3]
            for i in 0:n { v = v + d }
            sum(v)
          }
          """, body: "r = run(1_000_000)"),
      small(
        "mm4", check: "-0.277911",
        setup: """
          R = [cos(0.1), -sin(0.1), 0, 0; sin(0.1), cos(0.1), 0, 0;
            0, 0, cos(0.2), -sin(0.2); 0, 0, sin(0.2), cos(0.2)]
          fn run(n) {
            m = eye(4)
            for i in 0:n { m = m @ R }
            trace(m)
          }
          """, body: "r = run(100_000)"),
    ] + elementwise("1e6", check: "590804.308") + elementwise("1e7", check: "5908048.4")
    + [
      dense(
        "matmul_1000", check: "14136033.8",
        setup: """
          A = hashed(1000, 1000)
          B = zeros(1000, 1000) + hashed(1000, 1000)'
          """, body: "C = A @ B", result: "sum(C^2)"),
      dense(
        "svd_500x200", check: "1232.49953", setup: "A = hashed(500, 200)", body: "f = svd(A)",
        result: "sum(f.S)"),
      dense(
        "lstsq_20000x100", check: "100.115751",
        setup: """
          A = hashed(20000, 100)
          b = flatten(sum(A, axis=1)) + sin(0:20000)
          """, body: "w = lstsq(A, b)", result: "sum(w.x)"),
      dense(
        "chol_1000", check: "38.6137532",
        setup: """
          A = hashed(1000, 1000)
          P = A @ A' / 1000 + eye(1000)
          """, body: "L = cholesky(P)", result: "sum(log(diag(L)))"),
    ]

  private static func small(
    _ name: String, check: String, setup: String, body: String
  ) -> Workload {
    Workload(
      name: name, subject: .program(Program(setup: setup, body: body, check: "r")),
      check: Check(check),
      peers: [Peer(name: "NumPy", command: .packages("small.py", ["numpy", name]), target: 0.25)])
  }

  /// 2 exp(−x²) + sin(x)/3 over n points: with one thread, with two, and only its sum.
  private static func elementwise(_ n: String, check: String) -> [Workload] {
    let setup = "x = linspace(-3, 3, \(n))"
    let expression = "exp(-x^2) * 2 + sin(x) / 3"
    func peer(_ name: String, _ package: String, _ target: Double?) -> Peer {
      Peer(name: name, command: .packages("elementwise.py", [package, n]), target: target)
    }
    let whole = Program(setup: setup, body: "y = \(expression)", check: "sum(y)", repeats: 5)
    let total = Program(setup: setup, body: "s = sum(\(expression))", check: "s", repeats: 5)
    return [
      Workload(
        name: "elem_\(n)", subject: .program(whole), check: Check(check),
        peers: [peer("NumPy", "numpy", 0.35), peer("torch", "torch", 0.5)], threads: 1),
      Workload(
        name: "elem_\(n)@2", subject: .program(whole), check: Check(check),
        peers: [peer("NumPy", "numpy", 0.2)], threads: 2, peersName: "elem_\(n)"),
      Workload(
        name: "elemsum_\(n)", subject: .program(total), check: Check(check),
        peers: [peer("NumPy", "numpy", nil), peer("numexpr", "numexpr", nil)], threads: 1),
    ]
  }

  private static func dense(
    _ name: String, check: String, setup: String, body: String, result: String
  ) -> Workload {
    let hashed = """
      fn hashed(rows, columns) {
        k = 1:rows * columns + 1
        h = (k * k % 999983 * 7919 + k * 104729) % 1000003 / 1000003 - 0.5
        reshape(h, rows, columns)
      }

      """
    return Workload(
      name: name,
      subject: .program(
        Program(setup: hashed + setup, body: body, check: result, repeats: 5)),
      check: Check(check),
      peers: [
        Peer(name: "NumPy", command: .packages("dense.py", ["numpy"]), target: 1.1),
        Peer(name: "torch", command: .packages("dense.py", ["torch"])),
      ])
  }
}
