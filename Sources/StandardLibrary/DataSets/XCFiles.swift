internal import Datasets
internal import Runtime

extension StandardLibrary {
  /// Files of the extreme classification repository's text form.
  static let xcFiles: [Builtin] = [
    Builtin(
      "read_xc",
      "A data set from the extreme classification repository's text: n d C, then l1,l2 f:v f:v.",
      path,
      Parameter<Int?>(
        "rows", "how many samples to read from the start; none: all", default: .some(nil),
        Constraint("a whole number ≥ 0 or none") { $0.map { $0 >= 0 } ?? true }),
      details: "Labels and features count from 0; data.X is sparse, data.Y dense. load_data finds "
        + "this form by its first two lines.",
      examples: [
        Example(
          "write_text(\"2 3 2\\n0,1 0:1.5 2:1\\n 1:2\\n\", \"a.txt\"); "
            + "print(read_xc(\"a.txt\").Y)", prints: "[1, 1; 0, 0]", needsFolder: true)
      ],
      with: { interpreter, path, rows in
        DatasetObject(try readXC(try interpreter.files.readable(path), rows: rows))
      }),
    Builtin(
      "write_xc", "Writes a data set in the extreme classification repository's text form.",
      Parameter<DatasetObject>("data", "a data set with labels 0 and 1"),
      Parameter<String>("path", "the file, which is replaced", naming: [.files]),
      details: "Labels and features are written by their positions, names are not kept.",
      examples: [
        Example(
          "d = make_labels(rows=9); write_xc(d, \"a.txt\"); all(read_xc(\"a.txt\").Y == d.Y)",
          prints: "true", needsFolder: true)
      ],
      with: { interpreter, data, path in
        try checkEnding(path, [".txt", ".xc"], "write_xc")
        try writeXC(data.data, to: try interpreter.files.writable(path))
        return Nothing()
      }),
  ]
}
