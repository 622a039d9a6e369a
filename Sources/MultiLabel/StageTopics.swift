internal import Datasets
package import Stepping

// What may be asked at a stage of each run, as `show ?`, `why ?`, `what-if ?` and `set ?` list it.

extension PowersetTraining {
  package var topics: StepTopics {
    // What is dropped is decided before the label space is looked at.
    let settings = [.start, .sets, .classes].contains(stage) ? ["prune=2"] : []
    guard let classes else { return StepTopics(settings: settings) }
    let known = classes.byFrequency.prefix(12).map { "c\($0)" }
    return StepTopics(
      why: known,
      show: ["classes"] + (pruned == nil ? [] : ["pruned"]) + ["rows", "row 0"] + known,
      whatIf: ["prune=2"], settings: settings)
  }
}

extension GroupedTraining {
  package var topics: StepTopics {
    let trained = (0..<done).map { "g\($0 + 1)" }
    return StepTopics(why: trained, show: ["groups"] + trained)
  }
}

extension VotePrediction {
  private static let rules = ["ties=0", "threshold=0.6", "vote=soft"]

  package var topics: StepTopics {
    guard place != nil else { return StepTopics(settings: Self.rules) }
    return StepTopics(
      why: labelNames, show: ["labels", "row 0"] + groups.indices.map { "g\($0 + 1)" },
      whatIf: ["ties=0", "threshold=0.6", "drop=1"], settings: Self.rules)
  }
}

extension MLkNNTraining {
  package var topics: StepTopics {
    StepTopics(
      why: data.labelNames,
      show: (neighbours.isEmpty ? [] : ["row 0"])
        + (counts.present.isEmpty ? [] : data.labelNames),
      whatIf: stage == .posteriors ? ["s=0"] : [])
  }
}

extension MLkNNPrediction {
  package var topics: StepTopics {
    guard position.done > 0 else { return StepTopics() }
    return StepTopics(
      why: model.labelNames, show: ["neighbours", "labels", "row 0"],
      whatIf: model.labelNames.map { "\($0)=0" })
  }
}

extension MetricsRun {
  package var topics: StepTopics {
    let row = digits(truth, 0)
    return StepTopics(
      why: ["micro≠macro", "0/0", "row 0"] + labelNames,
      show: ["rows", "labels", "row 0", "conventions"],
      whatIf: ["row 0 \(labelNames[0])=1", "0/0=1"],
      settings: ["guess row 0 = \(row)", "truth row 0 = \(row)", "convention = mulan"])
  }
}

extension InferenceRun {
  package var topics: StepTopics {
    guard let found else { return StepTopics(settings: ["width=3"]) }
    return StepTopics(
      why: chain.labelNames, show: ["sets"] + (found.levels.isEmpty ? [] : ["beam"]) + ["formula"],
      whatIf: chain.labelNames.map { "\($0)=1" }, settings: ["width=3"])
  }
}

extension EnsembleTraining {
  package var topics: StepTopics {
    chains.isEmpty ? StepTopics() : StepTopics(show: ["order"], whatIf: ["chains=1"])
  }
}
