internal import Networks

extension Workload {
  /// Networks of several heads in single precision against torch (`deep.py`), each measured twice: the
  /// time of the training, and the most memory that the process had.
  static let networks: [Workload] =
    training(
      "mlp", check: "0.28/0.81/0.67", target: 0.35,
      TrainingWorkload(
        inputs: "deep_X", targets: "deep_Y",
        heads: [
          (Head("amount", .regression), .squaredError), (Head("sign", .binary), .accuracy),
          (Head("kind", .classes(5)), .accuracy),
        ],
        architecture: HardSharing(trunk: [
          .dense(256), .activation(.relu), .dense(128), .activation(.relu),
        ]), epochs: 20, trainingRows: 10_000))

  private static func training(
    _ name: String, check: String, target: Double, _ training: TrainingWorkload
  ) -> [Workload] {
    func workload(_ suffix: String, _ quantity: Quantity, _ target: Double) -> Workload {
      Workload(
        name: name + suffix, subject: .training(training), quantity: quantity, check: Check(check),
        peers: [
          Peer(
            name: "torch", command: .packages("deep.py", [name]), target: target, reading: .figures)
        ],
        peersName: name, files: .peers)
    }
    return [workload("", .time, target), workload("_memory", .memory, 0.3)]
  }
}
