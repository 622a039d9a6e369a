import Datasets
import Diagnostics
import Glibc
import Tensors
import Testing

@Suite("CSV, NPY and writers")
struct TableTests {
  private func csv(
    _ text: String, labels: LabelSelection? = nil, header: Bool = true
  ) throws -> Dataset {
    try dataset(
      csv: ByteFile(path: "t.csv", contents: text.utf8), labels: labels, header: header)
  }

  /// A name for a file that is removed when the body is done.
  private func withFile<R>(_ name: String, _ body: (String) throws -> R) rethrows -> R {
    let path = "/tmp/tandem-\(getpid())-\(UInt64.random(in: 0..<UInt64.max))-\(name)"
    defer { unlink(path) }
    return try body(path)
  }

  @Test("quotes, missing cells and nominal columns")
  func cells() throws {
    let data = try csv(
      "a,\"b, \"\"x\"\"\",l\r\n1,\"two\nlines\",yes\r\n , red ,no\r\n-2e-1,\"two\nlines\",NA\r\n",
      labels: .last(1))
    #expect(data.featureNames == ["a", "b, \"x\""])
    #expect(data.featureKinds == [.numeric, .nominal(["two\nlines", "red"])])
    #expect(data.labelNames == ["l"])
    #expect(data.X[0, 0] == 1 && data.X[1, 0].isNaN && data.X[2, 0] == -0.2)
    #expect((0..<3).map { data.X[$0, 1] } == [0, 1, 0])
    #expect(data.Y[0, 0] == 1 && data.Y[1, 0] == 0 && data.Y[2, 0].isNaN)
  }

  @Test("tabs separate where the first line has no comma")
  func tabs() throws {
    let data = try csv("1\t2\t\n4\t5\t6", header: false)
    #expect(data.featureNames == ["x0", "x1", "x2"])
    #expect(data.X[0, 2].isNaN)
    #expect(data.X.elements.suffix(3) == [4, 5, 6])
  }

  @Test(
    "damage is told with file, line and column",
    arguments: [
      ("a,b\n1\n", "t.csv, line 2, column 2: expected 2 cells in the row, found 1"),
      ("a,b\n1,2,3\n", "t.csv, line 2, column 5: expected 2 cells in the row, found more"),
      ("a,b\n1,\"2\n", "t.csv, line 2, column 3: the quoted cell is not closed"),
      ("a,a\n1,2\n", "t.csv: column \"a\" is named twice in the first line"),
      ("", "t.csv: expected a line of column names, found nothing"),
    ])
  func damage(_ text: String, _ message: String) {
    let failure = #expect(throws: Failure.self) { try csv(text) }
    #expect(failure?.message == message)
  }

  @Test("school.csv agrees with awk", .enabled(if: RealFiles.arePresent))
  func school() throws {
    // awk -F, 'NR>1{s+=$2;t+=$1}END{print NR-1,s,t}' school.csv
    let data = try loadData(RealFiles.path("school.csv"))
    #expect(data.rowCount == 15362)
    #expect(data.featureNames.prefix(3) == ["school", "score", "x0"])
    #expect(data.featureCount == 30)
    let sums = (0..<2).map { column in
      (0..<data.rowCount).reduce(0) { $0 + data.X[$1, column] }
    }
    #expect(sums == [1009725, 316416])
  }

  /// The bytes of an array as NumPy's format description has them.
  private func npy(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> ByteFile {
    let length = header.utf8.count
    let size: [UInt8] = [UInt8(length & 255), UInt8(length >> 8)] + (version > 1 ? [0, 0] : [])
    return ByteFile(
      path: "a.npy",
      contents: [0x93] + Array("NUMPY".utf8) + [version, 0] + size + Array(header.utf8) + data)
  }

  @Test("types and orders of NumPy arrays")
  func arrays() throws {
    let fortran = try tensor(
      npy: npy(
        "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }\n",
        [1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 255, 255], version: 2))
    #expect(fortran.shape == Shape(2, 3))
    #expect(fortran.elements == [1, 2, 3, 4, 5, -1])
    let single = try tensor(
      npy: npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n", [0, 0, 192, 63]))
    #expect(single.elements == [1.5])
    let bools = try tensor(
      npy: npy("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }\n", [0, 1], version: 3))
    #expect(bools.isBool)
    #expect(bools.elements == [0, 1])
  }

  @Test("an array that was cut off is refused")
  func cutArray() {
    let failure = #expect(throws: Failure.self) {
      try tensor(
        npy: npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }\n", [1, 2, 3]))
    }
    #expect(failure?.message == "a.npy: expected 24 bytes of data for 3, found 3")
  }

  @Test("an array's huge shape is refused without a trap")
  func hugeArray() {
    for shape in ["(4611686018427387904, 8)", "(9223372036854775807,)", "(99999999999999999999,)"] {
      #expect(throws: (any Error).self) {
        try tensor(npy: npy("{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }\n", []))
      }
    }
  }

  @Test("arrays are written as they are read")
  func arrayThereAndBack() throws {
    let matrix = Tensor([1, -0.0, .nan, .infinity, 0.1, Double.leastNonzeroMagnitude], Shape(2, 3))
    try withFile("a.npy") { path in
      try writeNPY(matrix, to: path)
      let back = try readNPY(path)
      #expect(back.shape == matrix.shape)
      #expect(back.elements.map(\.bitPattern) == matrix.elements.map(\.bitPattern))
      try writeNPY(Tensor([1, 0], kind: .bool), to: path)
      #expect(try readNPY(path).isBool)
      // The header fills up a multiple of 64 bytes, as NumPy's format description demands.
      #expect(try ByteFile(reading: path).count == 128 + 2)
    }
  }

  private func sample(isSparse: Bool) -> Dataset {
    Dataset(
      name: "a b", X: Tensor(rows: [[0.1, 1, 0], [isSparse ? 0 : .nan, 0, 1e300]]),
      Y: Tensor(rows: [[1, 0], [0, 1]]), featureNames: ["it's, \"x\"", "colour", "z"],
      labelNames: ["l 1", "l2"],
      featureKinds: [.numeric, .nominal(["dark red", "blue"]), .numeric],
      isSparse: isSparse)
  }

  private func same(_ a: Tensor, _ b: Tensor) -> Bool {
    a.shape == b.shape
      && zip(a.elements, b.elements).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }

  @Test("ARFF is written as it is read", arguments: [false, true])
  func arffThereAndBack(isSparse: Bool) throws {
    let data = sample(isSparse: isSparse)
    try withFile("a.arff") { path in
      try writeARFF(data, to: path)
      let back = try loadData(path)
      #expect(same(back.X, data.X))
      #expect(same(back.Y, data.Y))
      #expect(back.featureNames == data.featureNames)
      #expect(back.labelNames == data.labelNames)
      #expect(back.featureKinds == data.featureKinds)
      #expect(back.isSparse == isSparse)
      #expect(back.name == "a b")
    }
  }

  @Test("CSV is written as it is read")
  func csvThereAndBack() throws {
    let data = sample(isSparse: false)
    try withFile("a.csv") { path in
      try writeCSV(data, to: path)
      let back = try readCSV(path, labels: .names(data.labelNames))
      #expect(back.X[0, 0] == 0.1 && back.X[1, 0].isNaN && back.X[1, 2] == 1e300)
      #expect(back.featureKinds[1] == .nominal(["blue", "dark red"]))
      #expect(same(back.Y, data.Y))
      #expect(back.featureNames == data.featureNames)
    }
  }

  @Test("a file that cannot be written leaves nothing behind")
  func unwritable() {
    let failure = #expect(throws: Failure.self) {
      try writeNPY(Tensor([1]), to: "/tmp/no-such-folder-\(getpid())/a.npy")
    }
    #expect(failure?.kind == .file)
    #expect(failure?.message.hasSuffix("its folder does not exist") == true)
  }
}
