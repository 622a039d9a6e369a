import Datasets
import Diagnostics
import Tensors
import Testing

/// Files of several megabytes are read in parts, which must not show.
@Suite("Files read in parts")
struct LinePartsTests {
  private static let rows = 60_000

  /// Row i holds i and three numbers made of it: more than two parts in all.
  private static let lines: [String] = (0..<rows).map { i in
    let value = Double(i)
    return "\(i),\(value / 7),\(-value * 1e-9),\(i % 2)"
  }

  private func csv(_ lines: [String]) throws -> Dataset {
    let text = "a,b,c,d\n" + lines.joined(separator: "\n") + "\n"
    #expect(text.utf8.count > 2 << 20)
    return try dataset(csv: ByteFile(path: "t.csv", contents: text.utf8))
  }

  private func arff(_ lines: [String]) throws -> Dataset {
    try Dataset.arff(
      "@relation t\n@attribute a real\n@attribute b real\n@attribute c real\n"
        + "@attribute d {0,1}\n@data\n" + lines.joined(separator: "\n"))
  }

  private func expectRows(_ X: Tensor, _ name: String) {
    #expect(X.shape == Shape(LinePartsTests.rows, 4), "\(name)")
    let found = X.elements
    var isRight = found.count == 4 * LinePartsTests.rows
    for i in 0..<LinePartsTests.rows where isRight {
      let value = Double(i)
      let expected: [Double] = [value, value / 7, -value * 1e-9, Double(i % 2)]
      isRight = Array(found[4 * i..<4 * i + 4]) == expected
    }
    #expect(isRight, "\(name)")
  }

  @Test("every row is in its place")
  func places() throws {
    expectRows(try csv(LinePartsTests.lines).X.dense(), "csv")
    expectRows(try arff(LinePartsTests.lines).X.dense(), "arff")
  }

  @Test("blank lines and comments far behind the start move no row")
  func blankLines() throws {
    var lines = LinePartsTests.lines
    lines.insert("", at: 40_000)
    expectRows(try csv(lines).X.dense(), "csv")
    lines.insert("% a comment", at: 30_000)
    expectRows(try arff(lines).X.dense(), "arff")
  }

  @Test("a quoted cell that spans lines far behind the start makes its column nominal")
  func quotedLines() throws {
    var lines = LinePartsTests.lines
    lines[50_000] = "50000,\"two\nlines\",0,1"
    let data = try csv(lines)
    #expect(data.rowCount == LinePartsTests.rows)
    guard case .nominal(let values) = data.featureKinds[1] else {
      Issue.record("the column is numeric")
      return
    }
    #expect(values[Int(data.X[50_000, 1])] == "two\nlines")
    #expect(data.X[59_999, 0] == 59_999)
  }

  @Test("of several wrong rows the first is named")
  func firstError() {
    var lines = LinePartsTests.lines
    lines[55_000] = "1,2"
    lines[30_000] = "1,2,3"
    let csvFailure = #expect(throws: Failure.self) { try csv(lines) }
    #expect(
      csvFailure?.message == "t.csv, line 30002, column 6: expected 4 cells in the row, found 3")
    let arffFailure = #expect(throws: Failure.self) { try arff(lines) }
    #expect(
      arffFailure?.message
        == "test.arff, line 30007, column 6: expected 4 values in the row, found 3")
  }
}
