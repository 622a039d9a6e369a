internal import Datasets
internal import Diagnostics
internal import Runtime

extension StandardLibrary {
  /// Files of libsvm's form.
  static let libsvmFiles: [Builtin] = [
    Builtin(
      "read_libsvm",
      "A data set from a file of libsvm's form, labels index:value index:value on each line.",
      path,
      Parameter<Int?>(
        "features", "how many features; none: as many as occur", default: .some(nil),
        Constraint("a whole number ≥ 0 or none") { $0.map { $0 >= 0 } ?? true }),
      Parameter<ZeroBased>(
        "zero_based", "true or false; \"auto\": true when a feature 0 occurs",
        default: .automatic),
      Parameter<[String]?>(
        "labels", "the labels of a multi-label file, as train.labels; none: those that occur",
        default: .some(nil), naming: [.labels]),
      details: "data.X is sparse. Labels such as 1,3,7 become a 0/1 column each; with one number "
        + "on every line data.Y is that number, -1 and 1 becoming 0 and 1. For a test file give "
        + "features=len(train.features).",
      examples: [
        Example(
          "try { read_libsvm(\"no.svm\", zero_based=true) } catch err { err.message }",
          prints: "cannot read no.svm: there is no such file")
      ],
      with: { interpreter, path, features, base, labels in
        DatasetObject(
          try readLibSVM(
            try interpreter.files.readable(path), base: base.base, featureCount: features,
            labelNames: labels))
      }),
    Builtin(
      "write_libsvm", "Writes a data set in libsvm's form.",
      Parameter<DatasetObject>("data", "a data set"),
      Parameter<String>("path", "the file, which is replaced", naming: [.files]),
      Parameter<Bool>("zero_based", "whether features count from 0", default: false),
      examples: [
        Example(
          "d = make_labels(rows=2); try { write_libsvm(d, \"a.npy\") } catch err { err.message }",
          prints: "write_libsvm: path must end in .svm or .libsvm or .svmlight or .txt, "
            + "found \"a.npy\"")
      ],
      with: { interpreter, data, path, zeroBased in
        try checkEnding(path, [".svm", ".libsvm", ".svmlight", ".txt"], "write_libsvm")
        try writeLibSVM(
          data.data, to: try interpreter.files.writable(path), zeroBased: zeroBased)
        return Nothing()
      }),
  ]
}

/// Whether features count from 0: true, false, or as the file looks.
enum ZeroBased: ValueConvertible, Sendable {
  case automatic
  case known(Bool)

  static var typeName: String { "bool or \"auto\"" }
  static var choices: [String] { ["auto"] }

  static func from(_ value: Value) -> ZeroBased? {
    switch value {
    case .bool(let isZero): .known(isZero)
    case .string(let box) where box.text == "auto": .automatic
    default: nil
    }
  }

  var value: Value {
    switch self {
    case .automatic: .text("auto")
    case .known(let isZero): .bool(isZero)
    }
  }

  var base: IndexBase {
    switch self {
    case .automatic: .detected
    case .known(let isZero): isZero ? .zero : .one
    }
  }
}
