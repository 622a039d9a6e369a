internal import Diagnostics

/// What is wrong with a document, as sentences.
enum DocumentMessages {
  static func wrongSetting(_ key: String, _ expected: String, _ found: String) -> Failure {
    Failure(.value, "\(key) must be \(expected), found \(found.isEmpty ? "nothing" : found)")
  }

  static let openFrontMatter = Failure(
    .syntax, "the front matter that begins here never ends", notes: ["close it by a line ---"])

  static func openFence(_ marker: String) -> Failure {
    Failure(
      .syntax, "the fence that begins here is never closed",
      notes: ["close it by a line \(marker)"])
  }

  static func fenceInside(_ info: String, opened line: Int) -> Failure {
    Failure(
      .syntax, "a fence for \(info) begins before the one of line \(line) is closed",
      notes: ["close that one, or give it more backticks if this line belongs to it"])
  }

  static func repeatedKey(_ key: String) -> Failure {
    Failure(.name, "\(key) is set twice in the front matter")
  }

  static func repeated(_ what: String, _ name: String, first line: Int) -> Failure {
    Failure(.name, "\(what) \(name) is given twice, first on line \(line)")
  }

  static func withoutExercise(_ what: String, _ name: String) -> Failure {
    Failure(
      .name, "\(what)=\(name) belongs to no exercise above it",
      notes: ["a cell with exercise=\(name) comes first"])
  }

  static func unknown(_ what: String, _ name: String, among names: [String]) -> Failure {
    let near = nearNames(to: name, among: names)
    return Failure(
      .name, "\(what) \(name) is not known and does nothing",
      notes: near.isEmpty
        ? ["known are \(names.joined(separator: ", "))"] : ["did you mean \(near[0])?"])
  }

  static func unreadable(_ line: String) -> Failure {
    Failure(.syntax, "the front matter holds lines \"key: value\", found \(line)")
  }

  static func ownerless(_ kind: String) -> Failure {
    Failure(.syntax, "this \(kind) block belongs to no cell and is not compared")
  }

  static let indentedFence = Failure(
    .syntax, "this fence is no cell: it stands in a list or quotation",
    notes: ["begin it with at most three spaces"])

  static let noFormat = Failure(
    .syntax, "the front matter does not say the format", notes: ["add a line tandem: 1"])

  static func incomplete(_ exercise: String, lacks what: String) -> Failure {
    Failure(
      .syntax, "exercise \(exercise) has no \(what)", notes: ["add a cell \(what)=\(exercise)"])
  }

  static let openDetails = Failure(.syntax, "the <details> that begins here never ends")
}
