extension Workload {
  /// The interpreter on plain numbers and texts, against Lua and CPython.
  static let scalar: [Workload] = [
    scalar(
      "loops", check: "23135141",
      setup: """
        fn run(n) {
          s = 0
          for i in 0:n { for j in 0:n { s += i * j % 7 } }
          s
        }
        """, body: "r = run(3000)"),
    scalar(
      "loops_top", check: "23135141",
      body: """
        r = 0
        for i in 0:3000 { for j in 0:3000 { r += i * j % 7 } }
        """),
    scalar(
      "fib", check: "832040",
      setup: "fn fib(n) = if n < 2 { n } else { fib(n - 1) + fib(n - 2) }", body: "r = fib(30)"),
    scalar(
      "sieve", check: "148933",
      setup: """
        fn run(n) {
          p = full(n + 1, true)
          count = 0
          for i in 2:n + 1 {
            if p[i] {
              count += 1
              for j in i * i:n + 1:i { p[j] = false }
            }
          }
          count
        }
        """, body: "r = run(2_000_000)"),
    scalar(
      "concat", check: "108890",
      setup: """
        fn run(n) {
          s = ""
          for i in 0:n { s += string(i) + "," }
          len(s)
        }
        """, body: "r = run(20_000)"),
    scalar(
      "join", check: "588890",
      setup: """
        fn run(n) {
          out = []
          for i in 0:n {
            out = append(out, string(i))
            out = append(out, ",")
          }
          len(join(out))
        }
        """, body: "r = run(100_000)"),
  ]

  private static func scalar(
    _ name: String, check: String, setup: String = "", body: String
  ) -> Workload {
    Workload(
      name: name, subject: .program(Program(setup: setup, body: body, check: "r")),
      check: Check(check),
      peers: [
        Peer(name: "Lua 5.4", command: .lua("scalar.lua", ["lua", name]), target: 1),
        Peer(name: "CPython", command: .python("scalar.py", [name]), target: 0.4),
      ])
  }
}
