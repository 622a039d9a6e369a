internal import Charts
internal import Learners
internal import MultiLabel
internal import Optimization
internal import Tensors

/// What the shell shows of a trained model.
struct FittedDisplay {
  let model: any FittedMultiLabel

  private static let maximumRows = 12

  var panels: [Panel] {
    var head: [StyledText] = [StyledText("fitted ", .dim) + StyledText(model.summary, .title)]
    head.append(StyledText(" \(subject)"))
    var panels: [Panel] = [.lines(head)]
    if !warnings.isEmpty { panels.append(.lines(warnings)) }
    if let table { panels.append(.table(table)) }
    return panels
  }

  private var subject: String {
    let sizes =
      "\(counted(model.featureCount, "feature")), \(counted(model.labelCount, "label"))"
    switch model {
    case let chain as FittedChain:
      let names = chain.order.map { squeezed(chain.labelNames[$0], 14) }
      let order = fitting(names, separator: " ──► ", within: 70 - sizes.count)
      return "\(sizes); order \(order)"
    case let model as FittedPowerset:
      return "\(sizes); \(counted(model.classes.count, "label set")) of \(model.classes.possible) "
        + "occur; \(effort)"
    default: return sizes
    }
  }

  private var effort: String {
    let report = model.fits.first?.report
    return report.map { "\($0.iterations) \($0.method.rawValue) iterations" } ?? ""
  }

  /// What a reader must not miss.
  private var warnings: [StyledText] {
    let notes = model.notes
    let shown = notes.prefix(4).map { note in
      note.contains("did not converge")
        ? StyledText(" NOT CONVERGED ", .bad) + StyledText(note) : StyledText(" note: \(note)")
    }
    return shown
      + (notes.count > 4 ? [StyledText(" … \(notes.count - 4) more in .notes", .dim)] : [])
  }

  // MARK: - Tables

  private var table: Table? {
    switch model {
    case let model as FittedBinaryRelevance:
      return linkTable(Array(model.labelNames.indices), model.models, parents: nil)
    case let chain as FittedChain:
      return linkTable(chain.order, chain.links, parents: chain.parents)
    case let model as FittedPowerset: return classTable(model.classes)
    default: return nil
    }
  }

  /// A row a link: intercept, weights of the features (the strongest three when there are many),
  /// weights of the parents.
  private func linkTable(
    _ order: [Int], _ links: [any FittedBinary], parents: [[Int]]?
  ) -> Table {
    let d = model.featureCount
    let showsAll = d <= 4
    var table = Table(columns: [
      .init(parents == nil ? "label" : "link"), .init("bias", .decimal),
    ])
    if showsAll {
      table.columns += model.featureNames.map {
        .init(StyledText(squeezed($0, 10)), .decimal)
      }
    } else {
      table.columns.append(.init("strongest features"))
    }
    let hasParents = parents?.contains { !$0.isEmpty } ?? false
    if hasParents { table.columns.append(.init("parents")) }
    table.columns.append(.init("iter", .right))
    let nameRoom = hasParents && !showsAll ? 12 : 16
    for c in order.prefix(Self.maximumRows) {
      let link = links[c]
      var row: [StyledText] = [StyledText(squeezed(model.labelNames[c], nameRoom), .emphasis)]
      if let linear = link.linear {
        let weights = Array(linear.weights.prefix(d))
        row.append(StyledText(signed(linear.intercept)))
        row +=
          showsAll
          ? weights.map { StyledText(signed($0)) } : [strongest(weights, count: hasParents ? 1 : 2)]
        if hasParents { row.append(parentText(c, linear, parents?[c] ?? [])) }
      } else {
        row.append(
          StyledText(link.constant == 1 ? "always 1" : link.constant == 0 ? "always 0" : ""))
        row += Array(repeating: "", count: (showsAll ? d : 1) + (hasParents ? 1 : 0))
      }
      row.append(StyledText("\(link.report.iterations)", link.report.converged ? .plain : .bad))
      table.rows.append(row)
    }
    if order.count > Self.maximumRows {
      table.rows.append([StyledText("… \(order.count - Self.maximumRows) more", .dim)])
    }
    return table
  }

  private func strongest(_ weights: [Double], count: Int) -> StyledText {
    let order = weights.indices.sorted { (abs(weights[$0]), $1) > (abs(weights[$1]), $0) }
    return StyledText(
      order.prefix(count)
        .map {
          "\(squeezed(model.featureNames[$0], count == 1 ? 12 : 14)) \(signed(weights[$0], 2))"
        }
        .joined(separator: ", "))
  }

  private func parentText(_ c: Int, _ linear: LinearScore, _ parents: [Int]) -> StyledText {
    let d = model.featureCount
    let order = parents.indices.sorted {
      (abs(linear.weights[d + $0]), $1) > (abs(linear.weights[d + $1]), $0)
    }
    let shown = order.prefix(2).sorted().map {
      "\(squeezed(model.labelNames[parents[$0]], 8)) \(signed(linear.weights[d + $0], 2))"
    }
    return StyledText(shown.joined(separator: ", ") + (parents.count > 2 ? " …" : ""))
  }

  private func classTable(_ classes: PowersetClasses) -> Table {
    var table = Table(columns: [
      .init("class", .right), .init("labels"), .init("rows", .right), .init(""),
    ])
    let order = classes.byFrequency
    let most = Double(order.first.map { classes.rows[$0].count } ?? 1)
    for k in order.prefix(8) {
      let names = model.labelNames.indices.filter { classes.sets[k].contains($0) }
        .map { model.labelNames[$0] }
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
