import Diagnostics
import Testing

@Suite("Near names")
struct NearNameTests {
  @Test(
    "one wrong, missing, extra or swapped letter is near",
    arguments: [
      "prnt", "prin", "printt", "pritn",
    ])
  func oneEdit(_ wrong: String) {
    #expect(nearNames(to: wrong, among: ["print", "sum", "shape"]) == ["print"])
  }

  @Test("names that differ only in case come first")
  func caseFirst() {
    #expect(nearNames(to: "Sum", among: ["sun", "sum"]).first == "sum")
  }

  @Test("nothing is near a name of another kind")
  func nothingNear() {
    #expect(nearNames(to: "classifier", among: ["print", "sum"]).isEmpty)
  }

  @Test("the name itself and empty names are never proposed")
  func neverItself() {
    #expect(nearNames(to: "sum", among: ["sum"]).isEmpty)
    #expect(nearNames(to: "", among: ["a", "b"]).isEmpty)
  }

  @Test("ties are in alphabetical order and cut at the limit")
  func ties() {
    #expect(nearNames(to: "bat", among: ["rat", "cat", "hat", "mat"], limit: 2) == ["cat", "hat"])
  }
}
