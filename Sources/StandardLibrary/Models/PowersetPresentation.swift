internal import Charts
internal import Learners
internal import MultiLabel
internal import Optimization
internal import Runtime
internal import Tensors

extension FittedPowerset: FittedPresentation {
  var fields: [FittedObject.Field] {
    var fields: [FittedObject.Field] = [
      (
        "classes",
        {
          .tensor(
            Tensor(classes.sets.flatMap(\.entries), Shape(classes.count, classes.labelCount)))
        }
      ),
      ("counts", { vector(classes.rows.map(\.count)) }),
    ]
    if let pruned {
      let dropped = pruned.dropped
      fields += [
        (
          "dropped",
          {
            .tensor(Tensor(dropped.flatMap(\.set.entries), Shape(dropped.count, labelCount)))
          }
        ),
        (
          "became",
          {
            .flatList(
              dropped.map { entry in
                .tensor(
                  Tensor(entry.became.flatMap(\.entries), Shape(entry.became.count, labelCount)))
              })
          }
        ),
        ("lost_rows", { .number(Double(pruned.lostRows)) }),
      ]
    }
    if let scores = model.linear {
      fields += [
        ("coefficients", { .tensor(coefficients(scores)) }),
        ("intercepts", { Tensor(scores.map(\.intercept)).value }),
      ]
    }
    return fields
  }

  func remark(room: Int) -> String? {
    "\(counted(classes.observed, "label set")) of \(classes.possible) occur; \(model.report.effort)"
  }

  var table: Table? {
    var table = Table(columns: [
      .init("class", .right), .init("labels"), .init("rows", .right), .init(""),
    ])
    let order = classes.byFrequency
    let most = Double(order.first.map { classes.rows[$0].count } ?? 1)
    for k in order.prefix(8) {
      let names = labelNames.indices.filter { classes.sets[k].contains($0) }
        .map { labelNames[$0] }
      let count = classes.rows[k].count
      table.rows.append([
        StyledText("\(k)"),
        StyledText(names.isEmpty ? "(none)" : shortened(names.joined(separator: " + "), 44)),
        StyledText("\(count)"), .bar(Double(count), in: 0...most, width: 12),
      ])
    }
    if order.count > 8 {
      table.rows.append(["", StyledText("… \(order.count - 8) more classes", .dim)])
    }
    return table
  }
}
