import Datasets
import Diagnostics
import Files
import Glibc
import Tensors
import Testing

/// Files of libsvm's form; what they should hold is written down by hand from the form's rules.
@Suite("libsvm files")
struct LibSVMTests {
  private func read(
    _ text: String, _ base: IndexBase = .detected, features: Int? = nil, labels: [String]? = nil
  ) throws -> Dataset {
    try dataset(
      libsvm: ByteFile(path: "a.svm", contents: text.utf8), base: base, featureCount: features,
      labelNames: labels)
  }

  private func message(_ body: () throws -> Dataset) -> String {
    do {
      _ = try body()
      return ""
    } catch {
      return (error as? Failure)?.message ?? "\(error)"
    }
  }

  @Test("with one label a line keep its number and sparse features")
  func single() throws {
    let data = try read("2 1:0.5 3:-1e2 # a comment\n\n# another\n0\n1 qid:7 2:3\n")
    #expect(data.isSparse)
    #expect(data.X.elements == [0.5, 0, -100, 0, 0, 0, 0, 3, 0])
    #expect(data.Y.elements == [2, 0, 1])
    #expect(data.labelNames == ["y"])
    #expect(data.featureNames == ["x0", "x1", "x2"])
    #expect(data.name == "a")
  }

  @Test("with labels -1 and +1 have labels 0 and 1")
  func signed() throws {
    #expect(try read("+1 1:1\n-1 2:1\n").Y.elements == [1, 0])
    #expect(try read("-1 1:1\n2 2:1\n").Y.elements == [-1, 2])
  }

  @Test("with several labels, or none, a line have a 0/1 column for each label that occurs")
  func several() throws {
    let data = try read("1,3,7 1:1\n 2:1\n3:1\n10,3 1:2\r\n")
    #expect(data.labelNames == ["1", "3", "7", "10"])
    #expect(data.Y.elements == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1])
    #expect(data.X.elements == [1, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0])
  }

  @Test("take the label columns of the training file")
  func givenLabels() throws {
    let data = try read("3 1:1\n", labels: ["1", "3"])
    #expect(data.Y.elements == [0, 1])
    #expect(
      message { try read("4 1:1\n", labels: ["1", "3"]) }
        == "label 4 of a.svm is not among those given")
  }

  @Test("count features from 0 when a feature 0 occurs, or when told so")
  func bases() throws {
    #expect(try read("1 0:5 2:6\n").X.elements == [5, 0, 6])
    #expect(try read("1 1:5\n").X.elements == [5])
    #expect(try read("1 1:5\n", .zero).X.elements == [0, 5])
    #expect(try read("1 1:5\n", .one, features: 3).X.elements == [5, 0, 0])
    #expect(
      message { try read("1 0:5\n", .one) }
        == "a.svm: expected features that count from 1, found feature 0")
    #expect(
      message { try read("1 9:5\n", features: 3) }
        == "expected at most 3 features, found number 9 in a.svm")
  }

  @Test("may name features in any order, but each once")
  func order() throws {
    #expect(try read("1 3:3 1:1 2:0\n").X.elements == [1, 0, 3])
    #expect(
      message { try read("1 3:3 1:1 3:2\n") }
        == "a.svm, line 1, column 14: feature 3 is given twice in the line")
  }

  @Test("that are damaged are errors with the place")
  func damage() {
    #expect(
      message { try read("1 1:1\nx 2:1\n") }
        == "a.svm, line 2, column 1: expected a label, or labels separated by commas, found \"x\"")
    #expect(
      message { try read("1 1:\n") }
        == "a.svm, line 1, column 5: expected a number as the value of feature 1, found nothing")
    for bad in [
      "1 1.5:2", "1 -1:2", "1 2", "1, 3 1:1", "1 1e30:1", "1 nan:1", "1 :", ",", "1 qid:x",
    ] {
      #expect(message { try read(bad) }.hasPrefix("a.svm, line 1"), "\(bad)")
    }
    #expect(!message { try read("1 2147483647:1\n", .zero) }.isEmpty)
  }

  @Test("without a sample are data sets without rows")
  func empty() throws {
    let data = try read("# nothing\n")
    #expect(data.rowCount == 0)
    #expect(data.featureCount == 0)
  }

  @Test("read back as they were written", arguments: [false, true])
  func thereAndBack(zeroBased: Bool) throws {
    let X = Tensor(rows: [[0.1, 0, -1e-300], [0, 0, 0], [0, 2, .infinity]])
    for (Y, names) in [
      (Tensor(rows: [[1, 0], [0, 0], [1, 1]]), ["4", "9"]), (Tensor(rows: [[2], [0], [1]]), ["y"]),
    ] {
      let data = Dataset(
        name: "t", X: .sparse(try SparseMatrix(X)), Y: Y, featureNames: ["a", "b", "c"],
        labelNames: names)
      let path = "/tmp/tandem-libsvm-\(getpid())-\(zeroBased).svm"
      defer { unlink(path) }
      try writeLibSVM(data, to: path, zeroBased: zeroBased)
      let back = try readLibSVM(path, base: zeroBased ? .zero : .one, featureCount: 3)
      #expect(back.X.elements == X.elements)
      #expect(back.Y.elements == Y.elements)
      #expect(back.labelNames == names)
      #expect(try loadData(path).X.elements == X.elements)
    }
  }
}
