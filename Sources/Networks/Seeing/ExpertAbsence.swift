internal import Charts
internal import Diagnostics
internal import Tensors

extension TrainingRun {
  /// By head: the mean loss of the learned rows, without dropout and the like, with one expert's shares
  /// taken away and the others' scaled to a sum of 1; of all experts for `nil`.
  fileprivate func losses(without expert: Int?, gates value: Int) throws -> [Double] {
    let (pass, graph) = (plan.workspace, plan.network.graph)
    var sums = [Double](repeating: 0, count: plan.losses.count)
    var counts = [Int](repeating: 0, count: plan.losses.count)
    var numbers = state.numbers
    try numbers.withUnsafeMutableBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return }
      pass.parameters = numbers
      pass.statistics = numbers + state.statisticsOffset
      pass.isTraining = false
      for start in stride(from: 0, to: plan.rows.count, by: pass.capacity) {
        try Interrupt.check()
        plan.rows.withUnsafeBufferPointer {
          let end = min(start + pass.capacity, plan.rows.count)
          plan.data.load(UnsafeBufferPointer(rebasing: $0[start..<end]), into: pass)
        }
        for operation in graph.operations {
          try operation.kernel.forward(pass, operation)
          if let expert, operation.output == value { silence(expert, in: value) }
        }
        for (h, head) in plan.losses.enumerated() {
          let (loss, present) = head.evaluate(pass, head: h, weight: 0)
          sums[h] += loss * Double(present)
          counts[h] += present
        }
      }
    }
    return sums.indices.map { counts[$0] > 0 ? sums[$0] / Double(counts[$0]) : 0 }
  }

  private func silence(_ expert: Int, in value: Int) {
    let (pass, shape) = (plan.workspace, plan.network.graph.values[value])
    for gate in 0..<pass.rows * shape.groups {
      let shares = pass.values[value] + gate * shape.count
      shares[expert] = 0
      var sum: S = 0
      for e in 0..<shape.count { sum += shares[e] }
      guard sum > 0 else { continue }
      for e in 0..<shape.count { shares[e] /= sum }
    }
  }
}

extension PreciseRun {
  fileprivate func losses(without expert: Int?, gates value: Int) throws -> [Double] {
    switch self {
    case .single(let run): try run.losses(without: expert, gates: value)
    case .double(let run): try run.losses(without: expert, gates: value)
    }
  }
}

extension NetworkTraining {
  /// `what-if expert 2=0`: what each task's loss would be without an expert, at the parameters of this
  /// epoch; nothing is learned.
  func withoutExpert(_ number: Int?, _ value: Double) throws -> Screen {
    let graph = network.graph
    guard let watched = graph.watched.first(where: { $0.meaning == .gates }) else {
      throw Failure(
        .value, "\(network.architecture.builtin) has no experts",
        notes: ["moe(…) and mmoe(…) have some"])
    }
    let experts = graph.values[watched.value].count
    guard let number, (1...experts).contains(number), experts > 1 else {
      throw Failure(
        .value, "expected an expert from 1 to \(experts), as in what-if expert 1=0")
    }
    guard value == 0 else {
      throw Failure(.value, "an expert can be switched off with 0, found \(shortNumber(value))")
    }
    let with = try run.losses(without: nil, gates: watched.value)
    let without = try run.losses(without: number - 1, gates: watched.value)
    var table = Table(columns: [
      .init("loss of the learned rows"), .init("all experts", .decimal),
      .init(StyledText("without E\(number)"), .decimal), .init("change", .decimal),
    ])
    for h in network.heads.indices.prefix(12) {
      table.rows.append([
        StyledText(shortened(network.heads[h].name, 16)), StyledText(fixed(with[h], 4)),
        StyledText(fixed(without[h], 4), .changed), StyledText(signed(without[h] - with[h], 4)),
      ])
    }
    let worst = network.heads.indices.max { without[$0] - with[$0] < without[$1] - with[$1] } ?? 0
    return Screen(
      title: "\(runName) what-if | E\(number) switched off at \(crumb)", position: "",
      panels: [.table(table)],
      why: [
        StyledText("\(network.heads[worst].name) needs E\(number) most"),
        "the other experts' shares are scaled to a sum of 1; the run itself is unchanged",
      ], next: nextStage)
  }
}
