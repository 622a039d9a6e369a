/// One stage of an algorithm as a person sees it: what, the figures, why, and what comes next.
///
/// A screen is a description; a drawer turns it into text of any width or into SVG.
package struct Screen: Sendable {
  /// What is stepped, left in the first line: `CHAIN train | link 4 of 4: sunset`.
  package var title: String
  /// Where in the run, right in the first line: `step 4 of 4`.
  package var position: String
  /// The figures, top to bottom.
  package var panels: [Panel]
  /// One or more lines that name the terms behind the figures.
  package var why: [StyledText]
  /// The name of the next phase; `nil` at the end.
  package var next: String?
  /// The keys that the footer names; `nil` for those that every run has.
  package var keys: [String]?
  /// The panels in other arrangements, each smaller than the one before: the first is drawn that keeps
  /// the screen within `rowLimit` lines where `panels` do not, as in a narrow terminal.
  package var smaller: [[Panel]] = []
  /// The lines that a screen should take at most.
  package static let rowLimit = 22
  /// What stands below the footer: figures that are watched.
  package var below: [StyledText] = []

  package init(
    title: String, position: String, panels: [Panel], why: [StyledText] = [], next: String? = nil
  ) {
    self.title = title
    self.position = position
    self.panels = panels
    self.why = why
    self.next = next
  }
}

/// A part of a screen.
package indirect enum Panel: Sendable {
  case lines([StyledText])
  case table(Table)
  case chart(Chart)
  /// Panels side by side, top aligned; drawn below each other when the width does not suffice.
  case beside([Panel])
  /// Panels below each other, as one part of panels side by side.
  case stack([Panel])
}
