/// A rectangle of drawn lines, top to bottom.
typealias Block = [StyledText]

extension StyledText {
  /// The text ready for layout: figures drawn, control characters gone, forbidden ones replaced.
  ///
  /// A tab becomes a space, so does a line break, and every other control is dropped, so that
  /// a label can never smuggle an escape sequence into the output.
  func prepared(_ options: DrawingOptions, _ glyphs: Glyphs) -> StyledText {
    var result = StyledText("")
    for run in runs {
      let text =
        run.figure.map { $0.drawn(with: glyphs) } ?? cleaned(run.text, options, glyphs)
      if !text.isEmpty { result.runs.append(Run(text: text, style: run.style, figure: nil)) }
    }
    return result
  }

  /// The cells the text takes; figures must have been drawn.
  func width(_ options: DrawingOptions) -> Int {
    runs.reduce(0) { $0 + cellWidth($1.text, ambiguous: options.ambiguous) }
  }

  /// The beginning that fits `width` cells, with a sign that something was cut.
  func cut(to width: Int, _ options: DrawingOptions) -> StyledText {
    guard self.width(options) > width else { return self }
    var room = max(0, width - 1)
    var result = StyledText("")
    for run in runs {
      var kept = ""
      var isFull = false
      for character in run.text {
        let next = cellWidth(of: character, ambiguous: options.ambiguous)
        guard next <= room else {
          isFull = true
          break
        }
        room -= next
        kept.append(character)
      }
      if !kept.isEmpty { result.runs.append(Run(text: kept, style: run.style, figure: nil)) }
      if isFull { break }
    }
    let sign = options.glyphs == .ascii || options.ambiguous == 2 ? "~" : "…"
    return width > 0 ? result + StyledText(sign) : result
  }

  /// The text cut or filled to exactly `width` cells.
  func fitted(
    to width: Int, _ alignment: Table.Alignment = .left, _ options: DrawingOptions
  )
    -> StyledText
  {
    let text = cut(to: width, options)
    let free = width - text.width(options)
    guard free > 0 else { return text }
    switch alignment {
    case .left: return text + StyledText(blanks(free))
    case .right, .decimal: return StyledText(blanks(free)) + text
    case .center:
      return StyledText(blanks(free / 2)) + text + StyledText(blanks(free - free / 2))
    }
  }

  /// The words of the text on as many lines of at most `width` cells as they need.
  func wrapped(to width: Int, _ options: DrawingOptions) -> Block {
    guard self.width(options) > width else { return [self] }
    var lines: Block = []
    var line = StyledText("")
    var used = 0
    for word in words {
      let next = word.width(options)
      let gap = used == 0 ? 0 : 1
      if used > 0, used + gap + next > width {
        lines.append(line)
        (line, used) = (word, next)
      } else {
        line = line + StyledText(blanks(gap)) + word
        used += gap + next
      }
    }
    if used > 0 { lines.append(line) }
    return lines
  }

  private var words: [StyledText] {
    var words: [StyledText] = []
    var word = StyledText("")
    for run in runs {
      let pieces = run.text.split(separator: " ", omittingEmptySubsequences: false)
      for (index, piece) in pieces.enumerated() {
        if index > 0 {
          if !word.runs.isEmpty { words.append(word) }
          word = StyledText("")
        }
        word = word + StyledText(String(piece), run.style)
      }
    }
    if !word.runs.isEmpty { words.append(word) }
    return words
  }
}

/// A caller's text without controls and, where asked for, without anything beyond ASCII.
func cleaned(_ text: String, _ options: DrawingOptions, _ glyphs: Glyphs) -> String {
  if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) { return text }
  var result = ""
  for character in text {
    if let ascii = character.asciiValue {
      if ascii >= 32 && ascii < 127 {
        result.append(character)
      } else if character.isWhitespace {
        result.append(" ")
      }
      continue
    }
    if character.isNewline {
      result.append(" ")
    } else if let substitute = glyphs.substitutes?[character] {
      result += substitute
    } else if options.glyphs == .ascii {
      result +=
        spelled(character, glyphs)
        ?? String(repeating: "?", count: cellWidth(of: character))
    } else {
      result.unicodeScalars.append(contentsOf: character.unicodeScalars.filter(isHarmless))
    }
  }
  return result
}

/// Whether a scalar neither controls the terminal nor turns the direction of the line.
private func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<32, 127..<160, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: false
  default: true
  }
}

/// Lays blocks side by side, top aligned, with `gap` blanks between them.
func beside(_ blocks: [Block], gap: Int, _ options: DrawingOptions) -> Block {
  let widths = blocks.map { block in block.map { $0.width(options) }.max() ?? 0 }
  let height = blocks.map(\.count).max() ?? 0
  return (0..<height).map { row in
    var line = StyledText("")
    for (index, block) in blocks.enumerated() {
      if index > 0 { line = line + StyledText(blanks(gap)) }
      let piece = row < block.count ? block[row] : StyledText("")
      line = line + piece.fitted(to: widths[index], .left, options)
    }
    return line
  }
}
