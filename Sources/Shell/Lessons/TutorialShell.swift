internal import Diagnostics
internal import Notebook
package import Runtime

/// The door to the tutorials: lists them, or goes through one after another.
package final class TutorialShell {
  private let arguments: CommandLineArguments
  private let display: DisplayOptions
  private let library: TutorialLibrary
  /// What a person types to come here.
  private let invocation: String

  package init(
    _ arguments: CommandLineArguments, display: DisplayOptions,
    invocation: String = "tandem tutorial"
  ) {
    self.arguments = arguments
    self.display = display
    library = TutorialLibrary(arguments.files)
    self.invocation = invocation
  }

  /// Lists the tutorials, or walks through one; returns the exit code.
  package func run(_ name: String?) -> Int32 {
    guard let name else {
      list()
      return 0
    }
    do {
      try walk(through: name)
      return 0
    } catch {
      return ProgramRunner(arguments, display: display).fail(error)
    }
  }

  /// Lists the tutorials.
  func list() {
    Terminal.write(
      TutorialListing(library: library, width: display.width, invocation: invocation).text)
  }

  /// Goes through a tutorial, and those that are asked for in it.
  ///
  /// - Throws: `name` when there is none, `file` and `syntax` when it cannot be read, `unsupported`
  ///   where nobody can answer.
  func walk(through name: String) throws {
    var next: TutorialLibrary.Entry? = try library.find(name)
    while let entry = next {
      let document = try Document(try FileAccess.read(entry.path), name: entry.path)
      guard Terminal.isInteractive else {
        throw Failure(
          .unsupported, "a lesson needs a terminal to answer at",
          notes: ["tandem \(entry.path) runs its cells without one"])
      }
      let shell = LessonShell(document, entry, library, arguments, display, invocation)
      shell.walk()
      next = shell.successor
    }
  }
}
