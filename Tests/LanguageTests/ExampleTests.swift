import Diagnostics
import Runtime
import StandardLibrary
import Testing

@Suite("Examples of builtins")
struct ExampleTests {
  static let all = StandardLibrary.builtins.flatMap { builtin in
    builtin.examples.map { (builtin.name, $0) }
  }

  @Test("print what the reference says", arguments: all)
  func printsItsOutput(name: String, example: Example) throws {
    do {
      #expect(try Session().run(example.source) == example.output, "\(name): \(example.source)")
    } catch {
      Issue.record("\(name): \(example.source) fails: \(error.message)")
    }
  }

  @Test("exist for every builtin, with words for every parameter")
  func everyBuiltinIsDocumented() {
    for builtin in StandardLibrary.builtins {
      #expect(!builtin.examples.isEmpty, "\(builtin.name) has no example")
      #expect(builtin.summary.hasSuffix("."), "\(builtin.name) has no sentence")
      for parameter in builtin.parameters {
        #expect(!parameter.summary.isEmpty, "\(builtin.name): \(parameter.name)")
      }
    }
  }

  @Test("no name is declared twice")
  func namesAreUnique() {
    let names = StandardLibrary.builtins.map(\.name)
    #expect(Set(names).count == names.count, "\(names.sorted())")
  }

  @Test("every everyday builtin of the language page exists")
  func everydayBuiltinsExist() {
    let everyday = """
      print show len shape rank type number string list zeros ones full eye range linspace reshape \
      flatten concat stack repeat append sort argsort unique where any all cumsum diff sum prod \
      mean median var std min max argmin argmax norm dot outer abs sign sqrt exp log log1p sin cos \
      tan sigmoid tanh relu softmax logsumexp round floor ceil clip isnan inv solve lstsq svd eig \
      cholesky qr det pinv matrix_rank trace diag triu tril kron seed rand randn randint shuffle \
      choice permutation map filter reduce zip enumerate keys values format split join upper lower \
      trim replace contains time assert error tensor text
      """
    let names = Set(StandardLibrary.builtins.map(\.name))
    for name in everyday.split(separator: " ") { #expect(names.contains(String(name)), "\(name)") }
  }
}
