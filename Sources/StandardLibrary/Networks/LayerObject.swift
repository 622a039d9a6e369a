internal import Diagnostics
internal import Networks
internal import Runtime
internal import Tensors

/// One layer of a network as a value of the language.
struct LayerObject: LanguageObject, ValueConvertible {
  static let typeName = "layer"

  let layer: Layer

  init(_ layer: Layer) { self.layer = layer }

  var typeName: String { LayerObject.typeName }

  var summary: String { layer.name }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? LayerObject)?.layer == layer
  }
}

extension LayerObject: Describable {
  var sentence: String { "The layer \(summary) of a network." }
}

/// Layers one after the other: a list of layers and element-wise functions, in which lists count as
/// what they hold.
struct LayerStack: ValueConvertible, Sendable {
  let layers: [Layer]

  static var typeName: String { "list of layers" }

  static func from(_ value: Value) -> LayerStack? {
    var layers: [Layer] = []
    return collect(value, into: &layers, depth: 0) == nil ? LayerStack(layers: layers) : nil
  }

  static func misfit(in value: Value) -> Misfit? {
    guard case .list(let box) = value else { return nil }
    for (position, element) in box.elements.enumerated() {
      var layers: [Layer] = []
      guard let bad = collect(element, into: &layers, depth: 0) else { continue }
      return Misfit(
        position: position, expected: "layer such as dense(8), or a function such as relu",
        found: bad)
    }
    return nil
  }

  var value: Value { .flatList(layers.map { LayerObject($0).value }) }

  /// How deeply lists may nest, and how many layers they may hold.
  private static let (maximumDepth, maximumCount) = (8, 10_000)

  /// Adds the layers that a value stands for; tells the part that is none.
  private static func collect(_ value: Value, into layers: inout [Layer], depth: Int) -> Value? {
    if let layer = layer(value) {
      layers.append(layer)
      return nil
    }
    if case .tensor(let tensor) = value, tensor.rank > 0, tensor.count == 0, depth == 0 {
      return nil
    }
    guard case .list(let box) = value, depth < maximumDepth, layers.count < maximumCount,
      depth == 0 || !box.elements.isEmpty
    else { return value }
    for element in box.elements {
      if let bad = collect(element, into: &layers, depth: depth + 1) { return bad }
    }
    return nil
  }

  /// A layer, or the function of the language that is applied to each number.
  private static func layer(_ value: Value) -> Layer? {
    if let object = LayerObject.from(value) { return object.layer }
    guard case .function(let function) = value, let builtin = function.builtin else { return nil }
    if builtin.name == "flatten" { return .flatten }
    guard case .unary(let operation)? = builtin.fusion, operation.isNumeric else { return nil }
    return .activation(operation)
  }
}

extension UnaryOperation {
  /// Whether it makes numbers of numbers, and no truth values.
  fileprivate var isNumeric: Bool {
    switch self {
    case .not, .isnan, .isfinite: false
    default: true
    }
  }
}

/// The inputs of a network: a width, or channels, height and width of an image.
struct InputShape: ValueConvertible, Sendable {
  let sizes: [Int]

  static var typeName: String { "width, or [channels, height, width]" }

  static func from(_ value: Value) -> InputShape? {
    if let width = Int.from(value) { return InputShape(sizes: [width]) }
    guard let sizes = [Int].from(value), sizes.count == 1 || sizes.count == 3 else { return nil }
    return InputShape(sizes: sizes)
  }

  var value: Value { sizes.count == 1 ? .number(Double(sizes[0])) : sizes.value }

  /// What a network can be built for: at most 10⁷ numbers a row.
  static let constraint = Constraint<InputShape>("at least 1 and at most 10,000,000 numbers") {
    var count = 1
    for size in $0.sizes {
      guard size > 0, size <= 10_000_000 else { return false }
      count *= size
      guard count <= 10_000_000 else { return false }
    }
    return true
  }
}
