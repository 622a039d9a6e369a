internal import CEditLine
internal import Glibc

/// Keys the editor sends to itself; no keyboard does, see `LineEditorDecoder`.
enum PrivateKey: wchar_t, CaseIterable {
  // 0x80…0x8F are given out by `LineEditorCommand.install`.
  case accept = 0x90, cancel, redraw, normalise, show, mode
}

// Where keys come from: the terminal, signals and the editor itself.
extension LineEditor {
  /// Supplies libedit with its next key: 1 when there is one, 0 at the end of input.
  func readKey(into key: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    guard let next = nextKey() else { return 0 }
    key?.pointee = next
    return 1
  }

  private func nextKey() -> wchar_t? {
    while true {
      if !pendingKeys.isEmpty { return pendingKeys.removeFirst() }
      if wantsCancel { return PrivateKey.cancel.rawValue }
      if wantsRedraw { return PrivateKey.redraw.rawValue }
      guard let scalar = nextScalar(whenIdle: { self.idle() }) else {
        if wantsCancel || wantsRedraw || !pendingKeys.isEmpty { continue }
        return nil
      }
      eraseHint()
      didNormalise = false
      if let viMode { viProbe.see(scalar, in: viMode) }
      if search != nil {
        continueSearch(with: scalar)
        continue
      }
      if scalar == "\u{1B}", !sequences.isEmpty {
        receiveSequence()
        continue
      }
      return wchar_t(bitPattern: Self.displayable(scalar).value)
    }
  }

  /// Recognises the sequences libedit cannot, see `LineEditorCommand.install`.
  private func receiveSequence() {
    let sequence = collectSequence()
    if let key = sequences[sequence] {
      pendingKeys.append(key)
    } else if sequence.first != "[" {
      pendingKeys.append(0x1B)
      pendingKeys += sequence.unicodeScalars.map {
        wchar_t(bitPattern: Self.displayable($0).value)
      }
    }
  }

  /// What follows an Escape at once: nothing when the key was pressed by itself.
  func collectSequence() -> String {
    var sequence = String.UnicodeScalarView()
    while let scalar = promptScalar() {
      sequence.append(scalar)
      let isIntroducer = sequence.count == 1 && (scalar == "[" || scalar == "O")
      if !isIntroducer, !("0"..."9").contains(scalar), scalar != ";" { break }
    }
    return String(sequence)
  }

  /// The next character if it comes within 20 ms.
  private func promptScalar() -> Unicode.Scalar? {
    if let scalar = typeAhead.decoder.next() { return scalar }
    guard isReadable(timeout: 20) else { return nil }
    receiveSignals()
    guard !wantsCancel, fill() else { return nil }
    return typeAhead.decoder.next()
  }

  /// The next character that is typed.
  ///
  /// A Ctrl-C comes before everything that is not read yet and drops what was typed before it, as
  /// the terminal itself does with what it holds.
  ///
  /// - Returns: `nil` at the end of input and after a signal, which `wantsCancel` and
  ///   `wantsRedraw` tell about.
  func nextScalar(whenIdle idle: () -> Void) -> Unicode.Scalar? {
    while true {
      receiveSignals()
      if wantsCancel {
        typeAhead.decoder = LineEditorDecoder()
        return nil
      }
      if let scalar = typeAhead.decoder.next() { return scalar }
      if wantsRedraw { return nil }
      if !isReadable(timeout: 0) {
        idle()
        if !pendingKeys.isEmpty { return nil }
      }
      var descriptors = [
        pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
        pollfd(fd: Signals.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&descriptors, 2, -1) >= 0 else {
        if errno == EINTR { continue }
        return nil
      }
      // A signal that arrived with the bytes may be younger than what `poll` found.
      receiveSignals()
      if wantsCancel || wantsRedraw { continue }
      if descriptors[0].revents != 0, !fill() { return nil }
    }
  }

  /// Whether the terminal has something to read within so many milliseconds.
  func isReadable(timeout: Int32) -> Bool {
    var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, timeout) > 0
  }

  /// Reads what the terminal has; `false` at its end.
  private func fill() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(0, &bytes, bytes.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return true }
    isTerminalGone = count <= 0
    typeAhead.decoder.append(bytes[..<max(0, count)])
    return count > 0
  }

  private func receiveSignals() {
    while let signal = Signals.next() {
      eraseHint()
      switch signal {
      case SIGINT: wantsCancel = true
      case SIGWINCH: wantsRedraw = true
      case SIGCONT: resume()
      case SIGTSTP:
        leaveTerminal()
        Signals.suspend()
        resume()
      default: break
      }
    }
  }

  func leaveTerminal() {
    guard let handle else { return }
    let (scalars, cursor) = buffer
    let start = LineEditorLayout(promptWidth: promptWidth, columns: Terminal.size.columns)
    let below = start.placing(scalars).row - start.placing(scalars[..<cursor]).row
    Terminal.write(String(repeating: "\n", count: below) + "\r\n" + LineEditorPaste.disable)
    editline_prepare_terminal(handle, 0)
  }

  /// Takes the terminal over again, whoever had it meanwhile.
  func resume() {
    guard let handle else { return }
    editline_prepare_terminal(handle, 0)
    editline_prepare_terminal(handle, 1)
    Terminal.write(LineEditorPaste.enable)
    isScreenLost = true
    wantsRedraw = true
  }

  // MARK: - Idle

  /// Nothing waits to be read: put the text in order, then colour it.
  private func idle() {
    let (scalars, cursor) = buffer
    let normal = LineEditorText(margined: scalars, cursor: cursor, margin: margin).margined(margin)
    if !didNormalise, normal.scalars != scalars || normal.cursor != cursor {
      didNormalise = true
      pendingKeys.append(PrivateKey.normalise.rawValue)
      return
    }
    if search == nil {
      undo.see(LineEditorText(margined: scalars, cursor: cursor, margin: margin))
      if viMode != nil, viProbe.isDue() {
        pendingKeys.append(PrivateKey.mode.rawValue)
        return
      }
    }
    paint(scalars, cursor)
  }

  private func paint(_ scalars: [Unicode.Scalar], _ cursor: Int) {
    let highlighter = Highlighter(
      buffer: scalars, cursor: cursor, promptWidth: promptWidth, size: Terminal.size,
      prompt: promptInColour)
    if highlighter.isTall {
      let text = LineEditorText(margined: scalars, cursor: 0, margin: margin).string
      Terminal.write(highlighter.window(styles: styles(of: text)))
      isOverlaid = true
    } else if isOverlaid {
      pendingKeys.append(PrivateKey.redraw.rawValue)
    } else if configuration.usesColor {
      paint(with: highlighter)
    }
  }

  private func paint(with highlighter: Highlighter) {
    let text = LineEditorText(
      margined: highlighter.buffer, cursor: highlighter.cursor, margin: margin)
    let string = text.string
    let styles = styles(of: string)
    let hint = search == nil ? hint(at: text, string) : nil
    let brackets = highlighter.bracketsAtCursor(styles: styles).places
    let isPlain = styles.isEmpty && hint == nil && brackets.isEmpty
    if isPlain && !isPainted { return }
    guard let painting = highlighter.painting(styles: styles, hint: hint) else { return }
    Terminal.write(painting)
    isPainted = !isPlain
    if hint != nil { hintErasure = highlighter.hintErasure() }
  }

  /// What is known of the text at the cursor, else how an earlier cell went on from here.
  private func hint(at text: LineEditorText, _ string: String) -> EditorHint? {
    if let hint = delegate.hint(string, text.cursorInUTF8) { return hint }
    guard let rest = suggestion else { return nil }
    var hint = EditorHint(before: rest)
    hint.isContinuation = true
    return hint
  }

  /// How the newest cell went on that began like the text, the cursor being at its end; `nil` where
  /// that cannot be shown dim.
  var suggestion: String? {
    let text = self.text
    guard configuration.usesColor, search == nil, text.cursor == text.scalars.count,
      delegate.hint(text.string, text.cursorInUTF8) == nil
    else { return nil }
    return history.continuation(of: text.string)
  }

  /// The style of each character of the margined buffer.
  private func styles(of text: String) -> [Int: HighlightStyle] {
    guard configuration.usesColor else { return [:] }
    let spans = delegate.highlight(text)
    var styles: [Int: HighlightStyle] = [:]
    let match = search?.match
    var span = 0
    var offset = 0
    var index = 0
    for (position, scalar) in text.unicodeScalars.enumerated() {
      while span < spans.count, spans[span].range.upperBound <= offset { span += 1 }
      if span < spans.count, spans[span].range.contains(offset), scalar != "\n" {
        styles[index] = spans[span].style
      }
      if let match, match.contains(position), scalar != "\n" { styles[index] = .match }
      offset += UTF8.width(scalar)
      index += scalar == "\n" ? 1 + margin : 1
    }
    return styles
  }

  func eraseHint() {
    guard let erasure = hintErasure else { return }
    hintErasure = nil
    Terminal.write(erasure)
  }

  /// A character the editor can show; control keys pass.
  private static func displayable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar.isASCII || LineEditorPaste.isPrintable(scalar) ? scalar : "\u{FFFD}"
  }
}
