import Diagnostics
import MultiLabel
import Testing

@Suite struct LabelGraphTests {
  func failure(_ body: () throws -> Void) -> Failure? {
    do { try body() } catch { return error as? Failure }
    return nil
  }

  @Test func `edges, chains of edges and lone names are read`() throws {
    let graph = try LabelGraph("a -> b -> c, a -> c, d")
    #expect(graph.names == ["a", "b", "c", "d"])
    #expect(try graph.parents(labels: ["d", "c", "b", "a"]) == [[], [2, 3], [3], []])
    #expect(graph.description == "a -> b, b -> c, a -> c, d")
  }

  @Test func `names may hold blanks and hyphens`() throws {
    let graph = try LabelGraph("relaxing-calm -> quiet still,\n sad - lonely")
    #expect(graph.names == ["relaxing-calm", "quiet still", "sad - lonely"])
  }

  @Test func `a cycle is an error that names it`() {
    let found = failure { _ = try LabelGraph("a -> b, b -> c, c -> a, z -> a") }
    #expect(
      ["a -> b -> c -> a", "b -> c -> a -> b", "c -> a -> b -> c"].contains {
        found?.message == "expected label dependences without a cycle, found \($0)"
      })
  }

  @Test func `a label that depends on itself is a cycle`() {
    let found = failure { _ = try LabelGraph("a -> a") }
    #expect(found?.message == "expected label dependences without a cycle, found a -> a")
  }

  @Test func `an unknown label is named with the nearest ones`() throws {
    let graph = try LabelGraph("skye -> sea")
    let found = failure { _ = try graph.parents(labels: ["sky", "sea"]) }
    #expect(found?.message == "expected a label of the data set, found 'skye'")
    #expect(found?.notes == ["did you mean 'sky'?"])
  }

  @Test(arguments: ["a ->", "-> b", "a -> -> b", "", " , "])
  func `an edge without an end, or no label at all, is refused`(_ text: String) {
    #expect(failure { _ = try LabelGraph(text) } != nil)
  }
}
