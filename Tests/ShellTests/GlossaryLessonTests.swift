import Glibc
import StandardLibrary
import Testing

/// What the glossary says of lessons is true.
struct GlossaryLessonTests {
  private static let folder =
    "\(#filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined())/tutorials"

  @Test func `every lesson that the glossary names exists`() {
    for term in Glossary.terms {
      guard let lesson = term.lesson else { continue }
      #expect(access("\(Self.folder)/\(lesson).md", R_OK) == 0, "\(term.name): \(lesson)")
    }
  }
}
