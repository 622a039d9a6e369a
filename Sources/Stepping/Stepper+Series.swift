package import Charts
internal import Diagnostics
internal import Tensors

extension Stepper {
  /// So many screens a page holds where nobody says how many.
  private static let plenty = 300

  /// The screens of the innermost level's run from its start to its end.
  ///
  /// Every so many stages gives one, and so does the last; `nil` leaves out as many as it takes to keep
  /// within 300 screens. Where the run was changed by `set`, it is shown with the changes.
  package func series(every: Int? = nil) throws -> ScreenSeries {
    let end = try ended()
    let spacing = max(1, every ?? (end.step / Stepper.plenty + 1))
    var stages: [ScreenSeries.Stage] = []
    var place = end
    try place.restart()
    let title = depth > 0 ? crumbsPath : place.current.runName
    place = end
    for step in stride(from: 0, through: end.step, by: spacing) {
      try Interrupt.check()
      // Going back drops the changes made on the way, so that each place is reached from the end.
      if place.level.isChanged { place = end }
      try place.to(step)
      stages.append(place.stage)
    }
    if stages.last?.step != end.step { stages.append(end.stage) }
    let which = spacing == 1 ? "every stage" : "every \(spacing) stages"
    return ScreenSeries(
      title: title,
      note: "\(counted(stages.count, "screen")), \(which) from step 0 to \(end.step)",
      stages: stages)
  }

  private var stage: ScreenSeries.Stage {
    ScreenSeries.Stage(step: step, name: current.crumb, screen)
  }

  private var crumbsPath: String {
    ([outermost.runName] + crumbs.dropLast()).joined(separator: " › ")
  }

  /// The stepper at the end of its level.
  private func ended() throws -> Stepper {
    var end = self
    try end.finish()
    return end
  }
}
