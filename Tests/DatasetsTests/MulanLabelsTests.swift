import Datasets
import Diagnostics
import Files
import Testing

@Suite("Mulan's label files")
struct MulanLabelsTests {
  private func parse(_ text: String) throws -> [String] {
    try MulanLabels.parse(Array(text.utf8), file: "labels.xml")
  }

  @Test("Names come in document order, children after their parents")
  func nested() throws {
    let names = try parse(
      "<?xml version=\"1.0\"?>\n<!-- two levels --><labels xmlns='u'>\n<label name=\"a\"><label name='b'/></label>\n<label other='1' name = \"c\"></label></labels>\n"
    )
    #expect(names == ["a", "b", "c"])
  }

  @Test("Entities stand for their characters")
  func entities() throws {
    #expect(
      try parse("<labels><label name=\"a &amp; b &lt;&gt;&quot;&apos; &#233;&#x41;\"/></labels>")
        == ["a & b <>\"' éA"])
  }

  @Test(
    "A file that is no label file is refused with its place",
    arguments: [
      ("", "expected <labels>"), ("<labels>", "expected </labels>"),
      ("<labels><label/></labels>", "column 9: expected a name"),
      ("<labels></labels>", "at least one"), ("<html/>", "found <html>"),
      ("<labels><label name=\"a\"></labels>", "expected </label>, found </labels>"),
      ("<labels><label name=\"a", "expected a closing quote"),
      ("<labels><label name=a/></labels>", "quoted value"),
      ("<labels><label name=\"a&b\"/></labels>", "entity"), ("<!-- ", "expected -->"),
      ("text", "text outside"),
    ])
  func refused(_ text: String, _ expected: String) throws {
    let found = try #require(message { try parse(text) })
    #expect(found.contains("labels.xml, line 1"))
    #expect(found.contains(expected), "\(found)")
  }

  @Test("Damaged label files never trap", .enabled(if: RealFiles.areThere))
  func damaged() throws {
    let mutations = Mutations(bytes: try File.read(RealFiles.path("mulan/flags.xml")))
    var refused = 0
    for bytes in mutations.truncated(400) + mutations.flipped(400, seed: 3) {
      do {
        #expect(try !MulanLabels.parse(bytes, file: "labels.xml").isEmpty)
      } catch is Failure { refused += 1 }
    }
    #expect(refused > 300)
  }
}
