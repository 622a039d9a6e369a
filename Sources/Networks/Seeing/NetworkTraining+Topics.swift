internal import Charts
internal import Datasets
internal import Diagnostics
package import Stepping

/// What a question about an epoch is about, once its words are understood.
enum EpochTopic: Equatable {
  case named(String)
  case head(Int)
  case weight(Int)
  case gate(Int)
  case pair(Int, Int)
  case stitch(Int)
  case parameter(Int)
  case row(String, Int)
}

extension NetworkTraining {
  static let reasons = ["loss", "lr", "stop"]
  static let panels = ["losses", "epochs", "parameters"]

  package var topics: StepTopics {
    let names = network.heads.prefix(8).map(\.name)
    let rates = ["lr=\(shortNumber(now.optimizer.learningRate / 10))"]
    let weights = isWeighted ? names.prefix(2).map { "weight \($0)=0.5" } : []
    let schemes = TaskWeighting.names.filter { name in
      now.schedule == .joint || TaskWeighting(name: name)?.needsTaskGradients == false
    }.map { "weights \($0)" }
    guard let last = history.last else {
      return StepTopics(
        why: Self.reasons, show: ["parameters"], whatIf: rates + weights,
        settings: rates + weights + ["epochs=\(now.epochs + 10)"] + schemes)
    }
    let gates = GateHistory(history, network.heads)
    let stitches = StitchMatrices(last).layers.map(\.name)
    let pairs =
      last.conflict == nil
      ? []
      : TaskPair.all(network.heads.count).prefix(2).map {
        "cosine \(network.heads[$0.s].name) \(network.heads[$0.t].name)"
      }
    let gateNames = (gates?.names ?? []).prefix(4).map { "gate \($0)" }
    let experts = gates.map { $0.experts > 1 ? ["expert 1=0"] : [] } ?? []
    return StepTopics(
      why: Self.reasons + names + names.prefix(2).map { "weight \($0)" } + gateNames + pairs
        + stitches,
      show: Self.panels + (gates == nil ? [] : ["gates", "entropy", "gates row 0"])
        + (stitches.isEmpty ? [] : ["stitches"]) + (pairs.isEmpty ? [] : ["cosines"])
        + ["weights", "values row 0"] + confusable.prefix(2).map { "confusion \($0)" }
        + network.graph.parameters.prefix(3).map(\.name),
      whatIf: rates + weights + experts,
      settings: isOver ? [] : rates + weights + ["epochs=\(now.epochs + 10)"] + schemes)
  }

  /// The heads that a confusion matrix can be drawn of.
  var confusable: [String] {
    network.heads.compactMap { head in
      switch head.kind {
      case .binary, .classes: head.name
      case .regression, .multilabel: nil
      }
    }
  }

  /// Whether the losses have weights that a person gave.
  var isWeighted: Bool {
    if case .fixed = now.weighting { return network.heads.count > 1 }
    return false
  }

  func head(_ name: String) -> Int? { network.heads.firstIndex { $0.name == name } }

  /// What the words after `why` or `show` mean; `nil` for words that name nothing here.
  func topic(_ text: String, among words: [String]) -> EpochTopic? {
    if words.contains(text) { return .named(text) }
    if let h = head(text) { return .head(h) }
    if let p = network.graph.parameters.firstIndex(where: { $0.name == text }) {
      return .parameter(p)
    }
    let parts = text.split(whereSeparator: { " [],".contains($0) }).map(String.init)
    guard let first = parts.first, parts.count > 1 else { return nil }
    let rest = parts.dropFirst().joined(separator: " ")
    switch first {
    case "weight", "weights": return head(rest).map { .weight($0) }
    case "task", "head": return head(rest).map { .head($0) }
    case "gate", "gates":
      if parts.count == 3, parts[1] == "row" { return Int(parts[2]).map { .row("gates", $0) } }
      return GateHistory(history, network.heads)?.names.firstIndex(of: rest).map { .gate($0) }
    case "values": return parts.count == 3 ? Int(parts[2]).map { .row("values", $0) } : nil
    case "cosine", "cos", "cosines":
      for split in 1..<max(parts.count, 2) {
        let s = head(parts[1..<max(split, 1)].joined(separator: " "))
        let t = head(parts[split...].joined(separator: " "))
        if let s, let t, s != t { return .pair(s, t) }
      }
      return nil
    case "stitch":
      return StitchMatrices(history.last).layers.firstIndex { $0.name == text }.map { .stitch($0) }
    case "confusion": return head(rest).map { .row("confusion", $0) }
    default: return nil
    }
  }

  /// The failure of a question that nothing answers, with what is near or known.
  func unknownTopic(_ topic: String, _ command: String, _ known: [String]) -> Failure {
    let names = known + network.heads.map(\.name) + network.graph.parameters.map(\.name)
    let near = nearNames(to: topic, among: names)
    return Failure(
      .value, "there is nothing to \(command) called '\(topic)'",
      notes: [
        near.isEmpty
          ? "known: \(known.prefix(12).joined(separator: ", "))"
          : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
      ])
  }
}
