internal import Diagnostics
internal import Files
internal import Notebook

/// The form a notebook is written in, which the ending of the file chooses.
enum NotebookWriter {
  /// Whether a file of this name is one that `:open` reads and that keeps everything.
  static func isNative(_ path: String) -> Bool { ending(path) == "md" }

  /// The bytes of the file.
  ///
  /// - Throws: `argument` for an ending that stands for no form.
  static func text(_ state: NotebookState, for path: String) throws -> String {
    switch ending(path) {
    case "md": return state.text
    default:
      throw Failure(
        .argument, "a notebook is written to a file that ends in .md, found \(path)",
        notes: ["write :save \(path).md"])
    }
  }

  private static func ending(_ path: String) -> String {
    File.name(of: path).split(separator: ".").last.map { $0.lowercased() } ?? ""
  }
}
