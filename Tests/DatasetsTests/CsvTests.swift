import Datasets
import Diagnostics
import Files
import Glibc
import Tensors
import Testing

@Suite("Text tables")
struct CsvTests {
  private func parse(
    _ text: String, labels: LabelSelection? = nil, header: Bool = true
  ) throws
    -> Dataset
  {
    try CsvReader.parse(Array(text.utf8), file: "t.csv", labels: labels, header: header)
  }

  @Test("Names, quotes, line ends and a missing last newline")
  func quotes() throws {
    let data = try parse("\u{FEFF}\"a,b\",\"say \"\"x\"\"\"\r\n1,2\r\n\r\n \"3\" , -4.5e-1 ")
    #expect(data.featureNames == ["a,b", "say \"x\""])
    #expect(data.X.elements == [1, 2, 3, -0.45])
  }

  @Test("Empty fields, NA, ? and nan are missing", arguments: ["", "NA", "?", "nan", "n/a", " "])
  func missing(_ field: String) throws {
    let data = try parse("a,b,c\n1,\(field),2\n3,4,\(field)\n")
    #expect(data.X[flat: 1].isNaN && data.X[flat: 5].isNaN)
    #expect(data.missingCount == 2)
    #expect(data.featureKinds == [.numeric, .numeric, .numeric])
  }

  @Test("Without a header the columns are numbered")
  func noHeader() throws {
    let data = try parse("1,2\n3,4", header: false)
    #expect(data.featureNames == ["x0", "x1"])
    #expect(data.rowCount == 2)
  }

  @Test("A column with text is nominal, its values sorted, numbers in it texts")
  func nominal() throws {
    let data = try parse("a,b\n10,pear\n20,\"ap\"\"ple\"\n30,\n40,7\n50,pear\n")
    #expect(data.featureKinds == [.numeric, .nominal(["7", "ap\"ple", "pear"])])
    let codes = [1, 3, 7, 9].map { data.X[flat: $0] }
    #expect(codes == [2, 1, 0, 2])
    #expect(data.X[flat: 5].isNaN)
  }

  @Test("Tabs and semicolons separate when the first line has no comma")
  func separators() throws {
    #expect(try parse("a\tb\n1\t2\n").X.elements == [1, 2])
    #expect(try parse("a\tb\n1\t\n").X[flat: 1].isNaN)
    #expect(try parse("\"a,b\";c\n1;2\n").featureNames == ["a,b", "c"])
  }

  @Test("Labels are the last columns, or named")
  func labels() throws {
    let text = "a,b,c\n5,0,yes\n6,1,no\n"
    let last = try parse(text, labels: .last(2))
    #expect(last.labelNames == ["b", "c"])
    #expect(last.Y.elements == [0, 1, 1, 0])
    #expect(try parse(text, labels: .names(["b"])).featureNames == ["a", "c"])
  }

  @Test(
    "A mistake is named with its place",
    arguments: [
      ("a,b\n1\n", "line 2, column 2: expected 2 fields, found 1"),
      ("a,b\n1,2,3\n", "line 2, column 4: expected 2 fields, found more"),
      ("a,b\n1,\"2\n", "line 2, column 3: expected a closing quote"),
      ("a,b\n\"1\"x,2\n", "line 2, column 4: expected a separator"),
      ("", "found an empty file"),
    ])
  func mistakes(_ text: String, _ expected: String) throws {
    let found = try #require(message { try parse(text) })
    #expect(found.contains(expected), "\(found)")
  }

  @Test("Numbers are the nearest doubles, however they are written")
  func exactNumbers() throws {
    var random = RandomGenerator(seed: 3)
    var texts = [
      "0.1", "-0", "+7.", ".5", "1e23", "9007199254740993", "123456789012345678", "1e-400", "1e400",
      "2.2250738585072011e-308", "4.9e-324", "1.7976931348623157e308", "0.000000000000000000000012",
      "1E5", "1e+05", "12345678901234567890", "0.1e-6", "8.5e22", "9007199254740992e22",
    ]
    for _ in 0..<2000 {
      let value = Double(bitPattern: random.next())
      if value.isFinite { texts.append("\(value)") }
      texts.append("\(random.normal())")
      texts.append("\(random.integer(below: 1_000_000)).\(random.integer(below: 1_000_000_000))")
    }
    let data = try parse("a\n" + texts.joined(separator: "\n"))
    let expected = try texts.map { text in
      try #require(Double(text.hasSuffix(".") ? text + "0" : text))
    }
    #expect(data.X.elements.map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test(
    "What only looks like a number is text",
    arguments: ["1e", "1.2.3", "0x10", "1_000", "--1", "e5", "+", "1d"])
  func notNumbers(_ field: String) throws {
    #expect(try parse("a\n\(field)\n").featureKinds == [.nominal([field])])
  }

  @Test("Writing and reading a data set is the identity")
  func roundTrip() throws {
    let X = Tensor([0.1, 2, .nan, 0, .nan, -1.5e-300, 3, 0, 1e21, 7, 1, -0.0], Shape(4, 3))
    let data = Dataset(
      name: "d", X: X, Y: Tensor([0, 1, 1, .nan, 0, 0, 1, 1], Shape(4, 2)),
      featureNames: ["a", "b,\"c\"", " odd "], labelNames: ["l", "NA"],
      featureKinds: [.numeric, .nominal(["NA", "u v", "x,y"]), .numeric])
    let back = try CsvReader.parse(CsvWriter.encode(data), file: "d.csv", labels: .last(2))
    #expect(back.featureNames == data.featureNames)
    #expect(back.labelNames == data.labelNames)
    #expect(back.X.elements.map(\.description) == X.elements.map(\.description))
    #expect(back.featureKinds == data.featureKinds)
    #expect(back.Y.elements.map(\.description) == data.Y.elements.map(\.description))
  }

  @Test("A matrix is written with its names and read back")
  func matrix() throws {
    let path = "/tmp/tandem-test-\(getpid())-matrix.csv"
    defer { unlink(path) }
    try CsvWriter.write(Tensor([1, 2.5, -3, .nan], Shape(2, 2)), names: ["p", "q"], to: path)
    let text = String(decoding: try File.read(path), as: UTF8.self)
    #expect(text == "p,q\n1,2.5\n-3,NA\n")
    #expect(throws: Failure.self) {
      try CsvWriter.write(Tensor(repeating: 0, Shape([2, 2, 2]) ?? Shape()), to: path)
    }
  }

  @Test("Damaged tables never trap")
  func damaged() throws {
    let text = "a,\"b c\",d\n1,2.5,x\n3,\"4\",\"y,\"\"z\"\n,NA,w\n"
    let mutations = Mutations(bytes: Array(text.utf8))
    for bytes in mutations.truncated(60) + mutations.flipped(2000, seed: 11) {
      do {
        let data = try CsvReader.parse(bytes, file: "t.csv", labels: .last(1))
        #expect(data.X.count == data.rowCount * data.featureNames.count)
      } catch let error as Failure {
        #expect(error.message.contains("t.csv"))
      }
    }
  }

  @Test("The school data has the published size", .enabled(if: RealFiles.areThere))
  func school() throws {
    let data = try CsvReader.read(RealFiles.path("school.csv"))
    #expect(data.rowCount == 15362)
    #expect(data.featureCount == 30)
    let schools = Set((0..<data.rowCount).map { data.X[flat: $0 * 30] })
    #expect(schools.count == 139)
  }
}
