internal import Learners
package import Stepping

extension PowersetTraining {
  package var runName: String { "POWERSET" }

  package var crumb: String {
    switch stage {
    case .start: "start"
    case .sets: "label sets"
    case .classes: "classes"
    case .pruned: "pruning"
    case .space: "label space"
    case .model: "model"
    }
  }

  /// The iterations in which the model of the classes was fitted.
  package func inner() throws -> (any Steppable)? {
    guard let model else { return nil }
    return SolverRun(name: "\(model.classCount) classes", report: model.report)
  }
}
