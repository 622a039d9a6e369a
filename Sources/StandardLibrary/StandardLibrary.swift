package import Runtime

/// The builtins of the language, one table a topic.
package enum StandardLibrary {
  /// A table of builtins under a heading, as the reference shows them.
  package struct Topic: Sendable {
    package let name: String
    package let summary: String
    package let builtins: [Builtin]

    init(name: String, summary: String, builtins: [Builtin]) {
      self.name = name
      self.summary = summary
      self.builtins = builtins.map(\.withLook)
    }
  }

  /// Every table, in the order of the reference.
  package static let topics: [Topic] = [
    Topic(name: "values", summary: "look at values and convert them", builtins: values),
    Topic(name: "construction", summary: "make tensors and lists", builtins: construction),
    Topic(name: "elementwise", summary: "functions of each element", builtins: elementwise),
    Topic(name: "reductions", summary: "one number from many", builtins: reductions),
    Topic(name: "ordering", summary: "sort, search and choose", builtins: ordering),
    Topic(name: "linear algebra", summary: "matrices and their decompositions", builtins: matrices),
    Topic(
      name: "sparse matrices", summary: "matrices that store only their entries other than 0",
      builtins: sparseMatrices),
    Topic(
      name: "differentiation", summary: "exact derivatives of functions",
      builtins: differentiation),
    Topic(name: "random", summary: "random numbers from the session's generator", builtins: random),
    Topic(
      name: "collections", summary: "walk, search and change collections",
      builtins: collections + collectionSearch + collectionChanges),
    Topic(name: "strings", summary: "take text apart and put it together", builtins: strings),
    Topic(name: "charts", summary: "draw points along axes", builtins: plots),
    Topic(
      name: "figures", summary: "draw named values, distributions, matrices, tables and graphs",
      builtins: distributions + figures + trees),
    Topic(
      name: "presentation", summary: "drawings in words and in files", builtins: presentation),
    Topic(
      name: "data sets", summary: "where data come from and what they look like",
      builtins: dataSets + dataStatistics),
    Topic(
      name: "made data", summary: "data sets made up, put together or taken apart",
      builtins: madeData + datasetMaking),
    Topic(name: "made tasks", summary: "data sets of several tasks", builtins: madeTasks),
    Topic(
      name: "data for networks", summary: "rows with several targets of different kinds",
      builtins: headData + madeImages + headMeasures),
    Topic(
      name: "files", summary: "tables, arrays and texts in files",
      builtins: dataFiles + arrayFiles + libsvmFiles + xcFiles + textFiles + jsonFiles),
    Topic(
      name: "learners", summary: "base learners: what answers each yes-or-no question",
      builtins: linearLearners + otherLearners),
    Topic(name: "models", summary: "ways to learn many labels", builtins: models),
    Topic(
      name: "powersets", summary: "label sets as classes, groups of labels and their votes",
      builtins: powersets),
    Topic(
      name: "neighbours", summary: "learn from the training rows that are most alike",
      builtins: neighbours),
    Topic(
      name: "multi-task", summary: "models of several tasks and what regularises them",
      builtins: multiTask + regularisers),
    Topic(
      name: "networks", summary: "networks of several heads: layers, heads and ways of sharing",
      builtins: architectures + layers + heads + sharing + pretraining + headReports),
    Topic(
      name: "optimizers", summary: "how the gradients of networks become steps",
      builtins: optimizers + rateSchedules + taskWeightings),
    Topic(
      name: "trainings in files", summary: "stopped trainings, saved networks and logs",
      builtins: networkFiles + trainingLogs),
    Topic(name: "verbs", summary: "what is done with models", builtins: verbs),
    Topic(
      name: "chains", summary: "whole label sets: search, decisions and ensembles", builtins: chains
    ),
    Topic(
      name: "thresholds", summary: "from which probability on a label counts as present",
      builtins: thresholds),
    Topic(
      name: "validation", summary: "measure, compare and validate models",
      builtins: evaluation + splits + validation),
    Topic(name: "measures", summary: "how good a prediction is", builtins: measures),
    Topic(
      name: "ranking measures", summary: "how good scores of labels are",
      builtins: rankingMeasures),
    Topic(
      name: "counts and errors", summary: "right and wrong by label, class or task",
      builtins: confusionMeasures + regressionMeasures + taskMeasures),
    Topic(
      name: "paths of lambda", summary: "the optima under many λ, and which predicts best",
      builtins: taskPaths),
    Topic(
      name: "task reports", summary: "what weights tell about tasks and features",
      builtins: taskReports),
    Topic(
      name: "task experiments", summary: "tasks alone and together, measured on made-up data",
      builtins: taskExperiments),
    Topic(name: "steps", summary: "runs looked at one stage at a time", builtins: steps),
    Topic(
      name: "levels of steps", summary: "into a stage, to a stage, and a run changed on its way",
      builtins: stepperLevels),
    Topic(
      name: "guesses and breaks", summary: "stop where something holds, watch figures, ask first",
      builtins: guessing),
    Topic(name: "program", summary: "time, errors, checks and help", builtins: program),
  ]

  /// Every builtin.
  package static let builtins: [Builtin] = topics.flatMap(\.builtins)
}
