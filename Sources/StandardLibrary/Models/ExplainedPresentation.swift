internal import Charts
internal import Learners
internal import MultiLabel
internal import Optimization
internal import Runtime
internal import Tensors

extension FittedMultiLabel {
  private func names(_ c: Int, _ parents: [[Int]]?) -> ModelNames {
    ModelNames(
      inputs: featureNames + (parents?[c] ?? []).map { labelNames[$0] }, label: labelNames[c])
  }

  /// The numbers of one model a label, and the rules of those that are trees; a constant label's are
  /// its value and none.
  func explainedFields(
    _ links: [any FittedBinary], parents: [[Int]]?
  ) -> [FittedObject.Field] {
    var fields: [FittedObject.Field] = [
      (
        "learned",
        {
          .flatList(
            links.map { link in
              Tensor((link as? any ExplainedBinary)?.learned ?? [link.constant ?? 0]).value
            })
        }
      )
    ]
    let trees = links.map { ($0 as? TwoClassModel)?.classifier as? TreesModel }
    if trees.contains(where: { $0?.trees.count == 1 }) {
      fields.append(
        (
          "rules",
          {
            .flatList(
              trees.enumerated().map { c, tree in
                (tree?.rules(names(c, parents)) ?? []).value
              })
          }
        ))
    }
    return fields
  }

  /// A row a link: what its model says of itself, its parents.
  func explainedTable(
    _ order: ArraySlice<Int>, of links: [any FittedBinary], parents: [[Int]]?
  ) -> Table {
    let hasParents = parents?.contains { !$0.isEmpty } ?? false
    var table = Table(columns: [
      .init(hasParents ? "link" : "label"), .init("what was learned"),
    ])
    if hasParents { table.columns.append(.init("parents")) }
    for c in order {
      let headline =
        (links[c] as? any ExplainedBinary)?.headline(names(c, parents))
        ?? "always \(links[c].constant == 1 ? 1 : 0)"
      var row: [StyledText] = [
        StyledText(squeezed(labelNames[c], 12), .emphasis),
        StyledText(shortened(headline, hasParents ? 46 : 60)),
      ]
      if hasParents {
        row.append(
          StyledText(
            fitting((parents?[c] ?? []).map { labelNames[$0] }, separator: ", ", within: 16)))
      }
      table.rows.append(row)
    }
    if links.count > order.count {
      table.rows.append([StyledText("… \(links.count - order.count) more", .dim)])
    }
    return table
  }
}
