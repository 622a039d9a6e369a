internal import CEditLine
internal import Glibc

// What the editor's commands do.
extension LineEditor {
  typealias Outcome = LineEditorCommand.Outcome

  /// Changes the text and has it drawn again.
  func edit(_ change: (inout LineEditorText) -> Void) -> Outcome {
    var changed = text
    undo.see(changed)
    change(&changed)
    text = changed
    return .refresh
  }

  /// Moves the cursor.
  func move(_ place: (LineEditorText) -> Int) -> Outcome {
    edit { $0.cursor = place($0) }
  }

  /// Moves the cursor; where it is at the end, takes over what is shown dim behind it.
  func moveOrTake(_ place: (inout LineEditorText) -> Void) -> Outcome {
    guard let suggestion else { return edit(place) }
    return edit { $0.insert(suggestion) }
  }

  /// Deletes from the cursor to a place and keeps what went for `yank`.
  func kill(_ place: (LineEditorText) -> Int) -> Outcome {
    edit { text in
      let removed = text.delete(to: place(text))
      if !removed.isEmpty { killed = removed }
    }
  }

  // MARK: - Enter and the end

  func enter() -> Outcome {
    let text = self.text
    if delegate.isIncomplete(text.string) { return beginLine() }
    self.text.cursor = text.scalars.count
    pendingKeys.append(PrivateKey.accept.rawValue)
    return isOverlaid ? redraw() : .refresh
  }

  func beginLine() -> Outcome {
    edit { text in
      let indentation = max(0, min(40, delegate.indentation(text.beforeCursor)))
      while text.cursor < text.scalars.count, text.scalars[text.cursor] == " " {
        text.delete(to: text.cursor + 1)
      }
      text.insert("\n" + String(repeating: " ", count: indentation))
    }
  }

  func undoChange() -> Outcome {
    undo.see(text)
    guard let text = undo.previous() else { return .beep }
    self.text = text
    return .refresh
  }

  func deleteOrEnd() -> Outcome {
    let text = self.text
    if text.isEmpty { return .endOfInput }
    return edit { $0.delete(to: $0.next) }
  }

  /// Ctrl-C: leaves the text on the screen with `^C` behind it and gives up the cell.
  func cancel() -> Outcome {
    wantsCancel = false
    isCancelled = true
    search = nil
    pendingKeys = [PrivateKey.accept.rawValue]
    let outcome = edit { text in
      text.cursor = text.scalars.count
      text.insert("^C")
    }
    return isOverlaid ? redraw() : outcome
  }

  // MARK: - History

  func moveUp() -> Outcome {
    var text = self.text
    guard text.moveUp() else { return recallMatching() }
    self.text = text
    return .refresh
  }

  func moveDown() -> Outcome {
    var text = self.text
    guard text.moveDown() else { return recallNextMatching() }
    self.text = text
    return .refresh
  }

  func recallPrevious() -> Outcome {
    guard let entry = recall.previous(leaving: text.string) else { return .beep }
    text = LineEditorText(entry)
    return .refresh
  }

  /// The entry before the present one that begins with what was typed of the new cell; when none
  /// does, the entry before.
  private func recallMatching() -> Outcome {
    let text = self.text
    if recall.isAtNewCell { recall.begin(with: text.beforeCursor) }
    guard let entry = recall.previousMatching(leaving: text.string) else { return .beep }
    self.text = LineEditorText(entry)
    return .refresh
  }

  private func recallNextMatching() -> Outcome {
    guard let entry = recall.nextMatching(leaving: text.string) else { return .beep }
    text = LineEditorText(entry)
    return .refresh
  }

  func recallNext() -> Outcome {
    guard let entry = recall.next(leaving: text.string) else { return .beep }
    text = LineEditorText(entry)
    return .refresh
  }

  func beginSearch() -> Outcome {
    let search = LineEditorSearch(
      entries: history.entries, original: text, prompt: shownPrompt, lastPattern: lastPattern)
    self.search = search
    showPrompt(search.status)
    return .refresh
  }

  /// Handles a key while a search is on; what does not belong to it ends it and is done then.
  func continueSearch(with scalar: Unicode.Scalar) {
    guard var search else { return }
    switch scalar {
    case "\u{12}": search.advance(-1)
    case "\u{13}": search.advance(1)
    case "\u{7F}", "\u{08}": search.removeLast()
    case "\u{07}":
      endSearch(search, keeping: search.original)
      return
    case _ where LineEditorPaste.isPrintable(scalar): search.append(scalar)
    default:
      endSearch(search, keeping: search.text)
      if let found = search.found { recall.jump(to: found, leaving: search.original.string) }
      pendingKeys.append(wchar_t(bitPattern: scalar.value))
      return
    }
    self.search = search
    text = search.text
    showPrompt(search.status)
    pendingKeys.append(PrivateKey.show.rawValue)
  }

  private func endSearch(_ search: LineEditorSearch, keeping text: LineEditorText) {
    self.search = nil
    if !search.pattern.isEmpty { lastPattern = search.pattern }
    self.text = text
    showPrompt(search.prompt)
    pendingKeys.append(PrivateKey.show.rawValue)
  }

  // MARK: - Completion and paste

  func complete() -> Outcome {
    let text = self.text
    if search == nil, text.scalars[text.lineStart..<text.cursor].allSatisfy({ $0 == " " }),
      text.lineStart > 0
    {
      return edit { $0.insert("  ") }
    }
    let before = text.beforeCursor
    guard let completion = delegate.complete(text.string, before.utf8.count),
      !completion.candidates.isEmpty
    else { return .beep }
    let start = max(0, min(completion.range.lowerBound, before.utf8.count))
    let typed = String(decoding: Array(before.utf8)[start...], as: UTF8.self)
    if completion.candidates.count == 1 { return finish(completion.candidates[0], typed) }
    if let common = CompletionMatch.commonExtension(of: completion.candidates, typed) {
      return replace(typed, with: common)
    }
    return list(completion.candidates)
  }

  /// Writes the only candidate and what belongs behind it; what follows the cursor stays.
  private func finish(_ candidate: Completion.Candidate, _ typed: String) -> Outcome {
    let text = self.text
    let next = text.cursor < text.scalars.count ? text.scalars[text.cursor] : nil
    let isThere = next != nil && next == candidate.suffix.unicodeScalars.first
    return replace(typed, with: candidate.text + (isThere ? "" : candidate.suffix))
  }

  private func replace(_ typed: String, with replacement: String) -> Outcome {
    edit { text in
      text.delete(to: text.cursor - typed.unicodeScalars.count)
      text.insert(replacement)
    }
  }

  /// Shows the candidates below the text, a page of them with each further Tab.
  private func list(_ candidates: [Completion.Candidate]) -> Outcome {
    let size = Terminal.size
    let layout = LineEditorLayout(promptWidth: promptWidth, columns: size.columns)
    let listing = LineEditorListing(
      candidates: candidates, size: size, inputRows: layout.placing(buffer.scalars).row + 1)
    let pages = listing.pages
    guard let listed, listed.text == text else {
      self.listed = (text, 0)
      return printBelow(pages[0])
    }
    if pages.count == 1 { return .beep }
    let page = (listed.page + 1) % pages.count
    self.listed = (text, page)
    return printBelow(pages[page])
  }

  func paste() -> Outcome {
    var pasted = String.UnicodeScalarView()
    let end = Array(LineEditorPaste.end.unicodeScalars)
    while let scalar = nextScalar(whenIdle: {}) {
      pasted.append(scalar)
      if scalar == end.last, pasted.suffix(end.count).elementsEqual(end) {
        pasted.removeLast(end.count)
        break
      }
    }
    let cleaned = LineEditorPaste.cleaned(String(pasted))
    return edit { $0.insert(cleaned) }
  }

  // MARK: - Screen

  /// Shows lines below the text and the text once more below them.
  func printBelow(_ lines: [String]) -> Outcome {
    let (scalars, cursor) = buffer
    let start = LineEditorLayout(promptWidth: promptWidth, columns: Terminal.size.columns)
    let below = start.placing(scalars).row - start.placing(scalars[..<cursor]).row
    let output = lines.reduce("") { $0 + $1 + "\r\n" }
    return draw(after: String(repeating: "\n", count: below) + "\r\n" + output)
  }

  /// Draws everything again: after the window changed, from the row the prompt stands in now; after
  /// somebody else had the terminal, from the row of the cursor.
  func redraw() -> Outcome {
    wantsRedraw = false
    hintErasure = nil
    if isOverlaid {
      isOverlaid = false
      return clearScreen()
    }
    if let background = delegate.background() {
      isScreenLost = false
      return draw(after: background)
    }
    if isScreenLost {
      isScreenLost = false
      return draw(after: "\r\u{1B}[J")
    }
    let (scalars, cursor) = buffer
    let start = LineEditorLayout(promptWidth: promptWidth, columns: Terminal.size.columns)
    let row = start.placing(scalars[..<cursor]).row
    return draw(after: "\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J")
  }

  /// Clears the window and goes to its first cell.
  static let clearing = "\u{1B}[H\u{1B}[2J"

  func clearScreen() -> Outcome { draw(after: Self.clearing) }

  /// Draws prompt and text where the cursor stands after some output.
  func draw(after output: String) -> Outcome {
    guard let handle else { return .nothing }
    Terminal.write(output)
    el_resize(handle)
    editline_draw(handle)
    return .nothing
  }
}
