internal import Charts
internal import MultiLabel
internal import Runtime
internal import Tensors

extension FittedThresholds: FittedPresentation {
  var fields: [FittedObject.Field] {
    var fields: [FittedObject.Field] = [("method", { .text(method) })]
    switch rule {
    case .thresholds(let list): fields.append(("thresholds", { .tensor(Tensor(list)) }))
    case .top(let k): fields.append(("k", { .number(Double(k)) }))
    }
    if let tuning {
      fields += [
        ("metric", { .text(tuning.metric.rawValue) }),
        ("score_before", { .tensor(Tensor(tuning.before)) }),
        ("score", { .tensor(Tensor(tuning.after)) }),
      ]
    }
    fields.append(("inner", { FittedObject(model).value }))
    return fields
  }

  func remark(room: Int) -> String? {
    switch rule {
    case .top(let k): "the \(counted(k, "most probable label")) of each row"
    case .thresholds: tuning.map { "thresholds by \($0.method.rawValue), \($0.metric.rawValue)" }
    }
  }

  var table: Table? {
    guard let tuning else { return nil }
    let name = tuning.metric.rawValue
    var table = Table(columns: [
      .init(tuning.method == .perLabel ? "label" : "labels"), .init("threshold", .decimal),
      .init(""), .init(StyledText("\(name) at 0.5"), .decimal), .init(StyledText(name), .decimal),
    ])
    for (c, score) in tuning.after.enumerated().prefix(12) {
      let threshold = tuning.thresholds[c]
      let label = tuning.method == .perLabel ? squeezed(labelNames[c], 24) : "all"
      table.rows.append([
        StyledText(label),
        StyledText(threshold.isFinite ? fixedText(threshold, 4) : "never"),
        .bar(min(threshold, 1), width: 12), StyledText(fixedText(tuning.before[c], 4)),
        StyledText(fixedText(score, 4), score > tuning.before[c] ? .emphasis : .plain),
      ])
    }
    if tuning.after.count > 12 {
      table.rows.append([StyledText("… \(tuning.after.count - 12) more labels", .dim)])
    }
    return table
  }
}
