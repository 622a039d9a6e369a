internal import Charts
internal import Glibc

extension NetworkTraining {
  /// Which terms made the weight of a head.
  func weightReasons(_ h: Int, _ last: EpochRecord) -> [StyledText] {
    let name = network.heads[h].name
    let value = shortNumber(weight(last, h), digits: 4)
    let learned = run.weighting.numbers
    switch now.weighting {
    case .fixed:
      return [
        StyledText("weight \(name) = \(value), as it was given"),
        StyledText("set weight \(name)=2 changes it from here on, what-if weight \(name)=2 beside"),
      ]
    case .uncertainty:
      let s = learned.indices.contains(h) ? learned[h] : 0
      return [
        StyledText(
          "weight \(name) = e^-s = e^\(shortNumber(-s, digits: 4)) = \(value); s is learned, "
            + "beginning at 0"),
        StyledText(
          "its slope 1 - e^-s L = 1 - \(value) · \(shortNumber(last.losses[h])) = "
            + "\(shortNumber(1 - weight(last, h) * last.losses[h])): at 0 the weight is 1/L"),
      ]
    case .averaging(let temperature): return averagingReasons(h, temperature, last)
    case .gradNorm(let alpha): return normReasons(h, alpha, last)
    case .projection:
      return [
        StyledText("weight \(name) = 1: gradient surgery changes directions, not weights"),
        "into a step and its gradients shows what each task's gradient lost",
      ]
    }
  }

  private func averagingReasons(
    _ h: Int, _ temperature: Double, _ last: EpochRecord
  ) -> [StyledText] {
    guard history.count > 1 else {
      return ["all weights are 1 until two epochs are done, whose losses can be compared"]
    }
    let before = history[history.count - 2]
    let tasks = network.heads.count
    let ratios = (0..<tasks).map { before.losses[$0] > 0 ? last.losses[$0] / before.losses[$0] : 1 }
    let listed = (0..<min(tasks, 4)).map {
      "\(shortened(network.heads[$0].name, 10)) \(shortNumber(ratios[$0]))"
    }
    return [
      StyledText(
        "r = L(\(history.count)) / L(\(history.count - 1)): \(listed.joined(separator: ", "))"),
      StyledText(
        "weight \(network.heads[h].name) = \(tasks) · softmax(r / \(shortNumber(temperature))) = "
          + "\(shortNumber(weight(last, h), digits: 4)): who learns slowly weighs more"),
    ]
  }

  private func normReasons(_ h: Int, _ alpha: Double, _ last: EpochRecord) -> [StyledText] {
    let firsts = run.weighting.firstLosses
    let ratios = network.heads.indices.map { firsts[$0] > 0 ? last.losses[$0] / firsts[$0] : 1 }
    let mean = ratios.reduce(0, +) / Double(max(ratios.count, 1))
    return [
      StyledText(
        "L / L(0) = \(shortNumber(last.losses[h])) / \(shortNumber(firsts[h])) = "
          + "\(shortNumber(ratios[h])), relative to the mean of tasks r = \(shortNumber(mean > 0 ? ratios[h] / mean : 1))"
      ),
      StyledText(
        "w ‖g‖ at the last shared layer is drawn towards mean(w ‖g‖) · r^\(shortNumber(alpha)) = "
          + "mean · \(shortNumber(pow(mean > 0 ? ratios[h] / mean : 1, alpha)))"),
      StyledText(
        "weight \(network.heads[h].name) = \(shortNumber(weight(last, h), digits: 4)) after the epoch's "
          + "last step; the weights sum to \(network.heads.count)"),
    ]
  }
}
