internal import Tensors

/// A tensor as aligned columns under its shape, shortened in the middle to fit.
struct TensorDisplay {
  private let tensor: Tensor
  private let options: DisplayOptions
  private let ellipsis: String

  private static let maximumRows = 20
  private static let edgeRows = 8
  private static let maximumSlices = 6

  init(_ tensor: Tensor, _ options: DisplayOptions) {
    self.tensor = tensor
    self.options = options
    ellipsis = options.glyphs == .ascii ? "..." : "…"
  }

  var text: String {
    let times = options.glyphs == .ascii ? "x" : "×"
    let sizes = tensor.shape.dimensions.map(String.init).joined(separator: times)
    let kind = tensor.isBool ? "bool tensor" : "tensor"
    let heading = "\(kind) \(sizes.isEmpty ? "scalar" : sizes)"
    guard tensor.count > 0 else { return heading + " (empty)" }
    return ([heading] + body).joined(separator: "\n")
  }

  private var body: [String] {
    switch tensor.rank {
    case 0: return ["  " + format(tensor[flat: 0])]
    case 1: return vectorLines
    case 2: return matrixLines(offset: 0, rows: tensor.shape[0], columns: tensor.shape[1])
    default: return sliceLines
    }
  }

  private func format(_ value: Double) -> String {
    if tensor.isBool { return value != 0 ? "true" : "false" }
    return NumberFormat.plain(value, digits: options.digits)
  }

  // MARK: - Vectors

  /// A vector runs over several lines when it is long, each starting with its first position.
  private var vectorLines: [String] {
    let count = tensor.count
    let shown = Self.shortened(count, to: 60, edge: 20)
    let cells = aligned(shown.map { $0.map { format(tensor[flat: $0]) } ?? ellipsis })
    let cellWidth = (cells.map(\.count).max() ?? 1) + 2
    let perLine = max(1, (options.width - 2) / cellWidth)
    guard cells.count > perLine else {
      return [Self.trimmed("  " + cells.joined(separator: "  "))]
    }
    return stride(from: 0, to: cells.count, by: perLine).map { start in
      Self.trimmed("  " + cells[start..<min(start + perLine, cells.count)].joined(separator: "  "))
    }
  }

  /// Positions to show, with `nil` where some are left out.
  private static func shortened(_ count: Int, to limit: Int, edge: Int) -> [Int?] {
    guard count > limit else { return Array(0..<count) }
    return Array(0..<edge) + [nil] + Array((count - edge)..<count)
  }

  // MARK: - Matrices

  private func matrixLines(offset: Int, rows: Int, columns: Int) -> [String] {
    let shownRows = Self.shortened(rows, to: Self.maximumRows, edge: Self.edgeRows)
    let limit = max(1, options.width / 3)
    let shownColumns = Self.shortened(columns, to: limit, edge: limit / 2)
    var blocks: [[String]] = shownColumns.map { column in
      guard let column else { return shownRows.map { _ in ellipsis } }
      return aligned(
        shownRows.map { row in
          row.map { format(tensor[flat: offset + $0 * columns + column]) } ?? ellipsis
        })
    }
    shorten(&blocks, rows: shownRows.count)
    return shownRows.indices.map { row in
      Self.trimmed("  " + blocks.map { $0[row] }.joined(separator: "  "))
    }
  }

  /// Takes columns out of the middle until the rest fits the width.
  private func shorten(_ blocks: inout [[String]], rows: Int) {
    func width(_ blocks: [[String]]) -> Int {
      blocks.reduce(0) { $0 + ($1.map(\.count).max() ?? 0) + 2 }
    }
    guard width(blocks) > options.width else { return }
    let gap = Array(repeating: ellipsis, count: rows)
    while width(blocks) + ellipsis.count + 2 > options.width, blocks.count > 1 {
      blocks.remove(at: blocks.count / 2)
    }
    blocks.insert(gap, at: (blocks.count + 1) / 2)
  }

  // MARK: - Higher ranks

  private var sliceLines: [String] {
    let shape = tensor.shape
    let rows = shape[shape.rank - 2]
    let columns = shape[shape.rank - 1]
    let slices = tensor.count / max(rows * columns, 1)
    var lines: [String] = []
    for slice in Self.shortened(slices, to: Self.maximumSlices, edge: 2) {
      guard let slice else {
        lines.append(ellipsis)
        continue
      }
      lines.append("[\(position(of: slice)), :, :]")
      lines += matrixLines(offset: slice * rows * columns, rows: rows, columns: columns)
    }
    return lines
  }

  private func position(of slice: Int) -> String {
    var rest = slice
    var positions: [String] = []
    for axis in (0..<(tensor.rank - 2)).reversed() {
      positions.insert(String(rest % tensor.shape[axis]), at: 0)
      rest /= tensor.shape[axis]
    }
    return positions.joined(separator: ", ")
  }

  // MARK: - Alignment

  /// Pads numbers so that their decimal points stand in one column.
  private func aligned(_ cells: [String]) -> [String] {
    let split = cells.map { cell -> (whole: Substring, rest: Substring) in
      let point = cell.firstIndex { $0 == "." || $0 == "e" } ?? cell.endIndex
      return (cell[..<point], cell[point...])
    }
    let whole = split.map(\.whole.count).max() ?? 0
    let rest = split.map(\.rest.count).max() ?? 0
    return split.map { part in
      String(repeating: " ", count: whole - part.whole.count) + part.whole + part.rest
        + String(repeating: " ", count: rest - part.rest.count)
    }
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
