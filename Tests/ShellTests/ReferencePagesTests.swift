import Diagnostics
import Glibc
import Notebook
import Runtime
import Shell
import StandardLibrary
import Testing

/// The pages of `tutorials/reference` are what the tables give; `RECORD_GOLDEN=1` rewrites them.
@Suite struct ReferencePagesTests {
  private static let folder: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/tutorials/reference"
  }()

  private static var files: [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".md") { names.append(String(name.dropLast(3))) }
    }
    return names.sorted()
  }

  @Test func `the committed pages are those the tables give, to the byte`() throws {
    let pages = ReferencePages.all
    if getenv("RECORD_GOLDEN") != nil {
      mkdir(Self.folder, 0o755)
      for name in Self.files { unlink("\(Self.folder)/\(name).md") }
      for page in pages { try FileAccess.write(page.text, to: "\(Self.folder)/\(page.name).md") }
      Issue.record("recorded \(pages.count) pages")
      return
    }
    #expect(Self.files == pages.map(\.name).sorted())
    for page in pages {
      let committed = try? FileAccess.read("\(Self.folder)/\(page.name).md")
      #expect(
        committed == page.text,
        """
        tutorials/reference/\(page.name).md is not what the tables give; \
        RECORD_GOLDEN=1 swift test --filter ReferencePagesTests writes it anew
        """)
    }
  }

  @Test func `every example of every table is a cell of some page, read without a warning`() throws
  {
    var cells: [String] = []
    for page in ReferencePages.all {
      let document = try Document(page.text, name: page.name)
      #expect(document.warnings.map(\.message) == [], "\(page.name)")
      cells += document.cells.map(\.source)
    }
    let examples =
      SyntaxHelp.topics.flatMap(\.examples) + StandardLibrary.builtins.flatMap(\.examples)
    #expect(cells.count == examples.count)
    let missing = Set(examples.map { $0.source + "\n" }).subtracting(cells)
      .filter { !cells.contains(String($0.dropLast())) }
    #expect(missing.isEmpty)
  }

  @Test func `links of the pages lead to pages and sections that exist`() {
    let pages = ReferencePages.all
    for page in pages {
      for target in Self.links(in: page.text) {
        let parts = target.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        let file = parts[0].isEmpty ? page.name + ".md" : parts[0]
        let found = pages.first { $0.name + ".md" == file }
        #expect(found != nil, "\(page.name): \(target)")
        if parts.count > 1, let found {
          #expect(found.text.contains("\n## \(parts[1])\n"), "\(page.name): \(target)")
        }
      }
    }
  }

  /// What stands between `](` and `)`.
  private static func links(in text: String) -> [String] {
    text.split(separator: "](").dropFirst().compactMap { rest in
      rest.firstIndex(of: ")").map { String(rest[..<$0]) }
    }.filter { !$0.contains(" ") && $0.contains(".md") || $0.hasPrefix("#") }
  }
}
