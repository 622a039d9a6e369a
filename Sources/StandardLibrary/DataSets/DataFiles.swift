internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let target = Parameter<String>("path", "the file, which is replaced")

  /// Tables and arrays in files.
  static let dataFiles: [Builtin] = [
    Builtin(
      "read_csv", "A data set from a table of comma- or tab-separated values.", path, labelColumns,
      Parameter<Bool>("header", "whether the first line names the columns", default: true),
      details: "Empty cells, NA, ? and nan are missing; a column with other texts is nominal. "
        + "Without labels= every column is a feature.",
      examples: [
        Example(
          "try { read_csv(\"no.csv\", labels=[\"sky\"]) } catch err { err.message }",
          prints: "cannot read no.csv: there is no such file")
      ],
      with: { interpreter, path, labels, header in
        let selection = try labels.selection(interpreter.files)
        return DatasetObject(
          try readCSV(
            try interpreter.files.readable(path), labels: selection, header: header))
      }),
    Builtin(
      "read_npy", "A tensor from a file of NumPy's array format.", path,
      examples: [
        Example(
          "try { read_npy(\"no.npy\") } catch err { err.message }",
          prints: "cannot read no.npy: there is no such file")
      ],
      with: { interpreter, path in try readNPY(try interpreter.files.readable(path)) }),
    Builtin(
      "write_npy", "Writes a tensor in NumPy's array format.",
      Parameter<ArrayArgument>("x", "a tensor"), target,
      details: "A data set is two arrays: write_npy(data.X, …) and write_npy(data.Y, …).",
      examples: [
        Example(
          "try { write_npy([1, 2], \"a.txt\") } catch err { err.message }",
          prints: "write_npy: path must end in .npy, found \"a.txt\"")
      ],
      with: { interpreter, x, path in
        try checkEnding(path, [".npy"], "write_npy")
        try writeNPY(try x.tensor(), to: try interpreter.files.writable(path))
        return Nothing()
      }),
    Builtin(
      "write_csv",
      "Writes a data set, with a line of names, or a matrix as comma-separated values.",
      Parameter<Inputs>("x", "a data set, or a matrix"), target,
      examples: [
        Example(
          "try { write_csv([1, 2], \"a.npy\") } catch err { err.message }",
          prints: "write_csv: path must end in .csv or .txt, found \"a.npy\"")
      ],
      with: { interpreter, x, path in
        try checkEnding(path, [".csv", ".txt"], "write_csv")
        let path = try interpreter.files.writable(path)
        switch x {
        case .data(let data): try writeCSV(data, to: path)
        case .matrix(let matrix): try writeCSV(matrix.dense(), to: path)
        }
        return Nothing()
      }),
    Builtin(
      "write_arff", "Writes a data set as ARFF with MEKA's -C for its labels.",
      Parameter<DatasetObject>("data", "a data set"), target,
      Parameter<Bool>(
        "xml", "whether to write Mulan's XML file of the labels beside it, too", default: false),
      details: "Sparse sets are written as sparse rows. An XML file that is already there under "
        + "that name would be read with it; xml=true replaces it.",
      examples: [
        Example(
          "d = make_labels(rows=5); write_arff(d, \"a.arff\", xml=true); load_data(\"a.arff\") == d",
          prints: "true", needsFolder: true),
        Example(
          "d = make_labels(rows=2, labels=2); "
            + "try { write_arff(d, \"a\") } catch err { err.message }",
          prints: "write_arff: path must end in .arff, found \"a\""),
      ],
      with: { interpreter, data, path, xml in
        try checkEnding(path, [".arff"], "write_arff")
        if xml {
          let labelFile = path.dropLast(5) + ".xml"
          try writeMulanLabels(
            data.data.labelNames, to: try interpreter.files.writable(String(labelFile)))
        }
        try writeARFF(data.data, to: try interpreter.files.writable(path))
        return Nothing()
      }),
  ]

  /// Keeps a mixed-up argument from becoming the name of a file.
  static func checkEnding(
    _ path: String, _ endings: [String], _ function: String
  ) throws {
    guard endings.contains(where: { path.hasSuffix($0) && path.count > $0.count }) else {
      throw Failure(
        .argument,
        "\(function): path must end in \(endings.joined(separator: " or ")), found "
          + Value.text(path).literal)
    }
  }
}

/// What can be written as an array: numbers, or a sparse matrix with all of its entries.
enum ArrayArgument: ValueConvertible, Sendable {
  case numbers(Numbers)
  case matrix(DesignMatrix)
  case data

  static var typeName: String { Numbers.typeName }

  static func from(_ value: Value) -> ArrayArgument? {
    if let numbers = Numbers.from(value) { return .numbers(numbers) }
    if DatasetObject.from(value) != nil { return .data }
    return DesignMatrix.from(value).map { .matrix($0) }
  }

  var value: Value {
    switch self {
    case .numbers(let numbers): numbers.value
    case .matrix(let matrix): matrix.value
    case .data: .none
    }
  }

  /// The tensor to be written.
  func tensor() throws -> Tensor {
    switch self {
    case .numbers(let numbers): return numbers.tensor
    case .matrix(let matrix): return try matrix.dense()
    case .data:
      throw Failure(
        .argument, "write_npy: expected one array, found a data set",
        notes: [
          "write_npy(data.X, \"x.npy\") and write_npy(data.Y, \"y.npy\") write its two",
          "write_arff(data, path) keeps the names as well",
        ])
    }
  }
}
