/// A small terminal that shows what a person would see: text, cursor, wrapping, erasing, scrolling.
///
/// Colours are ignored. Resizing wraps long lines anew, as today's terminals do.
struct VirtualScreen {
  private struct Row {
    var cells: [Character]
    /// Whether the text goes on in the next row without a line break.
    var isWrapped = false
  }

  private(set) var rows: Int
  private(set) var columns: Int
  private(set) var cursorRow = 0
  private(set) var cursorColumn = 0
  private var grid: [Row]
  private var isWrapPending = false
  private var isInserting = false
  private var saved = (row: 0, column: 0, isWrapPending: false)
  private var pending: [Unicode.Scalar] = []
  /// What fills the second cell of a wide character.
  private static let filler: Character = "\u{0}"

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    grid = Array(repeating: Row(cells: Array(repeating: " ", count: columns)), count: rows)
  }

  /// The rows from the top to the last one with text, blanks at their ends cut off.
  var lines: [String] {
    var lines = grid.map { row in
      var text = String(row.cells.filter { $0 != Self.filler })
      while text.last == " " { text.removeLast() }
      return text
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  var text: String { lines.joined(separator: "\n") }

  /// The text of the row the cursor stands in.
  var cursorLine: String {
    lines.indices.contains(cursorRow) ? lines[cursorRow] : ""
  }

  mutating func feed(_ text: String) {
    for scalar in text.unicodeScalars {
      if !pending.isEmpty || scalar == "\u{1B}" {
        pending.append(scalar)
        if isComplete(pending) {
          perform(pending)
          pending = []
        }
      } else {
        put(scalar)
      }
    }
  }

  // MARK: - Characters

  private mutating func put(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\r": moveTo(cursorRow, 0)
    case "\n": lineFeed()
    case "\u{08}": moveTo(cursorRow, cursorColumn - 1)
    case "\t": moveTo(cursorRow, (cursorColumn / 8 + 1) * 8)
    case _ where scalar.value < 32: break
    default: show(scalar)
    }
  }

  private mutating func show(_ scalar: Unicode.Scalar) {
    let width = Self.width(scalar)
    if width == 0 {
      combine(scalar)
      return
    }
    if isWrapPending || cursorColumn + width > columns {
      grid[cursorRow].isWrapped = true
      lineFeed()
      cursorColumn = 0
      isWrapPending = false
    }
    if isInserting { insertBlanks(width) }
    grid[cursorRow].cells[cursorColumn] = Character(scalar)
    if width == 2 { grid[cursorRow].cells[cursorColumn + 1] = Self.filler }
    isWrapPending = cursorColumn + width >= columns
    cursorColumn = min(columns - 1, cursorColumn + width)
  }

  private mutating func combine(_ mark: Unicode.Scalar) {
    let column = isWrapPending ? cursorColumn : cursorColumn - 1
    guard column >= 0 else { return }
    let text = String(grid[cursorRow].cells[column]) + String(Character(mark))
    grid[cursorRow].cells[column] = text.count == 1 ? Character(text) : text.first ?? " "
  }

  private mutating func lineFeed() {
    if cursorRow + 1 < rows {
      cursorRow += 1
    } else {
      grid.removeFirst()
      grid.append(blankRow)
    }
    isWrapPending = false
  }

  private var blankRow: Row { Row(cells: Array(repeating: " ", count: columns)) }

  private mutating func moveTo(_ row: Int, _ column: Int) {
    cursorRow = max(0, min(rows - 1, row))
    cursorColumn = max(0, min(columns - 1, column))
    isWrapPending = false
  }

  private mutating func insertBlanks(_ count: Int) {
    grid[cursorRow].cells.insert(
      contentsOf: repeatElement(" ", count: min(count, columns)), at: cursorColumn)
    grid[cursorRow].cells.removeLast(grid[cursorRow].cells.count - columns)
  }

  private mutating func erase(_ row: Int, _ range: Range<Int>) {
    for column in range.clamped(to: 0..<columns) { grid[row].cells[column] = " " }
    if range.upperBound >= columns { grid[row].isWrapped = false }
  }

  // MARK: - Escape sequences

  private func isComplete(_ sequence: [Unicode.Scalar]) -> Bool {
    guard sequence.count > 1, let last = sequence.last else { return false }
    switch sequence[1] {
    case "[": return sequence.count > 2 && (0x40...0x7E).contains(last.value)
    case "]": return last == "\u{07}" || last == "\\"
    case "(", ")", "#": return sequence.count == 3
    default: return true
    }
  }

  private mutating func perform(_ sequence: [Unicode.Scalar]) {
    switch sequence[1] {
    case "7": saved = (cursorRow, cursorColumn, isWrapPending)
    case "8":
      moveTo(saved.row, saved.column)
      isWrapPending = saved.isWrapPending
    case "M": moveTo(cursorRow - 1, cursorColumn)
    case "[":
      var view = String.UnicodeScalarView()
      view.append(contentsOf: sequence.dropFirst(2).dropLast())
      let body = String(view)
      let numbers = body.split(separator: ";").map { Int($0) ?? 0 }
      control(sequence[sequence.count - 1], body: body, numbers: numbers)
    default: break
    }
  }

  private mutating func control(_ final: Unicode.Scalar, body: String, numbers: [Int]) {
    let count = max(1, numbers.first ?? 1)
    switch final {
    case "A": moveTo(cursorRow - count, cursorColumn)
    case "B": moveTo(cursorRow + count, cursorColumn)
    case "C": moveTo(cursorRow, cursorColumn + count)
    case "D": moveTo(cursorRow, cursorColumn - count)
    case "G": moveTo(cursorRow, count - 1)
    case "d": moveTo(count - 1, cursorColumn)
    case "H", "f": moveTo(count - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "J": eraseDisplay(numbers.first ?? 0)
    case "K": eraseLine(numbers.first ?? 0)
    case "@": insertBlanks(count)
    case "P": deleteCells(count)
    case "X": erase(cursorRow, cursorColumn..<cursorColumn + count)
    case "L": for _ in 0..<count { insertRow() }
    case "M": for _ in 0..<count { deleteRow() }
    case "h": if body == "4" { isInserting = true }
    case "l": if body == "4" { isInserting = false }
    default: break
    }
  }

  private mutating func eraseLine(_ mode: Int) {
    switch mode {
    case 0: erase(cursorRow, cursorColumn..<columns)
    case 1: erase(cursorRow, 0..<cursorColumn + 1)
    default: erase(cursorRow, 0..<columns)
    }
  }

  private mutating func eraseDisplay(_ mode: Int) {
    if mode != 1 { eraseLine(mode) }
    for row in grid.indices where mode == 2 || mode == 0 && row > cursorRow { grid[row] = blankRow }
  }

  private mutating func deleteCells(_ count: Int) {
    let count = min(count, columns - cursorColumn)
    grid[cursorRow].cells.removeSubrange(cursorColumn..<cursorColumn + count)
    grid[cursorRow].cells.append(contentsOf: repeatElement(" ", count: count))
  }

  private mutating func insertRow() {
    grid.insert(blankRow, at: cursorRow)
    grid.removeLast()
  }

  private mutating func deleteRow() {
    grid.remove(at: cursorRow)
    grid.append(blankRow)
  }

  // MARK: - Size

  /// Gives the screen another size; wrapped lines are wrapped anew, the cursor stays at its text.
  mutating func resize(rows: Int, columns: Int) {
    var logical: [(cells: [Character], cursor: Int?)] = []
    var continues = false
    for (index, row) in grid.enumerated() {
      if !continues { logical.append(([], nil)) }
      if index == cursorRow {
        logical[logical.count - 1].cursor = logical[logical.count - 1].cells.count + cursorColumn
      }
      logical[logical.count - 1].cells += row.cells
      continues = row.isWrapped
    }
    while let last = logical.last, last.cursor == nil, last.cells.allSatisfy({ $0 == " " }) {
      logical.removeLast()
    }
    self.rows = rows
    self.columns = columns
    grid = []
    for line in logical { rewrap(line.cells, cursor: line.cursor) }
    while grid.count > rows {
      grid.removeFirst()
      cursorRow -= 1
    }
    while grid.count < rows { grid.append(blankRow) }
    moveTo(cursorRow, cursorColumn)
  }

  private mutating func rewrap(_ cells: [Character], cursor: Int?) {
    var cells = cells
    while cells.last == " ", cells.count > cursor ?? 0 { cells.removeLast() }
    let count = max(1, (max(cells.count, (cursor ?? 0) + 1) + columns - 1) / columns)
    for part in 0..<count {
      var row = Row(cells: Array(cells.dropFirst(part * columns).prefix(columns)))
      row.cells += Array(repeating: " ", count: columns - row.cells.count)
      row.isWrapped = part + 1 < count
      if let cursor, cursor / columns == part {
        cursorRow = grid.count
        cursorColumn = cursor % columns
      }
      grid.append(row)
    }
  }

  /// Cells a character takes, from the blocks of the Unicode standard the tests use.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60,
      0x1F300...0x1FAFF:
      2
    default: 1
    }
  }
}
