internal import Charts
internal import Diagnostics
internal import Runtime

extension StandardLibrary {
  /// What can be done with any drawing.
  static let presentation: [Builtin] = [
    Builtin(
      "describe",
      "What a chart, data set, model or screen is, in one plain sentence; of a network a drawing.",
      Parameter<Value>("x", "an object made by a builtin"),
      details:
        "Meant for readers who do not see the drawing; text(x) is the drawing itself. Networks "
        + "are drawn layer by layer, with shapes and numbers of parameters.",
      examples: [
        Example(
          "describe(spark([1, 2, 4], title=\"loss\"))",
          prints: "Loss: sparkline of 1 series; series 1 has 3 points from 1 to 4, 1 at first and "
            + "4 at last.")
      ],
      body: { x in
        guard case .object(let box) = x, let object = box.object as? any Describable else {
          throw Failure(
            .argument,
            "describe: x must be a chart, data set, model or screen, found \(x.described)")
        }
        return object.explanation
      }),
    Builtin(
      "save",
      "Writes a drawing to a file: a picture for .svg, a page for .html, text for .txt, data for .csv.",
      Parameter<Value>("x", "a chart, screen, stepper, data set or model; a fitted network"),
      Parameter<String>("path", "the file, which is replaced", naming: [.files]),
      Parameter<Int?>(
        "every",
        "of a stepper's run: how many stages from one screen to the next; none: as many as suit a page",
        default: .some(nil)),
      details:
        "A relative path starts at the current folder. A page of a chart holds the picture, its "
        + "data and its text, and loads nothing; equal drawings give equal files. A fitted network is "
        + "written whole, for load(path), unless the path ends in one of the four; other models are kept "
        + "by the cells that make them. Of a stepper the "
        + "whole run is written: a page to step through for .html, text for .txt.",
      examples: [
        Example(
          "save(table({f1: [1 / 3, 0.25]}), \"a.csv\"); print(lines(read_text(\"a.csv\")))",
          prints: "[\"f1\", \"0.3333333333333333\", \"0.25\"]", needsFolder: true),
        Example(
          "try { save(spark([1, 2]), \"a.bmp\") } catch err { err.message }",
          prints: "save: path must end in .svg, .html, .txt or .csv, found \"a.bmp\""),
      ],
      with: { interpreter, x, path, every in
        guard case .object(let box) = x else {
          throw Failure(
            .argument, "save: x must be a chart, screen, data set or model, found \(x.described)",
            notes: ["tensors are written by write_npy(x, path)"])
        }
        guard let format = DrawingFormat(path: path) else {
          if let network = box.object as? FittedNetworkObject {
            try save(network, to: path, interpreter.files)
            return Nothing()
          }
          throw Failure(
            .argument, "save: path must end in \(DrawingFormat.list), found \"\(path)\"",
            notes: box.object is any FittedValue
              ? [
                "only a fitted network is written whole; other models are kept by the cells that make "
                  + "them: :save in the shell, or a script"
              ] : [])
        }
        if let stepper = box.object as? StepperObject, format == .html || format == .txt {
          try save(stepper, path, every: every, interpreter.files)
          return Nothing()
        }
        let text = try box.object.document(format)
        try FileAccess.write(text, to: try interpreter.files.writable(path))
        return Nothing()
      }),
  ]

  /// Writes all screens of a run.
  private static func save(
    _ object: StepperObject, _ path: String, every: Int?, _ files: FileAccess
  ) throws {
    if let every, every < 1 {
      throw Failure(.argument, "save: every must be at least 1, found \(every)")
    }
    let text = try ScreenFile.text(object.stepper, every, path)
    try FileAccess.write(text, to: try files.writable(path))
  }
}
