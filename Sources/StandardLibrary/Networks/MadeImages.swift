internal import Charts
internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let rows = Parameter<Int>("rows", "how many images", default: 1000, .positive)
  private static let seed = Parameter<Int>(
    "seed", "the same seed gives the same images everywhere", default: 0)

  private static func noise(_ value: Double) -> Parameter<Double> {
    Parameter("noise", "the deviation of what is added to each pixel", default: value, .nonnegative)
  }

  /// Data sets of images that Tandem draws itself, and images as text.
  static let madeImages: [Builtin] = [
    Builtin(
      "make_faces", "Drawn faces, 28×28, with the heads gender (binary), age and pose (5 classes).",
      rows, seed, noise(0.05),
      details:
        "gender 1 is a woman; age is in decades, from 1.8 to 8; pose goes from 0, looking to "
        + "the left of the image, to 4. The three change the same parts of a face: hair greys and "
        + "recedes, wrinkles come, brows, lips and jaw differ, all features move with the head. "
        + "More rows leave the earlier ones as they were.",
      examples: [
        Example(
          "print(make_faces(rows=5), make_faces(rows=5).kinds)",
          prints: "<data set made faces: 5 rows, images of 28×28, 3 heads> "
            + "{gender: binary(), age: regression(), pose: classes(5)}")
      ],
      body: { rows, seed, noise in
        HeadDatasetObject(try makeFaces(rows: rows, seed: seed, noise: noise))
      }),
    Builtin(
      "make_digits", "Written digits drawn by strokes, 28×28, with the head digit (10 classes).",
      rows, seed, noise(0.1),
      details:
        "Each is written in one of several ways with a pen of 1 to 3 pixels, turned, slanted, "
        + "scaled, shifted and bent. Pixels are from 0 to 1, as load_data gives those of MNIST.",
      examples: [
        Example(
          "d = make_digits(rows=20, seed=1); print(shape(d.X), d.shape, min(d.X), max(d.Y.digit) < 10)",
          prints: "[20, 784] [1, 28, 28] 0 true")
      ],
      body: { rows, seed, noise in
        HeadDatasetObject(try makeDigits(rows: rows, seed: seed, noise: noise))
      }),
    Builtin(
      "make_garments", "Drawn garments, 28×28, with the head garment (10 classes).", rows, seed,
      noise(0.05),
      details: "The classes of Fashion-MNIST: 0 T-shirt, 1 trouser, 2 pullover, 3 dress, 4 coat, "
        + "5 sandal, 6 shirt, 7 sneaker, 8 bag, 9 ankle boot. Shirts are mistaken for T-shirts, "
        + "pullovers and coats. merge_data(make_digits(), make_garments()) has two heads, each with "
        + "rows of its own.",
      examples: [
        Example(
          "d = merge_data(make_digits(rows=3), make_garments(rows=2)); print(d.heads, "
            + "isnan(d.Y.garment))",
          prints: "[\"digit\", \"garment\"] [true, true, true, false, false]")
      ],
      body: { rows, seed, noise in
        HeadDatasetObject(try makeGarments(rows: rows, seed: seed, noise: noise))
      }),
    Builtin(
      "image", "Grey images side by side as text: a cell for two pixels above each other.",
      Parameter<ImageSource>(
        "x",
        "an h×w matrix, a vector of h·h pixels, n×h×w images, n×h·h rows, or a data set of "
          + "images"),
      Parameter<[String]?>("names", "what stands above each image", default: .some(nil)),
      Parameter<Limits?>(
        "limits", "the values of an empty and a full cell; none: 0 and the greatest",
        default: .some(nil)),
      details:
        "At most 12 images are drawn; image(data[100:104]) draws others. A data set's targets "
        + "stand above its images. heat(x) draws one matrix with its scale.",
      examples: [
        Example(
          "image([0, 1, 1, 0; 0, 1, 1, 0; 1, 0, 0, 1; 1, 0, 0, 1])", prints: " ██\n█  █")
      ],
      body: { x, names, limits in
        ImageObject(try x.strip(names, limits?.range))
      }),
  ]
}

/// Images in any of the forms in which they come.
enum ImageSource: ValueConvertible, Sendable {
  case data(HeadDataset)
  case numbers(Tensor)

  static var typeName: String { "tensor or data set of images" }

  /// More are not drawn.
  private static let maximumCount = 12

  static func from(_ value: Value) -> ImageSource? {
    if let object = HeadDatasetObject.from(value) { return .data(object.data) }
    return Numbers.from(value).map { .numbers($0.tensor) }
  }

  var value: Value {
    switch self {
    case .data(let data): HeadDatasetObject(data).value
    case .numbers(let tensor): .tensor(tensor)
    }
  }

  func strip(_ names: [String]?, _ limits: ClosedRange<Double>?) throws -> ImageStrip {
    var pictures: [ImageStrip.Picture]
    switch self {
    case .data(let data):
      guard data.isImages else {
        throw Failure(
          .argument, "image: expected a data set of images, found one of \(data.inputText)")
      }
      let rows = Array(0..<min(data.rowCount, Self.maximumCount))
      pictures = ImageStrip(firstOf: data, within: 80, rows: rows).pictures
    case .numbers(let tensor):
      pictures = try Self.images(tensor).map { ImageStrip.Picture(pixels: $0, caption: "") }
    }
    if let names {
      guard names.count >= pictures.count else {
        throw Failure(
          .argument, "image: expected \(counted(pictures.count, "name")), found \(names.count)")
      }
      for (i, name) in zip(pictures.indices, names) { pictures[i].caption = name }
    }
    let found = limits ?? ImageStrip.limits(of: pictures.map(\.pixels))
    return ImageStrip(pictures, width: 80, limits: found)
  }

  /// The first images of a tensor.
  private static func images(_ tensor: Tensor) throws -> [Tensor] {
    let dimensions = tensor.shape.dimensions
    func part(_ row: Int, _ height: Int, _ width: Int) -> Tensor {
      let start = row * height * width
      return tensor.withElements {
        Tensor(Array($0[start..<start + height * width]), Shape(height, width))
      }
    }
    switch dimensions.count {
    case 1: if let side = side(dimensions[0]) { return [part(0, side, side)] }
    case 2:
      if let side = side(dimensions[1]), dimensions[1] >= 256, dimensions[0] <= 4096 {
        return (0..<min(dimensions[0], maximumCount)).map { part($0, side, side) }
      }
      if tensor.count > 0 { return [part(0, dimensions[0], dimensions[1])] }
    case 3 where tensor.count > 0:
      return (0..<min(dimensions[0], maximumCount)).map { part($0, dimensions[1], dimensions[2]) }
    default: break
    }
    throw Failure(
      .shape, "image: expected a matrix, or rows of pixels of square images, found \(tensor.shape)",
      notes: ["reshape(x, 28, 20) arranges 560 pixels in 28 rows"])
  }

  /// The side of a square of so many pixels.
  private static func side(_ count: Int) -> Int? {
    let side = Int(Double(count).squareRoot())
    return side > 0 && side * side == count ? side : nil
  }
}
