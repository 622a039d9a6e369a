internal import Charts
internal import Datasets
internal import Diagnostics
package import Stepping
internal import Tensors

/// What a question about a training is about, once its words are understood.
enum TrainingTopic: Equatable {
  case named(String)
  case term(Int)
  case value(Int)
  case feature(Int)
  case task(Int)
  case entry(feature: Int, task: Int)
}

extension MultiTaskTraining {
  package var topics: StepTopics {
    let data = problem.data
    let terms = problem.penalty.termNames
    let tasks = data.tasks.prefix(8).map { "task \($0.name)" }
    let features = data.featureNames.prefix(8).map { "feature \($0)" }
    let entry =
      data.featureCount > 0 ? ["W \(data.featureNames[0]) \(data.tasks[0].name)"] : []
    let settings = problem.penalty.settings.map { "\($0.names[0])=\(changed($0))" }
    let tolerance = isDirect ? [] : ["tol=0.001"]
    return StepTopics(
      why: ["objective", "loss"] + terms + (data.featureCount > 0 ? ["s1"] : [])
        + entry + features.prefix(1) + tasks.prefix(1) + ["step", "momentum", "stop"]
        + features.dropFirst() + tasks.dropFirst(),
      show: ["W", "b", "formula", "history", "iterations", "spectrum", "norms", "distances"]
        + ["entries", "similar"] + partPanels + terms + features.prefix(1) + tasks.prefix(1)
        + features.dropFirst() + tasks.dropFirst(),
      whatIf: settings + tolerance, settings: settings + tolerance)
  }

  /// A value that a number of the penalty may be changed to, as an example.
  private func changed(_ setting: PenaltySetting) -> String {
    switch setting.symbol {
    case "k": setting.value == 1 ? "2" : "1"
    case "ratio": setting.value == 0.5 ? "0.9" : "0.5"
    default: setting.value == 1 ? "2" : "1"
    }
  }

  /// The panels that only some penalties have.
  var partPanels: [String] {
    problem.penalty.terms.flatMap { term in
      switch term {
      case .similarity: ["graph"]
      case .dirty: ["P", "Q"]
      case .aso: ["structure"]
      default: [String]()
      }
    }
  }

  /// Whether the optimum is one linear system, so that no tolerance plays a part.
  var isDirect: Bool { problem.loss == .squared && problem.penalty.corners.isEmpty }

  /// What the words after `why` or `show` mean; `nil` for words that name nothing here.
  ///
  /// `words` are the names that the command knows besides; they come first, and `feature x1`,
  /// `task T1` and `term l1` reach what they hide.
  func topic(_ text: String, among words: [String]) -> TrainingTopic? {
    if words.contains(text) { return .named(text) }
    let data = problem.data
    func feature(_ name: String) -> Int? { data.featureNames.firstIndex(of: name) }
    func task(_ name: String) -> Int? { data.tasks.firstIndex { $0.name == name } }
    func rest(_ prefix: String) -> String? {
      text.hasPrefix(prefix + " ") ? String(text.dropFirst(prefix.count + 1)) : nil
    }
    let terms = problem.penalty.termNames
    if let name = rest("term") { return terms.firstIndex(of: name).map { .term($0) } }
    for prefix in ["feature", "row"] {
      if let name = rest(prefix), let k = feature(name) { return .feature(k) }
    }
    if let name = rest("task"), let t = task(name) { return .task(t) }
    if let name = rest("W"), let entry = entry(name) { return entry }
    if let entry = position(text) { return entry }
    if let i = terms.firstIndex(of: text) { return .term(i) }
    if let i = singularValue(text) { return .value(i) }
    if let k = feature(text) { return .feature(k) }
    if let t = task(text) { return .task(t) }
    return entry(text)
  }

  /// A feature's and a task's name with a blank between them.
  private func entry(_ text: String) -> TrainingTopic? {
    let data = problem.data
    for t in data.tasks.indices where text.hasSuffix(" " + data.tasks[t].name) {
      let name = String(text.dropLast(data.tasks[t].name.count + 1))
      if let k = data.featureNames.firstIndex(of: name) { return .entry(feature: k, task: t) }
    }
    return nil
  }

  /// An entry by its place, as the state writes it: `W[3, 0]`.
  private func position(_ text: String) -> TrainingTopic? {
    guard text.hasPrefix("W["), text.hasSuffix("]") else { return nil }
    let places = text.dropFirst(2).dropLast().split(separator: ",").map { place in
      Int(place.filter { $0 != " " })
    }
    guard places.count == 2, let k = places[0], let t = places[1],
      problem.data.featureNames.indices.contains(k), problem.data.tasks.indices.contains(t)
    else { return nil }
    return .entry(feature: k, task: t)
  }

  /// The number of a singular value from 0: `s3`, `sigma 3`.
  private func singularValue(_ text: String) -> Int? {
    let count = min(problem.data.featureCount, problem.data.taskCount)
    for prefix in ["s", "sigma ", "sigma", "σ"] where text.hasPrefix(prefix) {
      if let i = Int(text.dropFirst(prefix.count)), i >= 1, i <= count { return i - 1 }
    }
    return nil
  }

  /// The failure of a question that nothing answers, with what is near or known.
  func unknownTopic(_ topic: String, _ command: String, _ known: [String]) -> Failure {
    let names = known + problem.data.featureNames + problem.data.taskNames
    let near = nearNames(to: topic, among: names)
    return Failure(
      .value, "there is nothing to \(command) called '\(topic)'",
      notes: [
        near.isEmpty
          ? "known: \(known.joined(separator: ", ")), features, tasks"
          : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
      ])
  }
}
