import Datasets
import Diagnostics
import Files
import Tensors
import Testing

/// What another program reads from a published file.
struct KnownSet: Sendable, CustomTestStringConvertible {
  let file: String
  let rows: Int
  let features: Int
  let labels: Int
  /// Σ of all features.
  let sum: Double
  /// Σ of feature i (row-major) times i mod 97 + 1, which sees values in wrong places.
  let weightedSum: Double
  let labelTotal: Int
  let labelSets: Int

  var testDescription: String { file }

  init(
    _ file: String, _ rows: Int, _ features: Int, _ labels: Int, _ sum: Double, _ weighted: Double,
    _ labelTotal: Int, _ labelSets: Int
  ) {
    self.file = file
    self.rows = rows
    self.features = features
    self.labels = labels
    self.sum = sum
    weightedSum = weighted
    self.labelTotal = labelTotal
    self.labelSets = labelSets
  }

  /// Figures of other programs.
  ///
  /// Dense files: scipy.io.arff (SciPy 1.x), nominals as positions among the declared values, {0,1}
  /// as their value. Sparse files: fifteen lines of Python that split at commas and blanks.
  static let all = [
    KnownSet("mulan/flags-train.arff", 129, 19, 7, 112336, 5816328, 441, 45),
    KnownSet("mulan/flags-test.arff", 65, 19, 7, 31569, 1256091, 217, 32),
    KnownSet("mulan/emotions-train.arff", 391, 72, 6, 77550.03357, 3766222.222697, 709, 26),
    KnownSet("mulan/emotions-test.arff", 202, 72, 6, 41501.568601, 2059984.028969, 399, 21),
    KnownSet("mulan/foodtruck.arff", 407, 21, 12, 32030.5, 1562767, 932, 116),
    KnownSet("meka/Music.arff", 592, 71, 6, 13287.257044, 652473.815164, 1107, 27),
    KnownSet("meka/solar_flare.arff", 323, 10, 3, 3350, 164243, 94, 14),
    KnownSet("meka/weather.arff", 14, 4, 3, 2195, 61843, 18, 3),
    KnownSet("mulan/medical-train.arff", 333, 1449, 45, 4410, 215590, 418, 61),
    KnownSet("mulan/medical-test.arff", 645, 1449, 45, 8691, 427455, 800, 73),
    KnownSet("mulan/bibtex-train.arff", 4880, 1836, 159, 334250, 16362944, 11616, 2058),
    KnownSet("mulan/bibtex-test.arff", 2515, 1836, 159, 173496, 8496799, 6146, 1257),
  ]
}

@Suite("Reading ARFF")
struct ArffReaderTests {
  private func parse(_ text: String, labels: LabelSelection? = nil) throws -> Dataset {
    try ArffReader.parse(Array(text.utf8), file: "test.arff", labels: labels)
  }

  private func failure(_ text: String, labels: LabelSelection? = nil) -> Failure? {
    do {
      _ = try parse(text, labels: labels)
      return nil
    } catch { return error as? Failure }
  }

  @Test(
    "Published files give the values that other programs read", .enabled(if: RealFiles.areThere),
    arguments: KnownSet.all)
  func publishedFiles(_ known: KnownSet) throws {
    let data = try RealFiles.load(known.file)
    #expect(data.rowCount == known.rows)
    #expect(data.featureCount == known.features)
    #expect(data.labelCount == known.labels)
    #expect(data.featureNames.count == known.features)
    let values = data.X.elements
    let weighted = values.indices.reduce(0.0) { $0 + values[$1] * Double($1 % 97 + 1) }
    #expect(abs(values.reduce(0, +) - known.sum) <= 1e-9 * abs(known.sum))
    #expect(abs(weighted - known.weightedSum) <= 1e-9 * abs(known.weightedSum))
    #expect(data.Y.elements.reduce(0, +) >= Double(known.labelTotal))
    let statistics = try data.labelStatistics()
    #expect(statistics.counts.reduce(0, +) <= known.labelTotal)
    #expect(data.isSparse == (known.features > 1000))
    if known.file != "meka/solar_flare.arff" {
      #expect(statistics.counts.reduce(0, +) == known.labelTotal)
      #expect(statistics.labelSets.count == known.labelSets)
    }
  }

  @Test("Emotions has the published cardinality", .enabled(if: RealFiles.areThere))
  func emotionsCardinality() throws {
    let train = try RealFiles.load("mulan/emotions-train.arff").labelStatistics()
    let test = try RealFiles.load("mulan/emotions-test.arff").labelStatistics()
    let whole = (train.cardinality * 391 + test.cardinality * 202) / 593
    #expect(abs(whole - 1.869) < 0.001)
    #expect(abs(train.density - train.cardinality / 6) < 1e-15)
  }

  @Test("Keywords take any case, comments and blank lines are passed")
  func keywordsAndComments() throws {
    let data = try parse(
      "% first\n\n@RELATION r\n@Attribute a NUMERIC % note\n  % more\n@attribute b ReAl\n@DATA\n% no\n1,2\n\n 3 , 4 \n"
    )
    #expect(data.X.elements == [1, 2, 3, 4])
    #expect(data.name == "r")
  }

  @Test("Quoted names keep blanks, and escapes are resolved")
  func quotedNames() throws {
    let data = try parse(
      "@relation 'a b'\n@attribute 'it\\'s a name' numeric\n@attribute \"two words\" {'x y', 'z,{}', w}\n"
        + "@data\n1,'z,{}'\n2,w\n3,\"x y\"\n")
    #expect(data.featureNames == ["it's a name", "two words"])
    #expect(data.featureKinds[1] == .nominal(["x y", "z,{}", "w"]))
    #expect(data.X.elements == [1, 1, 2, 2, 3, 0])
  }

  @Test("A question mark is missing, in features and labels, dense and sparse")
  func missingValues() throws {
    let head = "@relation r\n@attribute a numeric\n@attribute l {0,1}\n@data\n"
    let dense = try parse(head + "?,?\n1,1\n", labels: .last(1))
    #expect(dense.X[flat: 0].isNaN && dense.Y[flat: 0].isNaN)
    #expect(dense.X[flat: 1] == 1 && dense.Y[flat: 1] == 1)
    let sparse = try parse(head + "{0 ?}\n{1 ?}\n", labels: .last(1))
    #expect(sparse.X[flat: 0].isNaN && sparse.Y[flat: 1].isNaN)
    #expect(sparse.X[flat: 1] == 0 && sparse.Y[flat: 0] == 0)
    #expect(dense.missingCount == 1)
  }

  @Test("A sparse row leaves out the first declared value")
  func sparseDefaults() throws {
    let data = try parse(
      "@relation r\n@attribute n numeric\n@attribute k {a,b,c}\n@attribute l {1,0}\n@attribute m {0,1}\n@data\n"
        + "{}\n{0 2.5, 1 c, 2 0, 3 1}\n{ 3 1 , 1 b }\n", labels: .last(2))
    #expect(data.X.elements == [0, 0, 2.5, 2, 0, 1])
    #expect(data.Y.elements == [1, 0, 0, 1, 1, 1])
    #expect(data.isSparse)
  }

  @Test("A feature declared {1,0} keeps its value as its code")
  func reversedBinary() throws {
    let data = try parse("@relation r\n@attribute a {1,0}\n@data\n1\n0\n")
    #expect(data.X.elements == [1, 0])
    #expect(data.featureKinds == [.nominal(["0", "1"])])
  }

  @Test("MEKA's option puts labels first, a negative one last")
  func mekaOption() throws {
    let body = "\n@attribute a numeric\n@attribute b {0,1}\n@attribute c {0,1}\n@data\n7,0,1\n"
    let last = try parse("@relation 'set: -C -2'" + body)
    #expect(last.labelNames == ["b", "c"])
    #expect(last.Y.elements == [0, 1])
    #expect(last.name == "set")
    let first = try parse("@relation 'set: -V -C 1 -R'" + body)
    #expect(first.labelNames == ["a"])
  }

  @Test("Labels may be yes and no, true and false, or other numbers")
  func labelWords() throws {
    let data = try parse(
      "@relation r\n@attribute a {yes,no}\n@attribute b {FALSE,TRUE}\n@attribute c {5,7}\n@attribute d {p,q}\n@data\nyes,TRUE,7,q\nno,FALSE,5,p\n",
      labels: .last(4))
    #expect(data.Y.elements == [1, 1, 7, 1, 0, 0, 5, 0])
    #expect(data.featureCount == 0)
  }

  @Test("Labels given by name keep the order given and tolerate spelling")
  func labelNames() throws {
    let text =
      "@relation r\n@attribute 'Big Sky' {0,1}\n@attribute x numeric\n@attribute sea {0,1}\n@data\n1,5,0\n"
    let data = try parse(text, labels: .names(["SEA", "big sky"]))
    #expect(data.labelNames == ["sea", "Big Sky"])
    #expect(data.Y.elements == [0, 1])
    let error = try #require(failure(text, labels: .names(["see"])))
    #expect(error.notes == ["did you mean \"sea\"?"])
  }

  @Test("Spelling that fits two columns is an error that names them")
  func ambiguousName() throws {
    let error = try #require(
      failure(
        "@relation r\n@attribute 'a b' {0,1}\n@attribute ab {0,1}\n@data\n", labels: .names(["AB"]))
    )
    #expect(error.notes.first?.contains("\"a b\", \"ab\"") == true)
  }

  @Test(
    "A mistake is named with file, line and column",
    arguments: [
      ("@relation r\n@attribute a numeric\n@data\n1\nx\n", "line 5, column 1: expected a number"),
      (
        "@relation r\n@attribute a numeric\n@attribute b {u,v}\n@data\n1,w\n",
        "line 5, column 3: expected a declared value"
      ),
      (
        "@relation r\n@attribute a numeric\n@attribute b numeric\n@data\n1\n",
        "line 5, column 1: expected 2 values, found 1"
      ),
      (
        "@relation r\n@attribute a numeric\n@data\n1,2\n",
        "line 4, column 2: expected 1 values, found more"
      ),
      (
        "@relation r\n@attribute a numeric\n@data\n{3 1}\n",
        "line 4, column 2: expected the position of a column"
      ),
      (
        "@relation r\n@attribute a numeric\n@data\n{0 1, 0 2}\n",
        "line 4, column 8: the row gives column 0 twice"
      ),
      ("@relation r\n@attribute a numeric\n@data\n{0 1\n", "expected , or }"),
      ("@relation r\n@attribute a {u,v\n@data\n", "line 2, column 18: expected } after"),
      ("@relation r\n@attribute a colour\n@data\n", "line 2, column 14: expected numeric"),
      ("@relation r\n@attribute a date\n@data\n", "found date"),
      (
        "@relation r\n@attribute 'a numeric\n@data\n", "line 2, column 12: expected a closing quote"
      ),
      ("@relation r\n@data\n", "expected at least one @attribute"),
      ("hello", "expected @relation, @attribute or @data"),
      ("@relation r\n@attribute a numeric\n", "expected @data, found the end of the file"),
      ("@relation r\n@attribute a numeric\n@data\n1,{5}\n", "instance weight"),
      (
        "@relation r\n@attribute a numeric\n@data\n{99999999999999999999 1}\n",
        "position of a column"
      ),
    ])
  func mistakes(_ text: String, _ expected: String) throws {
    let error = try #require(failure(text))
    #expect(error.message.hasPrefix("test.arff, line "))
    #expect(error.message.contains(expected), "\(error.message)")
    #expect(error.kind == .data)
  }

  @Test("Too many labels are an error", arguments: [LabelSelection.last(3), .first(3), .last(-1)])
  func tooManyLabels(_ labels: LabelSelection) throws {
    let error = try #require(
      failure("@relation r\n@attribute a numeric\n@attribute b numeric\n@data\n", labels: labels))
    #expect(error.message.contains("expected 0 to 2 label columns"))
  }

  @Test(
    "Damaged files give an error or a data set of the declared width",
    .enabled(if: RealFiles.areThere),
    arguments: ["mulan/flags-test.arff", "meka/weather.arff", "mulan/medical-train.arff"])
  func damagedFiles(_ name: String) throws {
    let mutations = Mutations(bytes: try File.read(RealFiles.path(name)))
    var refused = 0
    for bytes in mutations.truncated(120) + mutations.flipped(150, seed: 5) {
      do {
        let data = try ArffReader.parse(bytes, file: "damaged.arff")
        #expect(data.X.count == data.rowCount * data.featureCount)
        #expect(data.featureNames.count == data.featureCount)
      } catch let error as Failure {
        #expect(error.message.contains("damaged.arff"))
        refused += 1
      }
    }
    #expect(refused > 50)
  }
}
