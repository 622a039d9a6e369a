import Datasets
import Diagnostics
import Tensors
import Testing

@Suite("ARFF")
struct ARFFTests {
  @Test("keywords in any case, comments, quoted names and escapes")
  func header() throws {
    let data = try Dataset.arff(
      """
      % a comment
      @RELATION 'my data: -C 1'
      @Attribute 'it\\'s a label' {1,0}
      @ATTRIBUTE "two words" REAL
      @attribute kind {'a b', "c,d", e}
      @DATA
      1, 2.5, 'a b'   % behind
      0, ?, "c,d"

      % between
      1, -1e3, e
      """)
    #expect(data.name == "my data")
    #expect(data.labelNames == ["it's a label"])
    #expect(data.featureNames == ["two words", "kind"])
    #expect(data.featureKinds == [.numeric, .nominal(["a b", "c,d", "e"])])
    #expect(data.Y.elements == [1, 0, 1])
    #expect(data.X[0, 0] == 2.5)
    #expect(data.X[1, 0].isNaN)
    #expect(data.X[2, 0] == -1000)
    #expect((0..<3).map { data.X[$0, 1] } == [0, 1, 2])
    #expect(data.missingCount == 1)
  }

  @Test("a nominal value that a sparse row leaves out is the first declared one")
  func sparseDefault() throws {
    let data = try Dataset.arff(
      """
      @relation s
      @attribute a {1,0}
      @attribute b {x,y,z}
      @attribute c numeric
      @attribute l {0,1}
      @data
      {}
      {0 0, 1 z, 2 4, 3 1}
      { 3 ? }
      """, labels: .last(1))
    #expect(data.isSparse)
    #expect(data.X.elements == [1, 0, 0, 0, 2, 4, 1, 0, 0])
    #expect(data.Y[0, 0] == 0)
    #expect(data.Y[1, 0] == 1)
    #expect(data.Y[2, 0].isNaN)
    #expect(data.missingLabelCount == 1)
  }

  @Test("a negative count of MEKA puts the labels last")
  func negativeCount() throws {
    let data = try Dataset.arff(
      "@relation 'm: -C -2'\n@attribute f real\n@attribute a {no,yes}\n@attribute b {true,false}\n@data\n3,yes,false"
    )
    #expect(data.labelNames == ["a", "b"])
    #expect(data.Y.elements == [1, 0])
    #expect(data.X.elements == [3])
  }

  @Test("a label of three answers is no yes or no, and keeps its codes")
  func threeAnswers() throws {
    let data = try Dataset.arff(
      "@relation m\n@attribute a {yes,maybe,no}\n@data\nno\nmaybe\nyes\n", labels: .last(1))
    #expect(data.Y.elements == [2, 1, 0])
  }

  private static let small =
    "@relation r\n@attribute 'Label One' {0,1}\n@attribute f real\n@data\n1,2\n"

  @Test("labels keep the order of the list and may differ in case, spaces and quotes")
  func looseNames() throws {
    let data = try Dataset.arff(ARFFTests.small, labels: .names(["f", "'label one'"]))
    #expect(data.labelNames == ["f", "Label One"])
    #expect(data.Y.elements == [2, 1])
  }

  @Test("a label that is no column is explained with near names")
  func unknownLabel() throws {
    let failure = #expect(throws: Failure.self) {
      try Dataset.arff(ARFFTests.small, labels: .names(["Label Ono"]))
    }
    #expect(
      failure?.message == "label \"Label Ono\" of the list of labels is no column of test.arff")
    #expect(failure?.notes == ["did you mean \"Label One\"?"])
  }

  @Test(
    "damage is told with file, line and column",
    arguments: [
      ("1,2,3", "test.arff, line 5, column 4: expected 2 values in the row, found more"),
      ("1", "test.arff, line 5, column 2: expected 2 values in the row, found 1"),
      ("2,1", "test.arff, line 5, column 1: \"2\" is no declared value of \"Label One\""),
      ("1, 0x1", "test.arff, line 5, column 4: expected a number for \"f\", found \"0x1\""),
      ("{0 1", "test.arff, line 5, column 1: expected } at the end of the sparse row"),
      ("{7 1}", "test.arff, line 5, column 2: expected an attribute's number from 0 to 1, found 7"),
      ("{0 1,0 1}", "test.arff, line 5, column 7: attribute 0 is given twice in the row"),
      ("1,2\n{}", "test.arff, line 6, column 1: expected a row without braces like the first"),
    ])
  func damage(_ row: String, _ message: String) throws {
    let head = "@relation r\n@attribute 'Label One' {0,1}\n@attribute f real\n@data\n"
    let failure = #expect(throws: Failure.self) { try Dataset.arff(head + row) }
    #expect(failure?.kind == .data)
    #expect(failure?.message == message)
  }

  @Test("Mulan's nested labels and entities are read in order")
  func nestedLabels() throws {
    let text = """
      <?xml version='1.0'?><!-- <label name="no"/> -->
      <labels xmlns="x"><label name="a &amp; b"><label name='&#x41;&quot;'/></label>
      <label name="last"></label></labels>
      """
    let names = try mulanLabels(ByteFile(path: "l.xml", contents: text.utf8))
    #expect(names == ["a & b", "A\"", "last"])
  }

  @Test(
    "a damaged label file is told with its place",
    arguments: [
      ("<labels><label name=\"a\"/>", "l.xml, line 1, column 26: the file ends before </labels>"),
      ("<labels><label name=\"a/>", "l.xml, line 1, column 21: the value in quotes is not closed"),
      ("<labels><label/></labels>", "l.xml, line 1, column 9: expected a label with a name"),
      ("", "l.xml, line 1, column 1: expected <labels>, found no element"),
    ])
  func damagedLabels(_ text: String, _ message: String) {
    let failure = #expect(throws: Failure.self) {
      try mulanLabels(ByteFile(path: "l.xml", contents: text.utf8))
    }
    #expect(failure?.message == message)
  }
}
