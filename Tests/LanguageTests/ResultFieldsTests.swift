import Diagnostics
import StandardLibrary
import Testing

/// What help says of the fields of a result is what the result has.
@Suite("Fields that help lists")
struct ResultFieldsTests {
  @Test("are those of the value, in order", arguments: ResultFields.all)
  func fields(list: ResultFields) throws {
    let session = Session()
    _ = try session.run(list.program)
    do {
      _ = try session.run("r.no_such_field")
      Issue.record("\(list.function): a field that is not there can be read")
    } catch {
      #expect(error.facts["fields"] == list.fields.joined(separator: ", "), "\(list.function)")
    }
  }

  @Test("stand on the page of fit and of the model")
  func pages() throws {
    let fit = try Help.page("fit").map(\.text).joined(separator: "\n")
    #expect(fit.contains("multitask: W, b, tasks") && fit.contains("rakel: labels"))
    let chain = try Help.page("classifier_chain").map(\.text).joined(separator: "\n")
    #expect(chain.contains("fitted, it has labels, features, order, parents"))
  }
}
