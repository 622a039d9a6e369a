import Datasets
import Diagnostics
import Glibc
import Tensors
import Testing

/// Files of the extreme classification repository's form; contents written down by hand.
@Suite("extreme classification files")
struct XCTests {
  private func read(_ text: String, rows: Int? = nil) throws -> Dataset {
    try dataset(xc: ByteFile(path: "a.txt", contents: text.utf8), rows: rows)
  }

  private func message(_ text: String) -> String {
    do {
      _ = try read(text)
      return ""
    } catch { return (error as? Failure)?.message ?? "\(error)" }
  }

  @Test("have sparse features and a column for each label")
  func contents() throws {
    let data = try read("4 3 5\n1,4 0:1.5 2:-1e2\n 1:2\r\n0\n\n")
    #expect(data.isSparse)
    #expect(data.X.elements == [1.5, 0, -100, 0, 2, 0, 0, 0, 0, 0, 0, 0])
    #expect(
      data.Y.elements == [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(data.labelNames == ["0", "1", "2", "3", "4"])
    #expect(data.featureNames == ["x0", "x1", "x2"])
  }

  @Test("may leave out the blank before features without labels, and the last line's end")
  func lenient() throws {
    let data = try read("2 2 1\n0:1\n0 1:2")
    #expect(data.X.elements == [1, 0, 0, 2])
    #expect(data.Y.elements == [0, 1])
  }

  @Test("can be read in part")
  func part() throws {
    let data = try read("3 2 2\n0 0:1\n1 1:1\n0,1 0:2\n", rows: 2)
    #expect(data.Y.elements == [1, 0, 0, 1])
    #expect(try read("3 2 2\n0 0:1\n1 1:1\n0,1 0:2\n", rows: 0).rowCount == 0)
  }

  @Test(
    "that are damaged are errors with the place",
    arguments: [
      (
        "2 3\n",
        "line 1, column 1: expected three counts in the first line, of samples, features "
          + "and labels, found 2 words"
      ),
      ("2 x 3\n", "line 1, column 3: expected the number of features, found \"x\""),
      ("1 -2 3\n", "line 1, column 3: expected the number of features, found \"-2\""),
      (
        "1 2 2\n2 0:1\n",
        "line 2, column 1: expected labels from 0 to 1, as the first line says, found 2"
      ),
      (
        "1 2 2\n0 1:1 2:1\n",
        "line 2, column 7: expected features from 0 to 1, as the first line says, found 2"
      ),
      ("1 2 2\n0 1:1 1:2\n", "line 2, column 10: feature 1 is given twice in the line"),
      (
        "1 2 2\n0 1:a\n",
        "line 2, column 5: expected a number as the value of feature 1, found \"a\""
      ),
      (
        "1 2 2\n0 1:1\n1 0:1\n",
        "line 3, column 1: expected 1 samples, as the first line says, found more"
      ),
      (
        "3 2 2\n0 1:1\n1 0:1\n",
        "line 4, column 1: expected 3 samples, as the first line says, found 2"
      ),
    ])
  func damage(_ text: String, _ expected: String) {
    #expect(message(text) == "a.txt, \(expected)")
  }

  @Test("with sizes that no memory holds are refused")
  func huge() {
    #expect(message("2000000000 2 2000000000\n").contains("found fewer lines"))
    let lines = String(repeating: "\n", count: 200_000)
    #expect(
      message("200000 2 2000000000\n\(lines)")
        == "a.txt: 200000 samples with 2000000000 labels do not fit in memory")
    #expect(!message("99999999999999999999 2 2\n").isEmpty)
    #expect(!message("").isEmpty)
  }

  @Test("are found by load_data, and read back as they were written")
  func thereAndBack() throws {
    var random = RandomGenerator(seed: 4)
    for round in 0..<20 {
      let (n, d, C) = (round % 5, 1 + round % 4, 1 + round % 3)
      let X = Tensor(
        (0..<n * d).map { _ in random.uniform() < 0.5 ? 0 : random.normal() }, Shape(n, d))
      let data = Dataset(
        name: "t", X: .sparse(try SparseMatrix(X)),
        Y: Tensor((0..<n * C).map { _ in random.uniform() < 0.4 ? 1 : 0 }, Shape(n, C)),
        featureNames: (0..<d).map { "x\($0)" }, labelNames: (0..<C).map(String.init))
      let path = "/tmp/tandem-xc-\(getpid())-\(round).txt"
      defer { unlink(path) }
      try writeXC(data, to: path)
      let back = try readXC(path)
      #expect(back.X.elements == X.elements && back.X.shape == data.X.shape)
      #expect(back.Y.elements == data.Y.elements && back.Y.shape == data.Y.shape)
      if n > 0, !X.elements.prefix(d).allSatisfy({ $0 == 0 }) {
        #expect(try loadData(path).labelNames == data.labelNames)
      }
    }
    var unknown = FoldTests.data(3, 2, seed: 0)
    unknown.Y[1, 1] = .nan
    let failure = #expect(throws: Failure.self) { try writeXC(unknown, to: "/tmp/no.txt") }
    #expect(failure?.message == "expected labels to be 0 or 1, found nan in row 1, label \"l1\"")
  }
}
