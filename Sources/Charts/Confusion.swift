/// How often each true class (a row) was taken for each class (a column).
package struct Confusion: Sendable {
  package var names: [String]
  /// Row by row, as many rows and columns as there are names.
  package var counts: [Double]

  package init(names: [String], counts: [Double]) {
    self.names = names
    self.counts = counts
  }

  subscript(row: Int, column: Int) -> Double {
    let index = row * names.count + column
    return index < counts.count && counts[index].isFinite ? counts[index] : 0
  }

  /// How many rows each class truly has.
  package var rowSums: [Double] {
    names.indices.map { row in names.indices.reduce(0) { $0 + self[row, $1] } }
  }

  /// How many rows were taken for each class.
  package var columnSums: [Double] {
    names.indices.map { column in names.indices.reduce(0) { $0 + self[$1, column] } }
  }

  /// How many rows of each class were taken for it.
  package var hits: [Double] { names.indices.map { self[$0, $0] } }

  /// The share of each class's rows that were found; `nil` for a class without rows.
  package var recall: [Double?] { zip(hits, rowSums).map { $1 > 0 ? $0 / $1 : nil } }

  /// The share of right ones among those taken for each class; `nil` for a class never taken.
  package var precision: [Double?] { zip(hits, columnSums).map { $1 > 0 ? $0 / $1 : nil } }

  /// The share of all rows taken for what they are; `nil` without rows.
  package var accuracy: Double? {
    let all = rowSums.reduce(0, +)
    return all > 0 ? hits.reduce(0, +) / all : nil
  }

  /// `accuracy 124/149 = 0.832`.
  var accuracyText: String {
    let (right, all) = (hits.reduce(0, +), rowSums.reduce(0, +))
    let share = accuracy.map { " = \(fixed($0, 3))" } ?? ""
    return "accuracy \(shortNumber(right))/\(shortNumber(all))\(share)"
  }

  /// What the matrix shows, in words.
  var sentence: String {
    var worst: (row: Int, column: Int)?
    for row in names.indices {
      for column in names.indices where row != column && self[row, column] > 0 {
        let most = worst.map { self[$0.row, $0.column] } ?? 0
        if self[row, column] > most { worst = (row, column) }
      }
    }
    let mistake =
      worst.map {
        "most often \(names[$0.row]) is taken for \(names[$0.column]), "
          + "\(counted(whole(self[$0.row, $0.column]), "time"))"
      } ?? "no class is taken for another"
    return "confusion matrix of \(counted(names.count, "class", "classes")), \(accuracyText); "
      + mistake
  }
}
