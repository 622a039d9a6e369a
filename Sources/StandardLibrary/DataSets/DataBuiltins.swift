internal import Charts
internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let data = Parameter<DatasetObject>("data", "a data set")
  /// The `path=` of functions that read.
  static let path = Parameter<String>(
    "path", "the file; a relative path starts at the current folder", naming: [.files])
  /// The `labels=` of functions that read data sets.
  static let labelColumns = Parameter<LabelsArgument>(
    "labels",
    "which columns are labels: how many at the end, their names, or the path of Mulan's "
      + "XML file; none: as the header says", default: .natural, naming: [.labels, .files])

  /// Data sets: where they come from, and what they look like.
  static let dataSets: [Builtin] = [
    Builtin(
      "load_data", "A data set from a file, whose format and labels are found by themselves.",
      path,
      details: "The labels of an ARFF file are those of Mulan's XML file beside it "
        + "(flags-train.arff: flags-train.xml, else flags.xml), else those of MEKA's -C; those of "
        + "IDX images stand in the file of that name with labels-idx1 for images-idx3. Files "
        + "compressed by gzip are read as they are.",
      examples: [
        Example(
          "try { load_data(\"no.arff\") } catch err { err.message }",
          prints: "cannot read no.arff: there is no such file")
      ],
      with: { interpreter, path in
        let file = try ByteFile(reading: try interpreter.files.readable(path))
        if let images = try loadImages(file, readable: interpreter.files.readable) {
          return AnyDataset.heads(images)
        }
        return .labels(try loadData(file, readable: interpreter.files.readable))
      }),
    Builtin(
      "read_arff", "A data set from an ARFF file of Weka, Mulan or MEKA, dense or sparse.", path,
      labelColumns,
      details: "Without labels= MEKA's -C is read from the header.",
      examples: [
        Example(
          "try { read_arff(\"no.arff\", labels=2) } catch err { err.message }",
          prints: "cannot read no.arff: there is no such file")
      ],
      with: { interpreter, path, labels in
        let selection = try labels.selection(interpreter.files)
        return DatasetObject(
          try readARFF(try interpreter.files.readable(path), labels: selection))
      }),
    Builtin(
      "standardize", "Features with mean 0 and deviation 1, as measured on the training set.",
      Parameter<AnyDataset>("train", "the data set whose means and deviations are used"),
      Parameter<Variadic<AnyDataset>>(
        "others", "further data sets, brought to the same scale"),
      Parameter<StandardizedBy>(
        "by", "of tasks: whether the rows of all tasks are measured together or each task's",
        default: .all),
      details: "One data set gives one, several give a list. Missing values become the training "
        + "mean; nominal features become 0/1 columns first; sparse sets are left alone. Tasks are "
        + "measured together, so that a weight means the same in each of them; by=\"task\" does "
        + "not. The .truth of made tasks is left out, as it belongs to the features before.",
      examples: [
        Example(
          "a, b = split_data(make_labels(rows=40)); a, b = standardize(a, b); "
            + "print(max(abs(mean(a.X, axis=0))) < 1e-12)", prints: "true")
      ],
      body: { train, others, moments in
        let all = try AnyDataset.standardized([train] + others.values, by: moments)
        return all.count == 1 ? all[0].value : all.value
      }),
    Builtin(
      "cooccurrence", "How many rows have both of two labels, C×C; the diagonal counts each label.",
      data,
      details: "heat(cooccurrence(data), names=data.labels) draws it.",
      examples: [
        Example(
          "shape(cooccurrence(make_labels(labels=[\"sky\", \"sea\"])))",
          prints: "tensor 2\n  2  2")
      ],
      body: { data in try LabelSummary(data.data).cooccurrence() }),
  ]
}

/// Which columns are labels: a count of last ones, names, or Mulan's XML file.
enum LabelsArgument: ValueConvertible, Sendable {
  case natural
  case last(Int)
  case names([String])
  case xml(String)

  static var typeName: String { "count, list of names, path of an XML file or none" }

  static func from(_ value: Value) -> LabelsArgument? {
    switch value {
    case .none: return .natural
    case .number: return Int.from(value).map { .last($0) }
    case .string(let box): return .xml(box.text)
    default: return [String].from(value).map { .names($0) }
    }
  }

  var value: Value {
    switch self {
    case .natural: .none
    case .last(let count): count.value
    case .names(let names): names.value
    case .xml(let path): .text(path)
    }
  }

  /// The one column that tasks predict.
  ///
  /// A single string is the column's name.
  func target(_ files: FileAccess) throws -> LabelSelection {
    switch self {
    case .natural:
      throw Failure(
        .argument, "read_csv: task= needs labels=, the column to be predicted, found none",
        notes: ["labels=\"score\" names it, labels=1 takes the last column"])
    case .xml(let text) where !text.hasSuffix(".xml"): return .names([text])
    default: return try selection(files) ?? .last(1)
    }
  }

  /// The columns as readers take them, the label file being one that may be read.
  func selection(_ files: FileAccess) throws -> LabelSelection? {
    switch self {
    case .natural: nil
    case .last(let count): .last(count)
    case .names(let names): .names(names)
    case .xml(let path): .xml(try files.readable(path))
    }
  }
}
