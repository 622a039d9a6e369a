import Datasets
import Diagnostics
import Glibc
import Tensors
import Testing

/// Data sets with all that names and values may hold come back as they were written.
@Suite("written data sets")
struct WriterPropertyTests {
  static let oddNames = [
    "plain", "two words", " leading", "trailing ", "it's", "say \"so\"", "100%", "%", "a,b", "a;b",
    "tab\there", "line\nbreak", "back\\slash", "{braces}", "@data", "?", "", "ünïcødé", "日本語", "👩‍👩‍👧",
    "-C", "a: b", "&amp; <x>", "'quoted'", "\"quoted\"", "#hash", "0", "\r", "NA",
  ]

  /// A data set of seeded sizes, names and values.
  private func random(_ seed: Int, isSparse: Bool) throws -> Dataset {
    var random = RandomGenerator(seed: UInt64(seed))
    func below(_ bound: Int) -> Int { Int(random.integer(below: UInt64(bound))) }
    let (n, d, C) = (1 + below(6), 1 + below(5), below(4))
    var names = Self.oddNames
    func name() -> String { names.remove(at: below(names.count)) }
    let features = (0..<d).map { _ in name() }
    let labels = (0..<C).map { _ in name() }
    var values = Self.oddNames.filter { !["?", "", "NA", "0"].contains($0) }
    let kinds = features.map { _ -> FeatureKind in
      switch below(4) {
      case 0:
        return .nominal((0..<2 + below(3)).map { _ in values.remove(at: below(values.count)) })
      case 1: return .nominal(["0", "1"])
      default: return .numeric
      }
    }
    var X = Tensor(repeating: 0, Shape(n, d))
    for i in 0..<n {
      for (j, kind) in kinds.enumerated() {
        let numbers = [0, -0.0, 1, -2.5, 1e-300, 1e300, 0.1, 123_456_789, random.normal()]
        switch kind {
        case .nominal(let values): X[i, j] = Double(below(values.count))
        case .numeric: X[i, j] = numbers[below(numbers.count)]
        }
        if below(8) == 0 { X[i, j] = .nan }
      }
    }
    var Y = Tensor(repeating: 0, Shape(n, C))
    for i in 0..<n { for c in 0..<C { Y[i, c] = below(9) == 0 ? .nan : Double(below(2)) } }
    return Dataset(
      name: Self.oddNames[below(2)], X: isSparse ? .sparse(try SparseMatrix(X)) : .dense(X), Y: Y,
      featureNames: features, labelNames: labels, featureKinds: kinds)
  }

  private func withFile<R>(_ ending: String, _ body: (String) throws -> R) rethrows -> R {
    let path = "/tmp/tandem-\(getpid())-\(UInt64.random(in: 0..<UInt64.max))\(ending)"
    defer { unlink(path) }
    return try body(path)
  }

  private func same(_ a: Tensor, _ b: Tensor) -> Bool {
    a.shape == b.shape
      && zip(a.elements, b.elements).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }

  private func expectSame(_ a: Dataset, _ b: Dataset, _ context: String) throws {
    #expect(same(try a.X.dense(), try b.X.dense()), "\(context)")
    #expect(same(a.Y, b.Y), "\(context)")
    #expect(a.featureNames == b.featureNames, "\(context)")
    #expect(a.labelNames == b.labelNames, "\(context)")
    #expect(a.isSparse == b.isSparse, "\(context)")
  }

  @Test("come back from ARFF, dense and sparse", arguments: [false, true])
  func arff(isSparse: Bool) throws {
    for seed in 0..<150 {
      let data = try random(seed, isSparse: isSparse)
      try withFile(".arff") { path in
        try writeARFF(data, to: path)
        let back = try readARFF(path)
        try expectSame(back, data, "seed \(seed)")
        #expect(back.featureKinds == data.featureKinds, "seed \(seed)")
        #expect(back.name == data.name, "seed \(seed)")
      }
    }
  }

  @Test("keep their names and Mulan's label files theirs")
  func names() throws {
    for name in ["a: b", "x:y", "two  words", "-", "a -b", "it's: 50 %", ""] {
      var data = try random(1, isSparse: false)
      data.name = name
      data.labelNames = data.labelNames.indices.map { Self.oddNames[20 + $0] }
      data.featureNames = data.featureNames.indices.map { "f\($0)" }
      try withFile(".arff") { path in
        try writeARFF(data, to: path)
        #expect(try loadData(path).name == name)
        let labelFile = path.dropLast(5) + ".xml"
        defer { unlink(String(labelFile)) }
        try writeMulanLabels(data.labelNames, to: String(labelFile))
        try expectSame(try loadData(path), data, name)
      }
    }
    try withFile(".xml") { path in
      let names = Self.oddNames.filter { !$0.isEmpty }
      try writeMulanLabels(names, to: path)
      #expect(try readMulanLabels(path) == names)
    }
    #expect(throws: Failure.self) { try writeMulanLabels(["bell\u{7}"], to: "/tmp/no.xml") }
  }

  /// The texts behind the codes, since CSV has no place for an order of values.
  private func texts(_ data: Dataset) -> [[String]] {
    (0..<data.rowCount).map { i in
      data.featureKinds.enumerated().map { j, kind in
        let value = data.X[i, j]
        if case .nominal(let values) = kind, let code = Int(exactly: value) { return values[code] }
        return value.isNaN
          ? "missing" : value == 0 ? "0" : Int(exactly: value).map(String.init) ?? "\(value)"
      }
    }
  }

  @Test("come back from CSV, nominal values by their texts")
  func csv() throws {
    for seed in 0..<150 {
      let data = try random(seed, isSparse: false)
      try withFile(".csv") { path in
        try writeCSV(data, to: path)
        let back = try readCSV(path, labels: .last(data.labelCount))
        #expect(texts(back) == texts(data), "seed \(seed)")
        #expect(same(back.Y, data.Y), "seed \(seed)")
        #expect(back.featureNames == data.featureNames, "seed \(seed)")
        #expect(back.labelNames == data.labelNames, "seed \(seed)")
      }
    }
  }

  @Test("that a format cannot keep are refused with the reason")
  func refused() throws {
    var data = try random(2, isSparse: false)
    data.featureKinds[0] = .nominal(["?", "x"])
    let failure = #expect(throws: Failure.self) { try writeCSV(data, to: "/tmp/no.csv") }
    #expect(failure?.message.hasSuffix("would be a missing one in CSV") == true)
    var twice = FoldTests.data(3, 2, seed: 0)
    twice.labelNames = ["row", "b"]
    for write in [writeCSV, writeARFF] as [(Dataset, String) throws -> Void] {
      let failure = #expect(throws: Failure.self) { try write(twice, "/tmp/no") }
      #expect(
        failure?.message == "expected every column to have a name of its own, found \"row\" twice")
    }
  }
}
