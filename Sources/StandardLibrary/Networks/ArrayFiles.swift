internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Images and archives of arrays in files.
  static let arrayFiles: [Builtin] = [
    Builtin(
      "read_idx",
      "A tensor from an IDX file of the MNIST family; with labels= a data set of images.",
      path,
      Parameter<String?>(
        "labels", "the IDX file of the class numbers; none: the tensor alone", default: .some(nil)),
      Parameter<String>("head", "what the head of class numbers is called", default: "label"),
      Parameter<Int?>(
        "classes", "how many classes there are; none: one more than the greatest number",
        default: .some(nil),
        Constraint("a whole number from 2 to 1000000 or none") {
          $0.map { (2...1_000_000).contains($0) } ?? true
        }),
      Parameter<Bool?>(
        "scale", "whether bytes 0 to 255 become 0 to 1; none: in a data set", default: .some(nil)),
      details:
        "Bytes, 16- and 32-bit integers, floats and doubles, of 1 to 8 axes; files compressed "
        + "by gzip are noticed. A data set has a row an image, h·w inputs of shape [1, h, w], and a "
        + "head of classes; load_data(path) finds the labels beside the images by itself.",
      examples: [
        Example(
          "try { read_idx(\"no-images\") } catch err { err.message }",
          prints: "cannot read no-images: there is no such file")
      ],
      with: { interpreter, path, labels, head, classes, scale in
        let file = try ByteFile(reading: try interpreter.files.readable(path))
        guard let labels else {
          let array = try tensor(idx: file)
          guard scale == true else { return Value.tensor(array) }
          return .tensor(try apply(.divide, array, Tensor(scalar: 255)))
        }
        var options = ImageDataOptions()
        options.head = head
        options.classCount = classes
        options.isScaled = scale ?? true
        let labelFile = try ByteFile(reading: try interpreter.files.readable(labels))
        return HeadDatasetObject(try imageData(images: file, labels: labelFile, options)).value
      }),
    Builtin(
      "read_npz", "A record of the tensors in NumPy's archive of arrays, by name.", path,
      details: "As savez and savez_compressed write them.",
      examples: [
        Example(
          "write_npz({x: [1, 2; 3, 4], on: [true, false]}, \"a.npz\"); print(read_npz(\"a.npz\"))",
          prints: "{x: [1, 2; 3, 4], on: [true, false]}", needsFolder: true)
      ],
      with: { interpreter, path in
        let arrays = try readNPZ(try interpreter.files.readable(path))
        return Record(arrays.map { ($0.name, .reduced($0.array)) })
      }),
    Builtin(
      "write_npz", "Writes a record of tensors, or a data set, as NumPy's archive of arrays.",
      Parameter<ArchiveSource>("x", "a record of tensors, or a data set"),
      Parameter<String>("path", "the file, which is replaced", naming: [.files]),
      details:
        "Compressed, as savez_compressed does. A data set becomes X and Y; one of heads X and "
        + "an array for each head: head_data(r.X, {age: r.age}) makes it again.",
      examples: [
        Example(
          "write_npz(head_data([1; 2], {age: [30, 41]}), \"a.npz\"); print(read_npz(\"a.npz\"))",
          prints: "{X: [1; 2], age: [30, 41]}", needsFolder: true),
        Example(
          "try { write_npz({x: [1, 2]}, \"a.npy\") } catch err { err.message }",
          prints: "write_npz: path must end in .npz, found \"a.npy\""),
      ],
      with: { interpreter, x, path in
        try checkEnding(path, [".npz"], "write_npz")
        try writeNPZ(try x.arrays(), to: try interpreter.files.writable(path))
        return Nothing()
      }),
  ]
}

/// What can be written as an archive of arrays.
enum ArchiveSource: ValueConvertible, Sendable {
  case record(Record)
  case data(AnyDataset)

  static var typeName: String { "record of tensors or data set" }

  static func from(_ value: Value) -> ArchiveSource? {
    if let record = Record.from(value) { return .record(record) }
    return AnyDataset.from(value).map { .data($0) }
  }

  var value: Value {
    switch self {
    case .record(let record): record.value
    case .data(let data): data.value
    }
  }

  /// The arrays by name.
  ///
  /// - Throws: `argument` for what is no tensor; `limit` when sparse inputs do not fit as dense ones.
  func arrays() throws -> [(name: String, array: Tensor)] {
    switch self {
    case .record(let record):
      return try zip(record.names, record.values).map { name, value in
        guard let tensor = Numbers.from(value)?.tensor else {
          throw Failure(
            .argument, "write_npz: '\(name)' must be a tensor, found \(value.described)")
        }
        return (name, tensor)
      }
    case .data(.labels(let data)): return [("X", try data.X.dense()), ("Y", data.Y)]
    case .data(.heads(let data)):
      if let head = data.heads.first(where: { $0.name == "X" }) {
        throw Failure(
          .argument,
          "write_npz: expected a head of another name than the inputs, found '\(head.name)'")
      }
      return [("X", data.X)] + data.heads.map { ($0.name, $0.values) }
    case .data(.tasks(let data)):
      return data.tasks.indices.flatMap { t in
        [("X_\(t)", data.tasks[t].X), ("y_\(t)", data.tasks[t].y)]
      }
    }
  }
}
