internal import Charts
internal import Glibc
internal import Learners
internal import MultiLabel
internal import Optimization
internal import Runtime
internal import Tensors

extension FittedBinaryRelevance: FittedPresentation {
  var fields: [FittedObject.Field] { linkFields(models, parents: nil) }

  var table: Table? { linkTable(Array(labelNames.indices), models, parents: nil) }
}

extension FittedChain: FittedPresentation {
  var fields: [FittedObject.Field] {
    var fields: [FittedObject.Field] = [
      ("order", { vector(order) }), ("parents", { .flatList(parents.map(vector)) }),
    ]
    if let structure { fields.append(("dependence", { .tensor(structure.values) })) }
    return fields + linkFields(links, parents: parents)
      + [("proba_note", { .text(probabilityNote) })]
  }

  func remark(room: Int) -> String? {
    let names = order.map { squeezed(labelNames[$0], 14) }
    return "order " + fitting(names, separator: " ──► ", within: room + 2)
  }

  var table: Table? { linkTable(order, links, parents: parents) }
}

/// Links that a table shows.
private let maximumRows = 12

extension FittedMultiLabel {
  /// Coefficients of one yes-or-no model a label; a constant label has an infinite intercept.
  fileprivate func linkFields(
    _ links: [any FittedBinary], parents: [[Int]]?
  ) -> [FittedObject.Field] {
    let (C, d) = (labelCount, featureCount)
    guard links.allSatisfy({ $0.linear != nil || $0.constant != nil }) else {
      return explainedFields(links, parents: parents)
    }
    var fields: [FittedObject.Field] = [
      (
        "coefficients",
        {
          .tensor(
            Tensor(
              links.flatMap { link -> [Double] in
                link.linear.map { Array($0.weights.prefix(d)) } ?? Array(repeating: 0, count: d)
              }, Shape(C, d)))
        }
      ),
      (
        "intercepts",
        {
          Tensor(
            links.map { link -> Double in
              let share = link.constant ?? 0
              return link.linear?.intercept ?? log(share / (1 - share))
            }
          ).value
        }
      ),
    ]
    guard let parents else { return fields }
    fields.append(
      (
        "parent_coefficients",
        {
          var table = Tensor(repeating: 0, Shape(C, C))
          for c in 0..<C {
            guard let linear = links[c].linear else { continue }
            for (j, parent) in parents[c].enumerated() { table[c, parent] = linear.weights[d + j] }
          }
          return .tensor(table)
        }
      ))
    return fields
  }

  /// A row a link: intercept, weights of the features (the strongest three when there are many),
  /// weights of the parents.
  fileprivate func linkTable(
    _ order: [Int], _ links: [any FittedBinary], parents: [[Int]]?
  ) -> Table {
    if links.contains(where: { $0 is any ExplainedBinary }) {
      return explainedTable(order.prefix(maximumRows), of: links, parents: parents)
    }
    let d = featureCount
    let showsAll = d <= 4
    var table = Table(columns: [
      .init(parents == nil ? "label" : "link"), .init("bias", .decimal),
    ])
    if showsAll {
      table.columns += featureNames.map {
        .init(StyledText(squeezed($0, 10)), .decimal)
      }
    } else {
      table.columns.append(.init("strongest features"))
    }
    let hasParents = parents?.contains { !$0.isEmpty } ?? false
    if hasParents { table.columns.append(.init("parents")) }
    table.columns.append(.init("iter", .right))
    let nameRoom = hasParents && !showsAll ? 12 : 16
    for c in order.prefix(maximumRows) {
      let link = links[c]
      var row: [StyledText] = [StyledText(squeezed(labelNames[c], nameRoom), .emphasis)]
      if let linear = link.linear {
        let weights = Array(linear.weights.prefix(d))
        row.append(StyledText(signed(linear.intercept)))
        row +=
          showsAll
          ? weights.map { StyledText(signed($0)) } : [strongest(weights, count: hasParents ? 1 : 2)]
        if hasParents { row.append(parentText(c, linear, parents?[c] ?? [])) }
      } else {
        row.append(
          StyledText(link.constant.map { "always \(shortNumber($0))" } ?? ""))
        row += Array(repeating: "", count: (showsAll ? d : 1) + (hasParents ? 1 : 0))
      }
      row.append(StyledText("\(link.report.iterations)", link.report.converged ? .plain : .bad))
      table.rows.append(row)
    }
    if order.count > maximumRows {
      table.rows.append([StyledText("… \(order.count - maximumRows) more", .dim)])
    }
    return table
  }

  private func strongest(_ weights: [Double], count: Int) -> StyledText {
    let order = weights.indices.sorted { (abs(weights[$0]), $1) > (abs(weights[$1]), $0) }
    return StyledText(
      order.prefix(count)
        .map {
          "\(squeezed(featureNames[$0], count == 1 ? 12 : 14)) \(signed(weights[$0], 2))"
        }
        .joined(separator: ", "))
  }

  private func parentText(_ c: Int, _ linear: LinearScore, _ parents: [Int]) -> StyledText {
    let d = featureCount
    let order = parents.indices.sorted {
      (abs(linear.weights[d + $0]), $1) > (abs(linear.weights[d + $1]), $0)
    }
    let shown = order.prefix(2).sorted().map {
      "\(squeezed(labelNames[parents[$0]], 8)) \(signed(linear.weights[d + $0], 2))"
    }
    return StyledText(shown.joined(separator: ", ") + (parents.count > 2 ? " …" : ""))
  }
}
