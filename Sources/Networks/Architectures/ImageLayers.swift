internal import Diagnostics
internal import Tensors

extension GraphBuilder {
  /// Adds a convolution and the rectification and pooling that follow it as one operation; tells the
  /// value and how many layers it took; `nil` where no convolution begins.
  mutating func convolution(
    _ layers: ArraySlice<Layer>, at place: LayerPlace, of value: Int
  ) throws -> (value: Int, count: Int)? {
    guard case .convolution(let channels, let kernel, let padding) = place.layer else { return nil }
    let (source, form) = (self.value(value), form(at: place, of: value))
    try checkImage(at: place, source)
    try check(channels, kernel, padding, at: place, source)
    let rest = layers.dropFirst()
    let isRectified = rest.first == .activation(.relu)
    var used = isRectified ? 2 : 1
    let isFanOut = form == .fanOut
    let geometry = ConvolutionGeometry(
      channels: source.shape[0], height: source.shape[1], width: source.shape[2],
      outputs: isFanOut ? place.groups * channels : channels, kernel: kernel, padding: padding)
    var shape = [channels, geometry.outputHeight, geometry.outputWidth]
    var pooling: Pooling?
    if case .maxPool(let size)? = layers.dropFirst(used).first {
      let at = place.following(used, layers[layers.startIndex + used])
      pooling = try self.pooling(size, at: at, shape)
      shape = [channels, shape[1] / size, shape[2] / size]
      used += 1
    }
    let groups = place.isTied ? source.groups : place.groups
    let operation = ConvolutionKernel(
      form: form, groups: groups, geometry: geometry, isRectified: isRectified, pooling: pooling)
    let names = layers.prefix(used).map(\.name).joined(separator: ", ")
    let result = self.operation(
      "\(place.name) \(names)", .convolution(operation), inputs: [whole(value)], groups: groups,
      shape: shape,
      parameters: convolutionParameters(channels, kernel, of: source.shape[0], at: place))
    return (result, used)
  }

  /// Weights groups×channels×inputs×k×k and intercepts.
  private mutating func convolutionParameters(
    _ channels: Int, _ kernel: Int, of inputs: Int, at place: LayerPlace
  ) -> [Int] {
    let bound = 1 / Double(inputs * kernel * kernel).squareRoot()
    let isOne = place.groups == 1 || place.isTied
    let groups = isOne ? [] : [place.groups]
    return [
      parameter(
        "\(place.name) weights", groups + [channels, inputs, kernel, kernel],
        groupAxis: isOne ? nil : 0, start: .uniform(bound), owner: place.owner),
      parameter(
        "\(place.name) intercepts", groups + [channels], groupAxis: isOne ? nil : 0,
        start: .uniform(bound), owner: place.owner),
    ]
  }

  /// Adds the largest of squares.
  mutating func maxPool(_ size: Int, at place: LayerPlace, of value: Int) throws -> Int {
    let source = self.value(value)
    try checkImage(at: place, source)
    let pooling = try self.pooling(size, at: place, source.shape)
    let kernel = MaxPoolKernel(
      pooling: pooling, planes: source.groups * source.shape[0], height: source.shape[1],
      width: source.shape[2])
    return operation(
      place.title, .maxPool(kernel), inputs: [whole(value)], groups: source.groups,
      shape: [source.shape[0], pooling.rows, pooling.columns])
  }

  /// Adds a dropout.
  mutating func dropout(_ probability: Double, at place: LayerPlace, of value: Int) throws -> Int {
    guard probability >= 0, probability < 1 else {
      throw place.failure(
        "expected a probability of at least 0 and below 1, found \(probability)")
    }
    let source = self.value(value)
    let isFanOut = source.groups == 1 && !place.isTied
    let groups = isFanOut ? place.groups : source.groups
    let kernel = DropoutKernel(
      probability: probability, copies: isFanOut ? place.groups : 1,
      width: groups * source.count)
    return operation(
      place.title, .dropout(kernel), inputs: [whole(value)], groups: groups, shape: source.shape)
  }

  /// Adds a batch normalisation, with parameters of their own for groups that are not tied.
  mutating func batchNorm(at place: LayerPlace, of value: Int) -> Int {
    let source = self.value(value)
    let (channels, isImage) = (source.shape[0], source.shape.count == 3)
    let isFanOut = source.groups == 1 && place.groups > 1 && !place.isTied
    let groups = place.isTied ? 1 : isFanOut ? place.groups : source.groups
    let kernel = BatchNormKernel(
      channels: channels, area: isImage ? source.shape[1] * source.shape[2] : 1, groups: groups,
      isFanOut: isFanOut, repeats: place.isTied ? source.groups : 1)
    let isOne = groups == 1
    let shape = isOne ? [channels] : [groups, channels]
    let parameters = [("scales", 1.0), ("shifts", 0.0)].map { name, start in
      parameter(
        "\(place.name) \(name)", shape, groupAxis: isOne ? nil : 0, start: .constant(start),
        owner: place.owner)
    }
    let statistics = [("means", 0.0), ("variances", 1.0)].map { name, start in
      statistic("\(place.name) running \(name)", count: groups * channels, start: start)
    }
    return operation(
      place.title, .batchNorm(kernel), inputs: [whole(value)],
      groups: isFanOut ? groups : source.groups, shape: source.shape, parameters: parameters,
      statistics: statistics)
  }

  /// How groups of a stack read a value.
  private func form(at place: LayerPlace, of value: Int) -> DenseKernel.Form {
    if place.isTied { return .tied }
    return self.value(value).groups == place.groups && place.groups > 1 ? .eachGroup : .fanOut
  }
}

// MARK: - Checks

extension GraphBuilder {
  private func checkImage(at place: LayerPlace, _ source: GraphValue) throws {
    guard source.shape.count != 3 else { return }
    throw place.failure(
      "expected an image (channels, height, width), found a row of \(source.count) numbers",
      notes: [
        "images come first in a stack, before flatten() and dense layers; "
          + "inputs=[1, 28, 28] makes images of the 784 numbers of a row"
      ])
  }

  private func check(
    _ channels: Int, _ kernel: Int, _ padding: Layer.Padding, at place: LayerPlace,
    _ source: GraphValue
  ) throws {
    guard channels > 0 else {
      throw place.failure("expected at least one channel, found \(channels)")
    }
    guard kernel > 0 else {
      throw place.failure("expected a kernel of at least 1×1, found \(kernel)×\(kernel)")
    }
    let (height, width) = (source.shape[1], source.shape[2])
    guard channels <= 1 << 16, kernel <= 1 << 10 else {
      throw place.failure(
        "expected at most \(1 << 16) channels and a kernel of at most \(1 << 10), "
          + "found \(channels) and \(kernel)")
    }
    guard padding == .same || kernel <= min(height, width) else {
      throw place.failure(
        "the kernel of \(kernel)×\(kernel) is larger than the image of \(height)×\(width)",
        notes: ["padding=\"same\" puts zeros around the image, so that its size stays"])
    }
    let weights = place.groups * channels * source.shape[0] * kernel * kernel
    try NetworkMemory.check(
      count: 5 * weights,
      "\(place.stack), layer \(place.position), \(place.layer.name): a layer of \(weights) weights")
  }

  private func pooling(_ size: Int, at place: LayerPlace, _ shape: [Int]) throws -> Pooling {
    let (height, width) = (shape[1], shape[2])
    guard size > 0 else {
      throw place.failure("expected squares of at least 1×1, found \(size)×\(size)")
    }
    guard size <= min(height, width) else {
      throw place.failure(
        "squares of \(size)×\(size) are larger than the image of \(height)×\(width)",
        notes: ["fewer or smaller poolings before it leave a larger image"])
    }
    return Pooling(size: size, rows: height / size, columns: width / size)
  }
}

extension LayerPlace {
  /// The place so many layers later.
  func following(_ count: Int, _ layer: Layer) -> LayerPlace {
    LayerPlace(
      stack: stack, position: position + count, layer: layer, owner: owner, groups: groups,
      isTied: isTied)
  }
}

extension Graph {
  /// Rows that predictions take at once: 256, fewer where a row's values are many.
  var rowsAtOnce: Int {
    let width = values.reduce(1) { $0 + $1.width }
    return min(max((1 << 20) / width, 1), 256)
  }
}
