/// What a line editor came back with.
package enum LineEditorInput: Sendable, Equatable {
  /// A cell, of one line or many, without the final line break.
  case cell(String)
  /// Ctrl-C: what was typed is discarded.
  case interrupted
  /// Ctrl-D on an empty line, or the terminal is gone.
  case endOfInput
}

/// What the language knows about the text being edited.
///
/// All offsets count UTF-8 bytes, as `SourceRange` does. Every closure may be called after each
/// key, so none may evaluate code or wait for anything.
package struct LineEditorDelegate {
  /// Whether the parser would read on: Enter then begins a new line.
  package var isIncomplete: (_ text: String) -> Bool
  /// How many spaces the line that follows this text begins with.
  package var indentation: (_ textBefore: String) -> Int
  /// What could stand at the cursor; `nil` when nothing could.
  package var complete: (_ text: String, _ cursor: Int) -> Completion?
  /// A line about what is being typed, such as a signature, shown dim beside the text.
  package var hint: (_ text: String, _ cursor: Int) -> EditorHint?
  /// The spans to colour, in order and without overlap.
  package var highlight: (_ text: String) -> [HighlightSpan]
  /// What is drawn above the prompt when the window has changed its size, from the window's first
  /// cell on; `nil` where nothing is.
  package var background: () -> String? = { nil }

  package init(
    isIncomplete: @escaping (_ text: String) -> Bool = { _ in false },
    indentation: @escaping (_ textBefore: String) -> Int = { _ in 0 },
    complete: @escaping (_ text: String, _ cursor: Int) -> Completion? = { _, _ in nil },
    hint: @escaping (_ text: String, _ cursor: Int) -> EditorHint? = { _, _ in nil },
    highlight: @escaping (_ text: String) -> [HighlightSpan] = { _ in [] }
  ) {
    self.isIncomplete = isIncomplete
    self.indentation = indentation
    self.complete = complete
    self.hint = hint
    self.highlight = highlight
  }
}

/// What could stand at the cursor.
package struct Completion: Sendable, Equatable {
  /// One possibility.
  package struct Candidate: Sendable, Equatable {
    /// What replaces the range.
    package var text: String
    /// One line about it, shown in the listing.
    package var description: String?
    /// What is written behind it when it is the only one, unless that stands there already: an
    /// opening parenthesis, a closing quotation mark.
    package var suffix: String

    package init(_ text: String, description: String? = nil, suffix: String = "") {
      self.text = text
      self.description = description
      self.suffix = suffix
    }
  }

  /// The bytes of the text that a candidate replaces; it ends at the cursor.
  package var range: Range<Int>
  /// In the order in which they are listed.
  package var candidates: [Candidate]

  package init(range: Range<Int>, candidates: [Candidate]) {
    self.range = range
    self.candidates = candidates
  }
}

/// What a stretch of program text is, for colouring.
package enum HighlightStyle: Sendable, Hashable, CaseIterable {
  case keyword, number, string, comment, builtin, command, error
  /// A name that means nothing yet.
  case unknown
  /// What a search found.
  case match
}

/// A stretch of program text with its style.
package struct HighlightSpan: Sendable, Hashable {
  /// Offsets in UTF-8 bytes.
  package var range: Range<Int>
  package var style: HighlightStyle

  package init(range: Range<Int>, style: HighlightStyle) {
    self.range = range
    self.style = style
  }
}
