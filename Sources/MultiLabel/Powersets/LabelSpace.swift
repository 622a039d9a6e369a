package import Charts
package import Datasets
internal import Diagnostics
internal import Learners
package import Tensors

/// Label sets, classes and counts as tables: what the conversion to classes looks like.
package struct LabelSpace: Sendable {
  package let classes: PowersetClasses
  package let labelNames: [String]
  /// The n×C labels of a test set.
  package let test: Tensor?
  /// Whether rare label sets were dropped.
  let isPruned: Bool

  package init(
    _ classes: PowersetClasses, labelNames: [String], test: Tensor? = nil, isPruned: Bool = false
  ) {
    self.classes = classes
    self.isPruned = isPruned
    self.labelNames = labelNames
    self.test = test
  }

  /// The label sets of a data set, seen beside those of a test set.
  ///
  /// - Throws: `data` for labels other than 0 and 1, and where the test set has other labels.
  package init(_ data: Dataset, test: Dataset?) throws {
    for set in [data] + (test.map { [$0] } ?? []) {
      try InputChecks.labels(set.Y, rowCount: set.rowCount, names: set.labelNames)
    }
    if let test, test.labelNames != data.labelNames {
      throw Failure(.data, "expected a test set with the training set's labels, found others")
    }
    self.init(PowersetClasses(data.Y), labelNames: data.labelNames, test: test?.Y)
  }

  /// The conversion as a screen of its own.
  package func screen(title: String) -> Screen {
    let tables: [Panel] =
      [.table(classTable(limit: counts == nil ? 12 : 8))] + (counts.map { [.table($0)] } ?? [])
    return Screen(
      title: "POWERSET | \(title): \(counted(classes.codes.count, "row")), "
        + counted(classes.labelCount, "label"), position: "",
      panels: [.beside(tables), .lines(lines)])
  }

  /// The test rows' label sets that no training row carries.
  package var unseen: [LabelSet] {
    test.map { LabelSet.rows(of: $0).filter { !classes.occurs($0) } } ?? []
  }

  /// The best subset accuracy that a model of the seen sets can have on the test set.
  package var ceiling: Double? {
    guard let n = test?.rowCount, n > 0 else { return nil }
    return Double(n - unseen.count) / Double(n)
  }

  // MARK: - Tables

  /// The classes with the most rows: class, digits (label 0 first), count, rows.
  package func classTable(limit: Int) -> Table {
    var table = Table(columns: [
      .init("class"), .init("y"), .init("count", .right), .init(""), .init("train rows"),
    ])
    let order = classes.byFrequency
    let most = Double(order.first.map { classes.rows[$0].count } ?? 1)
    for k in order.prefix(limit) {
      let rows = classes.rows[k]
      table.rows.append([
        StyledText("c\(k)"), StyledText(digits(classes.sets[k])), StyledText("\(rows.count)"),
        .bar(Double(rows.count), in: 0...most, width: 9),
        StyledText(
          rows.prefix(4).map(String.init).joined(separator: " ") + (rows.count > 4 ? " …" : "")),
      ])
    }
    if order.count > limit { table.rows.append(rest(order.dropFirst(limit))) }
    return table
  }

  /// One line for the classes that are not listed.
  private func rest(_ numbers: ArraySlice<Int>) -> [StyledText] {
    let counts = numbers.map { classes.rows[$0].count }
    let largest = counts.max() ?? 0
    let isEven = counts.allSatisfy { $0 == largest }
    let shown = numbers.prefix(max(1, 18 / (min(classes.labelCount, 20) + 1)))
      .map { digits(classes.sets[$0]) }
    return [
      StyledText("… \(numbers.count)", .dim), "",
      StyledText(isEven ? "\(largest) each" : "≤ \(largest)", .dim), "",
      StyledText(
        shown.joined(separator: " ") + (numbers.count > shown.count ? " …" : ""), .dim),
    ]
  }

  /// The digits of a set, at most 20 of them.
  package func digits(_ set: LabelSet) -> String {
    set.labelCount <= 20 ? set.digits : String(set.digits.prefix(19)) + "…"
  }

  /// Counts over all label sets, the first half of the labels down, the second across; for two to
  /// five labels.
  package var counts: Table? {
    let C = classes.labelCount
    guard C >= 2, C <= 5 else { return nil }
    let down = C / 2
    let across = C - down
    let names = labelNames.map { String($0.prefix(2)) }
    let head =
      names[..<down].joined(separator: ",") + " \\ " + names[down...].joined(separator: ",")
    var table = Table(columns: [.init(StyledText(head))])
    for j in 0..<(1 << across) {
      table.columns.append(.init(StyledText(bits(j, across)), .right))
    }
    for i in 0..<(1 << down) {
      var row: [StyledText] = [StyledText(bits(i, down))]
      for j in 0..<(1 << across) {
        let entries = (bits(i, down) + bits(j, across)).map { $0 == "1" ? 1.0 : 0 }
        let count = classes.number(of: LabelSet(entries)).map { classes.rows[$0].count } ?? 0
        row.append(count == 0 ? StyledText("·", .dim) : StyledText("\(count)"))
      }
      table.rows.append(row)
    }
    return table
  }

  /// A number's binary digits, the most significant first.
  private func bits(_ value: Int, _ width: Int) -> String {
    (0..<width).reversed().map { value >> $0 & 1 == 1 ? "1" : "0" }.joined()
  }

  // MARK: - Lines

  /// How much of the label space occurs, and what that means for a test set.
  package var lines: [StyledText] {
    var line =
      " possible 2^\(classes.labelCount) = \(classes.possible)   "
      + (isPruned ? "kept \(classes.observed)" : "observed \(classes.observed)   ")
      + (isPruned ? "" : "seen once \(classes.seenOnce)")
    if classes.labelCount < 63 {
      line +=
        "   \(isPruned ? "dropped or never seen" : "never seen") \((1 << classes.labelCount) - classes.observed)"
    }
    return [StyledText(line)] + testLines
  }

  private var testLines: [StyledText] {
    guard let n = test?.rowCount, let ceiling else { return [] }
    let unseen = unseen
    guard !unseen.isEmpty else {
      return [
        StyledText(" test: every label set of the test rows \(isPruned ? "was kept" : "was seen")")
      ]
    }
    var counts: [LabelSet: Int] = [:]
    for set in unseen { counts[set, default: 0] += 1 }
    let top = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .prefix(classes.labelCount <= 8 ? 3 : 1).map { "\(digits($0.key)) ×\($0.value)" }
    return [
      StyledText(
        " test: \(unseen.count) of \(counted(n, "row")) carry a \(isPruned ? "set without a class" : "never-seen set") "
          + "(\(top.joined(separator: ", "))\(counts.count > top.count ? " …" : ""))"),
      StyledText(
        "       so subset accuracy cannot exceed \(n - unseen.count)/\(n) = " + fixed(ceiling)),
    ]
  }
}
