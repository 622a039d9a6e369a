/// The states of a run that were kept on the way, by their distance from its start.
struct StepHistory: Sendable {
  private var kept: [(state: any Steppable, step: Int)]
  private var spacing = 1
  /// Up to this many states are kept without thought of their number.
  private static let plenty = 64

  init(_ start: any Steppable) { kept = [(start, 0)] }

  /// How many states are held; O(√steps) for long runs.
  var count: Int { kept.count }

  /// Keeps a state when it is further than all before and its step is one to be kept.
  mutating func record(_ state: any Steppable, at step: Int) {
    guard step > kept[kept.count - 1].step, step % spacing == 0 else { return }
    kept.append((state, step))
    guard kept.count > Self.plenty, spacing * spacing < step else { return }
    spacing *= 2
    kept.removeAll { $0.step % spacing != 0 }
  }

  /// The last kept state that is not beyond a step.
  func nearest(to step: Int) -> (state: any Steppable, step: Int) {
    kept.last { $0.step <= step } ?? kept[0]
  }
}
