internal import Notebook
internal import StandardLibrary

/// The list of tutorials: what is done, what was begun, what comes next.
struct TutorialListing {
  let library: TutorialLibrary
  let width: Int
  /// What a person types to begin one.
  let invocation: String

  var text: String {
    guard !library.entries.isEmpty else { return "no tutorials were found\n" }
    let digits = library.entries.map { label($0).count }.max() ?? 0
    let next = library.next
    var lines = library.entries.map { line($0, digits, isNext: $0 == next) }
    lines.append("")
    if let next {
      let hasBegun = library.progress(of: next).map { $0.position > 0 } ?? false
      lines.append(folded("next: \(invocation) \(next.shortName)\(hasBegun ? " goes on" : "")"))
    } else {
      lines.append("all are done")
    }
    lines.append(folded("\(invocation) NAME: its number or a part of its name"))
    return lines.joined(separator: "\n") + "\n"
  }

  /// What stands before the title: the number, or the name where there is none.
  private func label(_ entry: TutorialLibrary.Entry) -> String { entry.shortName }

  private func line(_ entry: TutorialLibrary.Entry, _ digits: Int, isNext: Bool) -> String {
    let label = label(entry)
    let padding = String(repeating: " ", count: digits - label.count)
    let head = "\(isNext ? ">" : " ") \(padding)\(label)  "
    let title = entry.title.isEmpty ? entry.name : entry.title
    let state = state(of: entry)
    return folded(head + title + (state.isEmpty ? "" : "  (\(state))"), indent: digits + 4)
  }

  private func state(of entry: TutorialLibrary.Entry) -> String {
    guard let progress = library.progress(of: entry) else { return "" }
    let place = "step \(progress.position + 1) of \(progress.stepCount)"
    if progress.isFinished { return "done" }
    if progress.wasFinished { return progress.position > 0 ? "done, again at \(place)" : "done" }
    return progress.position > 0 ? place : ""
  }

  private func folded(_ line: String, indent: Int = 0) -> String {
    TextFolding.folded(line, width: width, indent: indent)
  }
}
