internal import Charts
internal import Diagnostics
internal import Runtime
internal import Stepping

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
      "save", "Writes a drawing to a file: a picture for .svg, text for .txt, a page for .html.",
      Parameter<Value>(
        "x", "a chart, screen or stepper, or for .txt also a data set or model; a fitted network"),
      Parameter<String>("path", "the file, which is replaced", naming: [.files]),
      Parameter<Int?>(
        "every",
        "of a stepper's run: how many stages from one screen to the next; none: as many as suit a page",
        default: .some(nil)),
      details: "A relative path starts at the current folder. Screens alone become pages. A fitted "
        + "network is written whole, for load(path), unless the path ends in .txt. Of a stepper the "
        + "whole run is written: a page to step through for .html, text for .txt.",
      examples: [
        Example(
          "save(table({f1: [0.5, 0.25]}), \"scores.txt\"); len(lines(read_text(\"scores.txt\"))) > 2",
          prints: "true", needsFolder: true),
        Example(
          "try { save(spark([1, 2]), \"a.bmp\") } catch err { err.message }",
          prints: "save: path must end in .svg or .txt, found \"a.bmp\""),
      ],
      with: { interpreter, x, path, every in
        guard case .object(let box) = x else {
          throw Failure(
            .argument, "save: x must be a chart, screen, data set or model, found \(x.described)",
            notes: ["tensors are written by write_npy(x, path)"])
        }
        if let network = box.object as? FittedNetworkObject, !path.hasSuffix(".txt") {
          try save(network, to: path, interpreter.files)
          return Nothing()
        }
        if let stepper = box.object as? StepperObject, !path.hasSuffix(".svg") {
          try save(stepper, path, every: every, interpreter.files)
          return Nothing()
        }
        try save(box.object, path, interpreter.files)
        return Nothing()
      }),
  ]

  /// What a screen, or a stepper at its stage, draws as a page or a picture.
  private static func screen(of object: any LanguageObject) -> Screen? {
    if let stepper = object as? StepperObject { return stepper.stepper.screen }
    guard case .screen(let screen)? = (object as? ScreenObject)?.content else { return nil }
    return screen
  }

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

  private static func save(
    _ object: any LanguageObject, _ path: String, _ files: FileAccess
  ) throws {
    let text: String
    if path.hasSuffix(".html") || path.hasSuffix(".svg"), let screen = screen(of: object) {
      text = try ScreenFile.text(screen, for: path)
    } else if path.hasSuffix(".svg") {
      guard let chart = object as? ChartObject else {
        throw Failure(
          .argument, "save: a \(object.typeName) is written to .txt only, found \"\(path)\"")
      }
      text = svg(chart.chart)
    } else if path.hasSuffix(".txt") {
      text = object.display(DisplayOptions()) + "\n"
    } else {
      throw Failure(.argument, "save: path must end in .svg or .txt, found \"\(path)\"")
    }
    try FileAccess.write(text, to: try files.writable(path))
  }
}
