internal import Charts
internal import Datasets
internal import Runtime
internal import Tensors

/// Grey images side by side as text: a cell stands for two pixels above each other, as dark as their
/// mean.
struct ImageStrip {
  /// One image and what stands above it.
  struct Picture {
    var pixels: Tensor
    var caption: String
  }

  let pictures: [Picture]
  /// Cells of a line.
  var width: Int
  /// The pixel values of an empty and a full cell.
  let limits: ClosedRange<Double>

  /// Between two images.
  private static let gap = 2
  /// More rows or columns are drawn as means.
  private static let maximumSide = 56

  init(_ pictures: [Picture], width: Int, limits: ClosedRange<Double>) {
    self.pictures = pictures
    self.width = width
    self.limits = limits
  }

  /// The first images of a data set that fit side by side, with their targets.
  init(firstOf data: HeadDataset, within width: Int, rows: [Int]? = nil) {
    let side = min(data.inputShape[2], Self.maximumSide)
    let count = max(1, (width + Self.gap) / (side + Self.gap))
    let chosen = rows ?? Array(0..<min(count, data.rowCount))
    let pictures = chosen.compactMap { row in
      data.image(row).map { Picture(pixels: $0, caption: Self.caption(data, row)) }
    }
    self.init(pictures, width: width, limits: Self.limits(of: pictures.map(\.pixels)))
  }

  /// From 0, or below, to the greatest pixel.
  static func limits(of images: [Tensor]) -> ClosedRange<Double> {
    var (low, high) = (0.0, 0.0)
    for image in images {
      image.withElements { x in
        for value in x where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
      }
    }
    return low < high ? low...high : 0...1
  }

  /// What a row's heads say: `digit 7`.
  private static func caption(_ data: HeadDataset, _ row: Int) -> String {
    let parts = data.heads.compactMap { head -> String? in
      let width = head.width
      let values = (0..<width).map { head.values[flat: row * width + $0] }
      guard let first = values.first, !first.isNaN else { return nil }
      if case .multilabel = head.kind {
        let present = values.indices.filter { values[$0] >= 0.5 }.map(String.init)
        return "\(head.name) \(present.isEmpty ? "-" : present.joined(separator: "+"))"
      }
      let best = values.indices.max { values[$0] < values[$1] } ?? 0
      return "\(head.name) \(width == 1 ? shortNumber(first) : "\(best)")"
    }
    return parts.joined(separator: ", ")
  }

  // MARK: - Drawing

  /// The images from left to right, in as many rows of images as they need.
  var lines: [StyledText] {
    var lines: [StyledText] = []
    var row: [[StyledText]] = []
    var used = 0
    for picture in pictures {
      let block = block(picture)
      let size = block.first.map { $0.plain.count } ?? 0
      if used > 0, used + Self.gap + size > width {
        lines += Self.joined(row)
        (row, used) = ([], 0)
      }
      used += (used > 0 ? Self.gap : 0) + size
      row.append(block)
    }
    return lines + Self.joined(row)
  }

  private static func joined(_ blocks: [[StyledText]]) -> [StyledText] {
    let height = blocks.map(\.count).max() ?? 0
    return (0..<height).map { line in
      blocks.enumerated().reduce(StyledText("")) { sum, block in
        let blank = String(repeating: " ", count: block.element.first?.plain.count ?? 0)
        let part = line < block.element.count ? block.element[line] : StyledText(blank)
        return sum + StyledText(block.offset > 0 ? "  " : "") + part
      }
    }
  }

  /// The caption and the cells of one image, all lines equally wide.
  private func block(_ picture: Picture) -> [StyledText] {
    let (height, columns) = (picture.pixels.rowCount, picture.pixels.columnCount)
    let pool = Self.pool(max(height, columns), within: min(Self.maximumSide, width))
    let size = (columns + pool - 1) / pool
    var lines: [StyledText] = []
    if !picture.caption.isEmpty {
      let caption = shortened(picture.caption, max(size, 1))
      let blanks = String(repeating: " ", count: max(0, size - caption.count))
      lines.append(StyledText(caption + blanks, .dim))
    }
    for top in stride(from: 0, to: height, by: 2 * pool) {
      var line = StyledText("")
      for left in stride(from: 0, to: columns, by: pool) {
        let value = mean(
          picture.pixels, rows: top..<min(top + 2 * pool, height),
          columns: left..<min(left + pool, columns))
        line = line + .shade(value, in: limits, .shade(share(value)))
      }
      lines.append(line)
    }
    return lines
  }

  /// How many pixels a cell is wide, so that an image is no wider than a limit.
  private static func pool(_ side: Int, within limit: Int) -> Int {
    max(1, (side + max(limit, 1) - 1) / max(limit, 1))
  }

  private func share(_ value: Double) -> Double {
    guard value.isFinite else { return 0 }
    return (value - limits.lowerBound) / (limits.upperBound - limits.lowerBound)
  }

  private func mean(_ image: Tensor, rows: Range<Int>, columns: Range<Int>) -> Double {
    var sum = 0.0
    for i in rows { for j in columns { sum += image[i, j] } }
    return sum / Double(max(rows.count * columns.count, 1))
  }
}

/// Images as a value of the language; the shell shows them drawn.
struct ImageObject: LanguageObject, ValueConvertible {
  static let typeName = "image"

  let strip: ImageStrip

  init(_ strip: ImageStrip) { self.strip = strip }

  var typeName: String { Self.typeName }
  var summary: String { "<\(counted(strip.pictures.count, "image"))>" }
  var described: String { "an image" }
  var elementCount: Int? { strip.pictures.count }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    var strip = strip
    strip.width = drawing.width
    return Charts.text(.lines(strip.lines), drawing)
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = (other as? ImageObject)?.strip else { return false }
    return strip.limits == other.limits && strip.pictures.count == other.pictures.count
      && zip(strip.pictures, other.pictures).allSatisfy {
        $0.caption == $1.caption && Value.tensor($0.pixels).isEqual(to: .tensor($1.pixels))
      }
  }
}

extension ImageObject: Describable {
  var sentence: String {
    let names = strip.pictures.map(\.caption).filter { !$0.isEmpty }
    let sizes = strip.pictures.prefix(1).map {
      " of \($0.pixels.rowCount)×\($0.pixels.columnCount) pixels"
    }
    return "\(counted(strip.pictures.count, "grey image"))\(sizes.joined())"
      + (names.isEmpty ? "." : ": \(fitting(names, separator: ", ", within: 200)).")
  }
}
