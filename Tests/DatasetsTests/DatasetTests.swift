import Datasets
import Diagnostics
import Files
import Glibc
import Tensors
import Testing

@Suite("Data sets")
struct DatasetTests {
  private let data = Dataset(
    name: "d", X: Tensor([0, 1, 2, 3, 4, 5, 6, 7], Shape(4, 2)),
    Y: Tensor([1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0], Shape(4, 3)), featureNames: ["a", "b"],
    labelNames: ["p", "q", "r"])

  @Test("Rows come in the order asked for, repeats included")
  func rows() throws {
    let part = try data.rows([2, 0, 2])
    #expect(part.X.elements == [4, 5, 0, 1, 4, 5])
    #expect(part.Y.elements == [1, 1, 0, 1, 0, 1, 1, 1, 0])
    #expect(try data.rows([]).rowCount == 0)
  }

  @Test("A row that is not there is an error", arguments: [-1, 4, Int.max, Int.min])
  func rowsOutOfRange(_ position: Int) {
    #expect(message { try data.rows([0, position]) }?.contains("out of range for 4 rows") == true)
  }

  @Test("Label statistics follow their definitions")
  func statistics() throws {
    let statistics = try data.labelStatistics()
    #expect(statistics.counts == [3, 1, 2])
    #expect(statistics.cardinality == 1.5)
    #expect(statistics.density == 0.5)
    #expect(statistics.imbalanceRatios == [1, 3, 1.5])
    #expect(statistics.labelSets.map(\.labels) == [[0, 2], [], [0, 1]])
    #expect(statistics.labelSets.map(\.count) == [2, 1, 1])
  }

  @Test("An unknown label counts as absent, its row is in no label set")
  func unknownLabels() throws {
    var partly = data
    partly.Y[flat: 2] = .nan
    let statistics = try partly.labelStatistics()
    #expect(statistics.unknownCount == 1)
    #expect(statistics.counts == [3, 1, 1])
    #expect(statistics.labelSets.map(\.count).reduce(0, +) == 3)
  }

  @Test("Co-occurrence is YᵀY")
  func cooccurrence() throws {
    #expect(try data.cooccurrence().elements == [3, 1, 2, 1, 1, 0, 2, 0, 2])
  }

  @Test("A split deals out every row once, rounded, and the same for the same seed")
  func split() throws {
    let many = try data.rows((0..<101).map { $0 % 4 })
    var numbered = many
    numbered.X = Tensor((0..<202).map(Double.init), Shape(101, 2))
    let (train, test) = try numbered.split(0.7, seed: 5)
    #expect(train.rowCount == 71 && test.rowCount == 30)
    let all = train.X.elements + test.X.elements
    #expect(all.sorted() == (0..<202).map(Double.init))
    #expect(try numbered.split(0.7, seed: 5).train.X.elements == train.X.elements)
    #expect(try numbered.split(0.7, seed: 6).train.X.elements != train.X.elements)
    #expect(train.Y[0, 0] == numbered.Y[Int(train.X[0, 0]) / 2, 0])
  }

  @Test(
    "A share that leaves a part empty is an error",
    arguments: [0, 1, -0.5, 2, .nan, .infinity, 0.05, 0.95])
  func badShare(_ share: Double) {
    #expect(throws: Failure.self) { try data.split(share, seed: 0) }
  }

  @Test("Writing and reading ARFF is the identity", arguments: [false, true])
  func arffRoundTrip(_ isSparse: Bool) throws {
    var odd = Dataset(
      name: "it's odd", X: Tensor([0.1, 0, .nan, 1, -1e-300, .nan], Shape(3, 2)),
      Y: Tensor([1, 0, 0, 1, .nan, 1], Shape(3, 2)), featureNames: ["a 'b' \\ %", "{c}"],
      labelNames: ["l,m", "ünï"], featureKinds: [.numeric, .nominal(["x y", "'z'"])])
    odd.isSparse = isSparse
    let back = try ArffReader.parse(ArffWriter.encode(odd), file: "t.arff")
    #expect(back.name == odd.name)
    #expect(back.featureNames == odd.featureNames)
    #expect(back.labelNames == odd.labelNames)
    #expect(back.featureKinds == odd.featureKinds)
    #expect(back.isSparse == isSparse)
    #expect(back.X.elements.map(\.description) == odd.X.elements.map(\.description))
    #expect(back.Y.elements.map(\.description) == odd.Y.elements.map(\.description))
  }

  @Test(
    "Writing a published set and reading it again is the identity",
    .enabled(if: RealFiles.areThere),
    arguments: ["mulan/foodtruck.arff", "mulan/medical-train.arff", "meka/weather.arff"])
  func publishedRoundTrip(_ name: String) throws {
    let data = try RealFiles.load(name)
    let back = try ArffReader.parse(ArffWriter.encode(data), file: "t.arff")
    #expect(back.X.elements == data.X.elements)
    #expect(back.Y.elements == data.Y.elements)
    #expect(back.featureKinds == data.featureKinds)
    #expect(back.featureNames == data.featureNames)
  }

  @Test("The label file is found by shortening the name", .enabled(if: RealFiles.areThere))
  func labelFile() {
    let found = DataLoader.labelFile(beside: RealFiles.path("mulan/flags-train.arff"))
    #expect(found == RealFiles.path("mulan/flags.xml"))
    #expect(DataLoader.labelFile(beside: RealFiles.path("meka/weather.arff")) == nil)
  }

  @Test("A file that is replaced is never half there, and keeps its permissions")
  func atomicWrite() throws {
    let path = "/tmp/tandem-test-\(getpid())-atomic"
    defer { unlink(path) }
    try File.write([1, 2, 3], to: path)
    chmod(path, 0o600)
    try File.write([4], to: path)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(try File.read(path) == [4])
    #expect(
      message { try File.write([1], to: "/tmp/no/such/folder/x") }?.contains(
        "its folder does not exist") == true)
    #expect(message { try File.read("/tmp") }?.contains("it is a folder") == true)
    #expect(message { try File.read("/tmp/no-such-file") }?.contains("no such file") == true)
  }
}
