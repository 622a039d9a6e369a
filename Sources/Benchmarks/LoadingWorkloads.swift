extension Workload {
  /// Files to memory, against pandas, which takes a second thread whatever it is told, and liac-arff.
  static let loading: [Workload] = [
    loading(
      "load_csv", check: "1797.9960", body: "d = read_csv(data + \"/load.csv\")",
      peer: Peer(name: "pandas", command: .packages("loading.py", ["csv", "pandas"]), target: 1)),
    loading(
      "load_arff", check: "40665.4624", body: "d = read_arff(data + \"/dense.arff\")",
      peer: Peer(
        name: "liac-arff", command: .packages("loading.py", ["arff", "liac"]), target: 0.05)),
    loading(
      "load_sparse", check: "340946.0403", body: "d = read_arff(data + \"/sparse.arff\")",
      peer: Peer(
        name: "liac-arff", command: .packages("loading.py", ["sparse", "liac"]), target: 0.05)),
  ]

  private static func loading(
    _ name: String, check: String, body: String, peer: Peer
  ) -> Workload {
    Workload(
      name: name, subject: .program(Program(body: body, check: "sum(d.X)")), check: Check(check),
      peers: [peer], threads: 2, files: .peers)
  }
}
