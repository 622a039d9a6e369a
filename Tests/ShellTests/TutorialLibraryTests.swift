import Diagnostics
import Notebook
import Runtime
import Testing

@testable import Shell

/// How tutorials are found and listed.
@Suite struct TutorialLibraryTests {
  private let folder = TemporaryFolder()
  private let library: TutorialLibrary

  init() {
    for (name, title) in [
      ("01-first-hour", "The first hour"), ("02-chains", "Chains"), ("05-thresholds", "Thresholds"),
      ("12-label-chains", "More chains"),
    ] {
      folder.write(
        "---\ntandem: 1\ntitle: \(title)\nkind: tutorial\n---\n\n```tandem\n1\n```\n", "\(name).md")
    }
    folder.write("# Index\n\n```tandem\n1\n", "README.md")
    folder.write("---\ntandem: 1\nkind: session\n---\n", "a-session.md")
    folder.write("---\ntandem: 1\nkind: tutorial\n", "broken.md")
    library = TutorialLibrary(FileAccess(), folders: ["/nowhere", folder.path])
  }

  private func failure(_ name: String) -> Diagnostic? {
    do {
      _ = try library.find(name)
      return nil
    } catch {
      return Diagnostic(error)
    }
  }

  @Test func `a lesson is a document whose header says so`() {
    #expect(
      library.entries.map(\.name) == [
        "01-first-hour", "02-chains", "05-thresholds", "12-label-chains",
      ])
    #expect(library.entries.map(\.number) == [1, 2, 5, 12])
  }

  @Test(arguments: [
    ("1", "01-first-hour"), ("05", "05-thresholds"), ("12", "12-label-chains"),
    ("02-chains", "02-chains"), ("first-h", "01-first-hour"), ("hour", "01-first-hour"),
    ("THRESH", "05-thresholds"), ("more", "12-label-chains"), ("chains", "02-chains"),
    ("label", "12-label-chains"),
  ]) func `a number or a part of a name is enough`(part: String, name: String) throws {
    #expect(try library.find(part).name == name)
  }

  @Test func `a path to a tutorial of the library is that tutorial`() throws {
    #expect(try library.find(folder.path("02-chains.md")) == library.entries[1])
    let other = try library.find(folder.path("a-session.md"))
    #expect(other.number == nil && other.shortName == folder.path("a-session.md"))
  }

  @Test func `what fits several names them, and what is misspelt is told what is near`() {
    #expect(failure("0")?.message == "there is no tutorial 0")
    #expect(failure("e")?.message == "e may be any of 3 tutorials")
    #expect(failure("treshold")?.notes == ["did you mean 05-thresholds?"])
    #expect(failure("first-huor")?.notes == ["did you mean 01-first-hour?"])
    #expect(
      failure("zzz")?.notes == [
        "there are 01-first-hour, 02-chains, 05-thresholds, 12-label-chains"
      ])
    #expect(
      TutorialLibrary(FileAccess(), folders: []).entries.isEmpty)
  }

  @Test func `one after another`() {
    #expect(library.successor(of: library.entries[0])?.name == "02-chains")
    #expect(library.successor(of: library.entries[3]) == nil)
  }

  @Test(arguments: [20, 40, 80]) func `the list fits the terminal`(width: Int) {
    let text = TutorialListing(library: library, width: width, invocation: "tandem tutorial").text
    for line in text.split(separator: "\n") { #expect(Terminal.width(of: String(line)) <= width) }
    #expect(text.contains("1  The first hour"))
  }
}
