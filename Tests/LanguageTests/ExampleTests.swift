import Diagnostics
import Glibc
import Runtime
import StandardLibrary
import Testing

@Suite("Examples of builtins")
struct ExampleTests {
  static let all =
    StandardLibrary.builtins.flatMap { builtin in builtin.examples.map { (builtin.name, $0) } }
    + SyntaxHelp.topics.flatMap { topic in topic.examples.map { (topic.name, $0) } }

  @Test("bring what the reference says", arguments: all.filter { !$0.1.needsFolder })
  func bringsItsOutput(name: String, example: Example) { Self.check(name, example) }

  @Test("that read and write files do so in an empty folder")
  func examplesWithFiles() async {
    await #expect(processExitsWith: .success) {
      for (name, example) in Self.all where example.needsFolder {
        let folder = "/tmp/tandem-example-\(getpid())"
        mkdir(folder, 0o700)
        chdir(folder)
        Self.check(name, example)
        for file in Self.files(in: folder) { unlink(file) }
        #expect(rmdir(folder) == 0, "\(name) leaves a folder behind")
      }
    }
  }

  private static func check(_ name: String, _ example: Example) {
    let session = Session()
    do {
      let output = try session.run(example.source)
      #expect(example.error == nil, "\(name): \(example.source) does not fail")
      #expect(output == example.output, "\(name): \(example.source)")
    } catch {
      #expect(error.message == example.error, "\(name): \(example.source)")
    }
  }

  private static func files(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var paths: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      paths.append("\(folder)/\(name)")
    }
    return paths
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
      trim replace contains time assert error help tensor text record insert remove reverse \
      index_of count lines starts_with ends_with isdigit isalpha isspace
      """
    let names = Set(StandardLibrary.builtins.map(\.name))
    for name in everyday.split(separator: " ") { #expect(names.contains(String(name)), "\(name)") }
  }
}
