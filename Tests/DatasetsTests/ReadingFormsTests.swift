import Datasets
import Tensors
import Testing

/// The same table written in many ways must read the same: plain cells, which are read at once, and
/// all others, which are not.
@Suite("Forms of one table")
struct ReadingFormsTests {
  /// Seeded numbers, some of them missing.
  private func table(_ rows: Int, _ columns: Int, seed: UInt64) -> [[Double]] {
    var generator = RandomGenerator(seed: seed)
    return (0..<rows).map { _ in
      (0..<columns).map { _ in
        let value = (generator.uniform() - 0.5) * 1000
        return switch generator.integer(below: 10) {
        case 0: .nan
        case 1: value.rounded()
        case 2: value * 1e-30
        default: value
        }
      }
    }
  }

  private func text(
    _ table: [[Double]], missing: String, newline: String, end: String,
    _ cell: (Double, Int, Int) -> String
  ) -> String {
    let rows = table.enumerated().map { i, row in
      row.enumerated().map { $1.isNaN ? missing : cell($1, i, $0) }.joined(separator: ",")
    }
    return rows.joined(separator: newline) + end
  }

  private func expectSame(_ found: Tensor, _ expected: [[Double]], _ form: String) {
    let isSame = zip(found.elements, expected.flatMap { $0 }).allSatisfy {
      $0 == $1 || $0.isNaN && $1.isNaN
    }
    #expect(found.shape == Shape(expected.count, expected[0].count), "\(form)")
    #expect(isSame, "\(form)")
  }

  @Test("CSV with quotes, blanks, blank lines, line ends of Windows, and a mark at its start")
  func csv() throws {
    let numbers = table(200, 7, seed: 1)
    let head = "a,b,c,d,e,f,g"
    let plain = text(numbers, missing: "", newline: "\n", end: "\n") { value, _, _ in "\(value)" }
    let forms: [(String, String)] = [
      ("plain", "\(head)\n\(plain)"),
      ("byte order mark", "\u{FEFF}\(head)\n\(plain)"),
      ("no newline at the end", "\(head)\n\(plain.dropLast())"),
      (
        "Windows",
        text([[]] + numbers, missing: "NA", newline: "\r\n", end: "\r\n") { value, _, _ in
          "\(value)"
        }
      ),
      (
        "blank lines",
        text(numbers, missing: "?", newline: "\n \n\n", end: "\n\n\n") { value, _, _ in "\(value)" }
      ),
      (
        "quotes here and there",
        text(numbers, missing: "\"\"", newline: "\n", end: "") { value, i, j in
          (i + j) % 3 == 0 ? "\"\(value)\"" : "\(value)"
        }
      ),
      (
        "blanks here and there",
        text(numbers, missing: " nan ", newline: " \n", end: "") { value, i, j in
          ["\(value)", "  \(value)", "\(value) ", "\t\(value)"][(i + j) % 4]
        }
      ),
    ]
    for (form, body) in forms {
      let hasHead = body.drop { $0 == "\u{FEFF}" }.hasPrefix(head)
      let contents = hasHead ? body : head + "\n" + body
      let data = try dataset(csv: ByteFile(path: "t.csv", contents: contents.utf8))
      expectSame(data.X, numbers, form)
    }
  }

  @Test("labels in front, behind and between are taken out in their own order")
  func labels() throws {
    let numbers = table(20, 4, seed: 2)
    let body = text(numbers, missing: "", newline: "\n", end: "\n") { value, _, _ in "\(value)" }
    for names in [["c", "a"], ["d"], ["b", "c"], ["d", "c", "b", "a"]] {
      let data = try dataset(
        csv: ByteFile(path: "t.csv", contents: "a,b,c,d\n\(body)".utf8), labels: .names(names))
      let columns = names.map { Int($0.utf8.first ?? 0) - 97 }
      let others = (0..<4).filter { !columns.contains($0) }
      expectSame(data.Y, numbers.map { row in columns.map { row[$0] } }, "labels \(names)")
      if !others.isEmpty {
        expectSame(data.X, numbers.map { row in others.map { row[$0] } }, "features of \(names)")
      }
      #expect(data.X.columnCount == others.count)
    }
  }

  @Test("a column whose first text comes late holds the codes of all its texts")
  func lateText() throws {
    let body = (0..<1000).map { "\($0 % 40),\($0 == 999 ? "red" : String($0 % 30))" }
    let data = try dataset(
      csv: ByteFile(path: "t.csv", contents: ("a,b\n" + body.joined(separator: "\n")).utf8))
    #expect(data.featureKinds == [.numeric, .nominal((0..<30).map(String.init) + ["red"])])
    #expect(
      (0..<999).allSatisfy { data.X[$0, 1] == Double($0 % 30) && data.X[$0, 0] == Double($0 % 40) })
    #expect(data.X[999, 1] == 30)
  }

  @Test("thousands of distinct texts keep the order of their appearance")
  func manyTexts() throws {
    var generator = RandomGenerator(seed: 5)
    let words = (0..<20_000).map { _ in "w\(generator.integer(below: 5000))" }
    var order: [String] = []
    var codes: [String: Int] = [:]
    for word in words where codes[word] == nil {
      codes[word] = order.count
      order.append(word)
    }
    let data = try dataset(
      csv: ByteFile(path: "t.csv", contents: words.joined(separator: "\n").utf8), header: false)
    #expect(data.featureKinds == [.nominal(order)])
    #expect(zip(words, data.X.elements).allSatisfy { codes[$0].map(Double.init) == $1 })
    let arff = try Dataset.arff(
      "@relation w\n@attribute w {\(order.joined(separator: ","))}\n@data\n"
        + words.joined(separator: "\n"))
    #expect(arff.X.elements == data.X.elements)
  }

  @Test("dense ARFF with blanks, quotes, comments and line ends of Windows")
  func arff() throws {
    var numbers = table(200, 5, seed: 3)
    for i in numbers.indices { numbers[i][4] = Double(i % 2) }
    let head =
      "@relation t\n" + (0..<4).map { "@attribute x\($0) real\n" }.joined()
      + "@attribute y {1,0}\n@data\n"
    let cell = { (value: Double, j: Int) in j == 4 ? String(Int(value)) : "\(value)" }
    let forms = [
      text(numbers, missing: "?", newline: "\n", end: "\n") { cell($0, $2) },
      text(numbers, missing: "?", newline: "\r\n", end: "") { cell($0, $2) },
      text(numbers, missing: " ? ", newline: " \n%\n\n", end: "\n% end") { value, i, j in
        let plain = cell(value, j)
        return [plain, " \(plain)", "\(plain)\t", "'\(plain)'", "\"\(plain)\" "][(i + j) % 5]
      },
    ]
    for form in forms { expectSame(try Dataset.arff(head + form).X, numbers, form) }
  }

  @Test("a question mark among the declared values is still a missing value")
  func questionMark() throws {
    let data = try Dataset.arff("@relation t\n@attribute a {x,'?'}\n@data\nx\n?\n'?'\n")
    #expect(data.X[0, 0] == 0 && data.X[1, 0].isNaN && data.X[2, 0] == 1)
  }
}
