internal import Diagnostics
internal import Runtime

extension Help {
  /// What asks for all of a page: `?fit all`.
  private static let wholeWord = " all"

  /// The first screen of a page: all of it where it is short, else what a person needs to begin, and how
  /// to see the rest.
  ///
  /// - Parameters:
  ///   - name: what is asked for; with `all` behind it the whole page is wanted.
  ///   - more: pages of the program around the language.
  ///   - rows: lines of a screen.
  ///   - width: its columns.
  /// - Returns: the lines, to be folded.
  /// - Throws: as ``page(_:beside:)``.
  package static func opening(
    _ name: String, beside more: [Page] = [], rows: Int, width: Int
  ) throws -> [Line] {
    let name = StandardLibrary.trimmed(name, StandardLibrary.whitespace)
    if name.hasSuffix(wholeWord), let whole = try? page(String(name.dropLast(4)), beside: more) {
      return whole
    }
    let whole = try page(name, beside: more)
    func height(_ lines: [Line]) -> Int {
      lines.reduce(0) { sum, line in
        sum
          + TextFolding.folded(line.text, width: width, indent: line.indent)
          .split(separator: "\n", omittingEmptySubsequences: false).count
      }
    }
    let all = height(whole)
    guard !name.isEmpty, all > rows else { return whole }
    var opening =
      StandardLibrary.builtins.first { $0.name == name }.map { Self.opening(of: $0) } ?? whole
    func ending() -> Line {
      let left = all - height(opening)
      return Line("\(left) more \(left == 1 ? "line" : "lines"): ?\(name)\(wholeWord)")
    }
    while height(opening + [ending()]) > rows, opening.count > 2 { opening.removeLast() }
    while opening.last?.text.isEmpty == true { opening.removeLast() }
    return opening + [ending()]
  }

  /// How a function is called, what it is for, the options that matter most, and an example.
  private static func opening(of builtin: Builtin) -> [Line] {
    let names = KeyOptions.of(builtin)
    let options = builtin.parameters.filter { names.contains($0.name) }
    var lines = [
      Line(KeyOptions.signature(of: builtin), 4), Line("  \(builtin.summary)", 2), Line(""),
    ]
    let width = min(options.map(\.name.count).max() ?? 0, 20)
    for option in options {
      lines.append(
        Line("  \(padded(option.name, width))  \(description(of: option))", width + 4))
    }
    return lines + self.lines(of: Array(builtin.examples.prefix(1)))
  }
}

/// The options of a function that a person needs first.
package enum KeyOptions {
  /// How many a first screen shows.
  private static let count = 3

  /// Where they are not simply the first ones.
  package static let chosen: [String: [String]] = [
    "fit": ["epochs", "batch", "optimizer"], "resume": ["path", "epochs", "optimizer"],
    "step": ["test", "epochs", "optimizer"], "pretrain": ["epochs", "batch", "noise"],
    "predict": ["inference", "threshold", "loss"], "evaluate": ["X", "Y", "convention"],
    "compare": ["measures", "folds", "training"],
    "cross_validate": ["folds", "measures", "training"],
    "chain_ensemble": ["m", "order", "vote"], "classifier_chain": ["order", "parents", "train_on"],
    "rakel": ["k", "m", "vote"], "multitask": ["loss", "penalty", "tol"],
    "hard_sharing": ["inputs", "trunk", "heads"], "lambda_path": ["count", "folds", "choose"],
    "make_tasks": ["tasks", "rows", "coherence"], "plot": ["y", "kind", "title"],
    "scatter": ["y", "groups", "title"], "bar": ["heights", "names", "title"],
    "hist": ["bins", "groups", "title"], "heat": ["names", "numbers", "title"],
    "learning_curve": ["make", "sizes", "training"],
  ]

  /// Their names.
  static func of(_ builtin: Builtin) -> [String] {
    chosen[builtin.name] ?? builtin.parameters.prefix(count).map(\.name)
  }

  /// How the function is called, with what must be given and the key options, `…` for the others.
  static func signature(of builtin: Builtin) -> String {
    let names = of(builtin)
    let shown = builtin.parameters.filter { $0.defaultValue == nil || names.contains($0.name) }
    guard shown.count < builtin.parameters.count else { return builtin.signature }
    return "\(builtin.name)(\((shown.map(\.spelling) + ["…"]).joined(separator: ", ")))"
  }
}
