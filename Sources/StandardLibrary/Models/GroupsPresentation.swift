internal import Charts
internal import Learners
internal import MultiLabel
internal import Optimization
internal import Runtime
internal import Tensors

extension FittedGroups: FittedPresentation {
  var fields: [FittedObject.Field] {
    [
      ("groups", { .flatList(groups.map { vector($0.labels) }) }),
      ("group_classes", { vector(groups.map(\.classes.count)) }),
      ("vote", { .text(voting.kind.rawValue) }),
      ("threshold", { .number(voting.threshold) }),
      ("ties", { .number(voting.admitsTies ? 1 : 0) }),
    ]
  }

  func remark(room: Int) -> String? {
    let votes = groups.reduce(0) { $0 + $1.labels.count }
    return "\(counted(groups.count, "group")), \(counted(votes, "\(voting.kind.rawValue) vote"))"
  }

  var table: Table? {
    var table = Table(columns: [
      .init("group"), .init("labels"), .init("seen classes", .right), .init("iter", .right),
    ])
    for (g, group) in groups.enumerated().prefix(10) {
      let names = group.labels.map { squeezed(labelNames[$0], 16) }.joined(separator: ", ")
      table.rows.append([
        StyledText("g\(g + 1)"), StyledText(shortened(names, 48)),
        StyledText("\(group.classes.count) of \(group.classes.possible)"),
        StyledText("\(group.model.report.iterations)"),
      ])
    }
    if groups.count > 10 {
      table.rows.append(["", StyledText("… \(groups.count - 10) more groups", .dim)])
    }
    return table
  }
}
