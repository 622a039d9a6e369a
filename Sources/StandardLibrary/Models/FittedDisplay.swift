internal import Charts
internal import Learners
internal import MultiLabel
internal import Optimization
internal import Tensors

/// What the shell shows of a trained model.
struct FittedDisplay {
  let model: any FittedMultiLabel

  var panels: [Panel] {
    var head: [StyledText] = [StyledText("fitted ", .dim) + StyledText(model.summary, .title)]
    head.append(StyledText(" \(subject)"))
    var panels: [Panel] = [.lines(head)]
    if !warnings.isEmpty { panels.append(.lines(warnings)) }
    if let table = presentation?.table { panels.append(.table(table)) }
    return panels
  }

  private var subject: String {
    let sizes =
      "\(counted(model.featureCount, "feature")), \(counted(model.labelCount, "label"))"
    guard let remark = presentation?.remark(room: 68 - sizes.count) else { return sizes }
    return "\(sizes); \(remark)"
  }

  private var presentation: (any FittedPresentation)? { model as? any FittedPresentation }

  /// What a reader must not miss.
  private var warnings: [StyledText] {
    let notes = model.notes
    let shown = notes.prefix(4).map { note in
      if note.hasPrefix("WARNING") { return StyledText(" \(note)", .bad) }
      return note.contains("did not converge")
        ? StyledText(" NOT CONVERGED ", .bad) + StyledText(note) : StyledText(" note: \(note)")
    }
    return shown
      + (notes.count > 4 ? [StyledText(" … \(notes.count - 4) more in .notes", .dim)] : [])
  }
}
