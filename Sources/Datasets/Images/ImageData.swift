internal import Diagnostics
internal import Files
internal import Tensors

/// How images and their class numbers become a data set.
package struct ImageDataOptions: Sendable {
  /// What the class numbers are called.
  package var head = "label"
  /// How many classes there are; `nil`: one more than the greatest number.
  package var classCount: Int?
  /// Whether bytes 0 … 255 become 0 … 1.
  package var isScaled = true

  package init() {}
}

/// A data set of images with a head of classes, from two IDX files.
///
/// - Parameters:
///   - images: n×h×w elements, or n×c×h×w.
///   - labels: n class numbers; `nil`: no head.
///   - options: names and scale.
/// - Returns: n rows of h·w inputs, of shape `[1, h, w]` or `[c, h, w]`.
/// - Throws: as `readIDX`; `data` when the files do not belong together, or scaled elements are no
///   bytes.
package func imageData(
  images: ByteFile, labels: ByteFile?, _ options: ImageDataOptions = ImageDataOptions()
) throws -> HeadDataset {
  let header = try IDXHeader(images)
  let sizes = header.shape.dimensions
  guard sizes.count == 3 || sizes.count == 4 else {
    throw images.failure(
      "expected images, an array of 3 or 4 axes, found \(header.shape)",
      notes: ["read_idx(path) gives it as a tensor"])
  }
  guard !options.isScaled || header.type == .u1 else {
    throw images.failure(
      "expected bytes to be scaled from 0 … 255 to 0 … 1, found elements of another type",
      notes: ["scale=false leaves them as they are"])
  }
  var X = try tensor(idx: images)
  if options.isScaled { X = try apply(.divide, X, Tensor(scalar: 255)) }
  let width = sizes.dropFirst().reduce(1, *)
  let heads = try labels.map { try head(from: $0, rows: sizes[0], options) }
  return try HeadDataset(
    name: images.stem, X: try X.reshaped(Shape(sizes[0], width)),
    inputShape: sizes.count == 3 ? [1] + sizes.dropFirst() : Array(sizes.dropFirst()),
    heads: heads.map { [$0] } ?? [])
}

private func head(
  from file: ByteFile, rows: Int, _ options: ImageDataOptions
) throws -> HeadTargets {
  let header = try IDXHeader(file)
  guard header.shape.rank == 1, header.shape[0] == rows else {
    throw file.failure(
      "expected \(rows) labels, one an image, found an array of \(header.shape)",
      notes: ["images and labels are of different data sets"])
  }
  let values = try tensor(idx: file)
  let greatest = values.withElements { $0.max() ?? 0 }
  let count = options.classCount ?? (greatest >= 1 && greatest < 1e6 ? Int(greatest) + 1 : 2)
  let odd = values.withElements { y in
    y.firstIndex { !($0 >= 0 && $0 < Double(count) && $0 == $0.rounded()) }
  }
  if let odd {
    throw Failure(
      .data,
      "\(file.path), byte \(header.dataStart + odd * header.type.size): expected a class from 0 to "
        + "\(count - 1), found \(values[flat: odd])")
  }
  return HeadTargets(name: options.head, kind: .classes(count), values: values)
}

/// A data set of images from a file that is one, with the labels of the file beside it.
///
/// Of `t10k-images-idx3-ubyte.gz` the labels are `t10k-labels-idx1-ubyte.gz`, compressed or not.
///
/// - Parameters:
///   - file: any file.
///   - readable: asked for the label file before it is read.
/// - Returns: the data set; `nil` when the file is no IDX file of images.
/// - Throws: as `imageData`; what `readable` throws.
package func loadImages(
  _ file: ByteFile, readable: (String) throws -> String = { $0 }
) throws -> HeadDataset? {
  guard IDXHeader.announces(file), file.bytes[3] == 3 || file.bytes[3] == 4 else { return nil }
  var options = ImageDataOptions()
  options.isScaled = file.bytes[2] == IDXType.u1.rawValue
  let labels = try labelFile(beside: file).map { try ByteFile(reading: try readable($0)) }
  return try imageData(images: file, labels: labels, options)
}

/// The file of labels that goes with a file of images by its name.
private func labelFile(beside file: ByteFile) -> String? {
  let folder = File.folder(of: file.path)
  let name = String(file.plainPath.dropFirst(folder.utf8.count))
  guard let images = name.firstRange(of: "images") else { return nil }
  var labels = name.replacingCharacters(in: images, with: "labels")
  if let axes = labels.firstRange(of: "idx3") ?? labels.firstRange(of: "idx4") {
    labels = labels.replacingCharacters(in: axes, with: "idx1")
  }
  return ["", ".gz"].map { folder + labels + $0 }.first(where: File.exists)
}

extension String {
  /// Where a text stands first.
  fileprivate func firstRange(of part: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
      start = index(after: start)
    }
    return nil
  }

  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
