internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let target = Parameter<String>(
    "path", "the file, which is replaced", naming: [.files])

  /// Tables and arrays in files.
  static let dataFiles: [Builtin] = [
    Builtin(
      "read_csv", "A data set from a table of comma- or tab-separated values.", path, labelColumns,
      Parameter<String?>(
        "task", "the column that numbers or names the tasks; none: one table", default: .some(nil)),
      Parameter<Bool>("header", "whether the first line names the columns", default: true),
      details: "Empty cells, NA, ? and nan are missing; a column with other texts is nominal. "
        + "Without labels= every column is a feature. With task= the rows are divided into tasks in "
        + "the order of their first rows, named by column and number (school 3) or by the column's "
        + "texts, and labels= is the one column to be predicted.",
      examples: [
        Example(
          "try { read_csv(\"no.csv\", labels=[\"sky\"]) } catch err { err.message }",
          prints: "cannot read no.csv: there is no such file"),
        Example(
          "d = make_tasks(tasks=3, rows=[4, 2, 3]); write_csv(d, \"a.csv\"); "
            + "read_csv(\"a.csv\", labels=\"y\", task=\"task\") == d", prints: "true",
          needsFolder: true),
      ],
      with: { interpreter, path, labels, task, header in
        if let task {
          let target = try labels.target(interpreter.files)
          return TaskDatasetObject(
            try readTaskCSV(
              try interpreter.files.readable(path), target: target, task: task, header: header)
          ).value
        }
        let selection = try labels.selection(interpreter.files)
        return DatasetObject(
          try readCSV(try interpreter.files.readable(path), labels: selection, header: header)
        ).value
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
      details: "A data set is two arrays: write_npy(tensor(data.X), …) and write_npy(data.Y, …).",
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
      Parameter<WrittenTable>("x", "a data set, or a matrix"), target,
      details: "Tasks are written one after the other with a first column that tells them apart; "
        + "read_csv(path, labels=, task=) reads them back.",
      examples: [
        Example(
          "try { write_csv([1, 2], \"a.npy\") } catch err { err.message }",
          prints: "write_csv: path must end in .csv or .txt, found \"a.npy\"")
      ],
      with: { interpreter, x, path in
        try checkEnding(path, [".csv", ".txt"], "write_csv")
        let path = try interpreter.files.writable(path)
        switch x {
        case .tasks(let data): try writeCSV(data, to: path)
        case .inputs(.data(let data)): try writeCSV(data, to: path)
        case .inputs(.matrix(let matrix)): try writeCSV(matrix.dense(), to: path)
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

/// What can be written as a table.
enum WrittenTable: ValueConvertible, Sendable {
  case tasks(TaskDataset)
  case inputs(Inputs)

  static var typeName: String { Inputs.typeName }

  static func from(_ value: Value) -> WrittenTable? {
    if let object = TaskDatasetObject.from(value) { return .tasks(object.data) }
    if let object = HeadDatasetObject.from(value) { return .inputs(.data(object.data.table)) }
    return Inputs.from(value).map { .inputs($0) }
  }

  var value: Value {
    switch self {
    case .tasks(let data): TaskDatasetObject(data).value
    case .inputs(let inputs): inputs.value
    }
  }
}

/// What can be written as an array: numbers, or a sparse matrix with all of its entries.
enum ArrayArgument: ValueConvertible, Sendable {
  case numbers(Numbers)
  case data

  static var typeName: String { Numbers.typeName }

  static func from(_ value: Value) -> ArrayArgument? {
    if let numbers = Numbers.from(value) { return .numbers(numbers) }
    return DatasetObject.from(value) == nil ? nil : .data
  }

  var value: Value {
    switch self {
    case .numbers(let numbers): numbers.value
    case .data: .none
    }
  }

  /// The tensor to be written.
  func tensor() throws -> Tensor {
    switch self {
    case .numbers(let numbers): return numbers.tensor
    case .data:
      throw Failure(
        .argument, "write_npy: expected one array, found a data set",
        notes: [
          "write_npy(tensor(data.X), \"x.npy\") and write_npy(data.Y, \"y.npy\") write its two",
          "write_arff(data, path) keeps the names as well",
        ])
    }
  }
}
