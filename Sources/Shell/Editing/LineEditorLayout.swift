/// Where libedit puts the characters of its buffer on the screen.
///
/// Rows count from the row of the prompt. A full row wraps at once; a wide character that does not
/// fit goes to the next row whole.
struct LineEditorLayout {
  let columns: Int
  private(set) var row = 0
  private(set) var column: Int

  /// Starts just behind the prompt.
  init(promptWidth: Int, columns: Int) {
    self.columns = max(2, columns)
    row = promptWidth / self.columns
    column = promptWidth % self.columns
  }

  /// Places one character and moves behind it; returns whether a wide one had to wrap first.
  @discardableResult
  mutating func place(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\n" {
      row += 1
      column = 0
      return false
    }
    let width = Terminal.width(of: scalar)
    let wraps = column + width > columns
    if wraps {
      row += 1
      column = 0
    }
    column += width
    if column >= columns {
      row += 1
      column = 0
    }
    return wraps
  }

  /// The layout behind the given characters.
  func placing(_ scalars: some Sequence<Unicode.Scalar>) -> LineEditorLayout {
    var layout = self
    for scalar in scalars { layout.place(scalar) }
    return layout
  }
}
