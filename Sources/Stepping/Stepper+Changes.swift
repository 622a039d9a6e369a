package import Charts
internal import Tensors

/// A figure that differs between a stage and the one before it.
package struct FigureChange: Sendable {
  /// `loss`, or an entry such as `coefficients[2]`.
  package let name: String
  package let before: String
  package let now: String
  /// The difference of the numbers; `nil` for texts, and where there was nothing before.
  package let difference: Double?
}

extension Stepper {
  /// The figures that the last stage changed, the largest difference of numbers first, then what is
  /// no number; `nil` at the start.
  package func changes() throws -> [FigureChange]? {
    guard let before = try previousState() else { return nil }
    let old = Dictionary(before.map { ($0.name, $0.value) }) { first, _ in first }
    let all = state.flatMap { figure in
      Self.changes(figure.name, old[figure.name], figure.value)
    }
    let size = { (change: FigureChange) in abs(change.difference ?? -1) }
    let order = all.indices.sorted {
      let (left, right) = (all[$0], all[$1])
      if (left.difference == nil) != (right.difference == nil) { return right.difference == nil }
      return (size(right), $0) < (size(left), $1)
    }
    return order.map { all[$0] }
  }

  private static func changes(
    _ name: String, _ old: StateValue?, _ new: StateValue
  ) -> [FigureChange] {
    guard let old else {
      return [FigureChange(name: name, before: "-", now: new.short, difference: nil)]
    }
    switch (old, new) {
    case (.number(let a), .number(let b)):
      return a == b || a.isNaN && b.isNaN ? [] : [change(name, a, b)]
    case (.tensor(let a), .tensor(let b)) where a.shape == b.shape:
      return (0..<b.count).compactMap { i in
        let (x, y) = (a[flat: i], b[flat: i])
        guard x != y, !(x.isNaN && y.isNaN) else { return nil }
        return change("\(name)[\(place(i, b.shape.dimensions))]", x, y)
      }
    default:
      let (before, now) = (old.short, new.short)
      return before == now
        ? [] : [FigureChange(name: name, before: before, now: now, difference: nil)]
    }
  }

  private static func change(_ name: String, _ old: Double, _ new: Double) -> FigureChange {
    FigureChange(
      name: name, before: shortNumber(old, digits: 6), now: shortNumber(new, digits: 6),
      difference: new - old)
  }

  /// The positions along the axes of an element by its number.
  private static func place(_ flat: Int, _ shape: [Int]) -> String {
    var rest = flat
    var places: [String] = []
    for size in shape.reversed() {
      places.append("\(rest % max(size, 1))")
      rest /= max(size, 1)
    }
    return places.reversed().joined(separator: ", ")
  }

  /// The changes as a table of at most `limit` rows.
  package func changePanel(limit: Int = 16) throws -> Panel {
    guard let changes = try changes() else {
      return .lines(["this is the start: there is no stage before to compare with"])
    }
    guard !changes.isEmpty else { return .lines(["no figure differs from the stage before"]) }
    var table = Table(columns: [
      .init("figure"), .init("before", .decimal), .init("now", .decimal),
      .init("change", .decimal),
    ])
    for change in changes.prefix(limit) {
      let difference = change.difference.map {
        ($0 > 0 ? "+" : "") + shortNumber($0)
      }
      table.rows.append([
        StyledText(change.name), StyledText(change.before), StyledText(change.now, .changed),
        StyledText(difference ?? ""),
      ])
    }
    guard changes.count > limit else { return .table(table) }
    return .stack([
      .table(table), .lines([StyledText("… \(changes.count - limit) smaller changes", .dim)]),
    ])
  }
}
