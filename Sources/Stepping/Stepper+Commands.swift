internal import Charts
internal import Diagnostics
internal import Tensors

extension Stepper {
  /// Does what a command says; the shell and scripts both go through here.
  ///
  /// Throws what the algorithm throws and the `Failure` of an unknown topic or stage; the stepper
  /// then stays where it is, or at the last stage that succeeded.
  package mutating func perform(_ command: StepperCommand) throws -> StepperReply {
    try perform(command, asks: guesses)
  }

  /// Does what a command says; a step of one stage asks first, if `asks` says so.
  mutating func perform(_ command: StepperCommand, asks: Bool) throws -> StepperReply {
    switch command {
    case .next(1) where asks && !isFinished: return try ask()
    case .next(let count): return try advance(count) ? .screen(screen) : .text([atEnd])
    case .back(let count): return try back(count) ? .screen(screen) : .text([atStart])
    case .runOn: return try runOn()
    case .toStep(let target): return .screen(try reached(target))
    case .toTarget(let target):
      try to(named: target)
      return .screen(screen)
    case .into: return try into() ? .screen(screen) : .text([nothingInside])
    case .out: return leave()
    case .restart:
      try restart()
      return .screen(screen)
    case .set(let name, let value):
      try set(name, to: value)
      return .screen(screen)
    case .save(let path): return .save(screen, path: path)
    case .saveRun(let path, let every): return .saveRun(path: path, every: every)
    case .evaluate(let code): return .evaluate(code)
    case .guess(let answer): return try answered(answer)
    case .redraw(let isOn): return .redraw(isOn)
    case .quit: return .quit
    default: return try answer(command)
    }
  }

  /// The commands that leave the stepper where it is.
  private mutating func answer(_ command: StepperCommand) throws -> StepperReply {
    switch command {
    case .why(let topic): return .text(try why(topic))
    case .whatIf(let change, let value):
      var branch = try whatIf(change, value)
      branch.keys = keys
      return .screen(branch)
    case .show(let topic): return .panel(try show(topic))
    case .topics(let kind): return try list(kind)
    case .diff: return .panel(try changePanel())
    case .stopAt(let stop):
      try addStop(stop)
      return stopList
    case .clearStops(let text):
      try removeStop(text)
      return stops.isEmpty ? .text(["no breaks any more"]) : stopList
    case .watch(let names):
      try watch(names)
      return .screen(screen)
    case .watched: return watchList
    case .clearWatched(let name):
      try unwatch(name)
      return watched.isEmpty ? .text(["nothing is watched any more"]) : watchList
    case .guessing(let isOn): return guess(isOn)
    case .score: return .text([scoreLine])
    case .help: return .panel(.table(Self.help))
    default: return stopList
    }
  }

  private var scoreLine: StyledText {
    StyledText(
      "\(score.text); guess "
        + (guesses ? "off ends the questions" : "on asks before each stage"))
  }

  // MARK: - Moving

  private var atEnd: StyledText {
    depth > 0
      ? "this level is over; out returns to \(outerName), b goes back"
      : "the run is over; b goes back, restart begins again, q leaves"
  }

  private var atStart: StyledText {
    depth > 0
      ? "this is the start of the level; n goes on, out returns to \(outerName)"
      : "this is the start; n goes on"
  }

  private var nothingInside: StyledText {
    step == 0
      ? "there is nothing to go into before the first stage; n goes on"
      : "\(current.crumb) has no steps of its own to go into; n goes on"
  }

  /// What the stage is called to which `out` returns.
  private var outerName: String { crumbs.dropLast().last ?? "" }

  private mutating func leave() -> StepperReply {
    let wasChanged = level.isChanged
    guard out() else {
      return .text(["this is the outermost level; b goes back, q leaves the stepper"])
    }
    var result = screen
    if wasChanged {
      result.below.append("what was set inside stays inside; set it here to change the run")
    }
    return .screen(result)
  }

  private mutating func reached(_ target: Int) throws -> Screen {
    let isReached = try to(target)
    var result = screen
    if !isReached { result.why.append("the run ends after step \(step), before step \(target)") }
    return result
  }

  // MARK: - Breaks

  /// Runs on to the first stage that satisfies one of the conditions, or to the end; returns the
  /// condition.
  @discardableResult
  package mutating func run(until stops: [StepperStop]) throws -> StepperStop? {
    try run(until: stops) { _ in }
  }

  private mutating func run(
    until stops: [StepperStop], watching: (any Steppable) -> Void
  ) throws -> StepperStop? {
    var met: StepperStop?
    _ = try advance(upTo: .max) { stage in
      watching(stage)
      met = stops.first { $0.holds(at: stage) }
      return met != nil
    }
    return met
  }

  private mutating func runOn() throws -> StepperReply {
    guard !isFinished else { return .text([atEnd]) }
    var seen: Set<FigureName> = []
    let figures = stops.compactMap(\.figure)
    let met = try run(until: stops) { stage in
      guard seen.count < figures.count else { return }
      let state = stage.state
      for name in figures where name.value(in: state) != nil { seen.insert(name) }
    }
    var result = screen
    if let met {
      result.below.append(StyledText("stopped at break \(met.text)", .emphasis))
    } else if !stops.isEmpty {
      result.below.append(unmet(seen))
    }
    return .screen(result)
  }

  /// Why no break was met on the way to the end.
  private func unmet(_ seen: Set<FigureName>) -> StyledText {
    let absent = stops.compactMap(\.figure).filter { !seen.contains($0) }
    guard !absent.isEmpty else { return "the run ended before any break was met" }
    return StyledText(
      "the run ended; no stage had a figure \(absent.map { "`\($0.text)`" }.joined(separator: ", ")); "
        + "there are \(figureNames)")
  }

  private var figureNames: String { state.map(\.name).joined(separator: ", ") }

  private mutating func addStop(_ stop: StepperStop) throws {
    if let figure = stop.figure { try check(figure) }
    if !stops.contains(stop) { stops.append(stop) }
  }

  private mutating func removeStop(_ text: String) throws {
    guard !text.isEmpty else { return stops = [] }
    let stop = try StepperStop(text)
    guard let place = stops.firstIndex(where: { $0 == stop || $0.text == text }) else {
      throw Failure(
        .name, "there is no break `\(text)`",
        notes: ["break lists the breaks, break off clears all of them"])
    }
    stops.remove(at: place)
  }

  /// Watches figures, `loss, W[1, 2]`; throws before any is watched when one is not there.
  package mutating func watch(_ names: String) throws {
    let names = FigureName.list(names)
    try names.forEach(check)
    for name in names where !watched.contains(name) { watched.append(name) }
  }

  private mutating func unwatch(_ names: String) throws {
    guard !names.isEmpty else { return watched = [] }
    for name in FigureName.list(names) {
      guard let place = watched.firstIndex(of: name) else {
        throw Failure(
          .name, "`\(name.text)` is not watched",
          notes: ["watch lists what is, watch off clears it"])
      }
      watched.remove(at: place)
    }
  }

  /// Throws when the current stage has no such figure; before the first stage it may still come.
  private func check(_ name: FigureName) throws {
    guard level.hasPast, name.value(in: state) == nil else { return }
    let near = nearNames(to: name.text, among: state.map(\.name))
    throw Failure(
      .name, "no figure of this stage is called `\(name.text)`",
      notes: [
        near.isEmpty
          ? "there are \(figureNames)"
          : "did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"
      ])
  }

  private var stopList: StepperReply {
    .text(
      stops.isEmpty
        ? ["no breaks; break loss<0.5 and break row 150 make some"]
        : stops.map { StyledText("c stops at \($0.text)") })
  }

  private var watchList: StepperReply {
    .text(
      watched.isEmpty
        ? ["nothing is watched; there are \(figureNames)"]
        : watched.map {
          StyledText("watch \($0.text)  \($0.value(in: state)?.short ?? "not at this stage")")
        })
  }

  // MARK: - Lists

  /// What a command takes at this stage; runs that do not list it answer with their own error.
  private func list(_ kind: StepperCommand.Topic) throws -> StepperReply {
    let topics = current.topics
    let words: [String]
    switch kind {
    case .why: words = topics.why
    case .show: words = topics.show
    case .whatIf: words = topics.whatIf
    case .set: words = topics.settings
    }
    guard words.isEmpty else {
      return .text(
        words.prefix(16).map { StyledText("\(kind.rawValue) \($0)") }
          + (words.count > 16 ? [StyledText("… \(words.count - 16) more", .dim)] : []))
    }
    switch kind {
    case .why: return .text(try why("?"))
    case .show: return .panel(try show("?"))
    case .whatIf: return .screen(try whatIf("?", 0))
    case .set:
      guard current.acceptsSettings else {
        return .text(["this run has nothing to set; what-if shows a stage with something changed"])
      }
      _ = try current.setting("?", to: "?")
      return .text([])
    }
  }

  private static var help: Table {
    var table = Table(columns: [.init("command"), .init("does")])
    for group in StepperCommand.groups {
      if !table.rows.isEmpty { table.rules.insert(table.rows.count) }
      table.rows += group.commands.map {
        [StyledText($0.usage, .emphasis), StyledText($0.meaning)]
      }
    }
    return table
  }
}
