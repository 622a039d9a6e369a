extension Workload {
  /// The program from outside, against Python's.
  static let shell: [Workload] = [
    Workload(
      name: "startup", subject: .start(["-e", "1"]),
      peers: [
        Peer(name: "python3", command: .outside(["python3", "-c", "pass"]), target: 0.5),
        Peer(name: "Lua 5.4", command: .outside(["lua5.4", "-e", ""])),
      ]),
    Workload(
      name: "idle_memory", subject: .idle,
      peers: [Peer(name: "python3", command: .outside(["python3", "-q"]), target: 2)]),
  ]
}
