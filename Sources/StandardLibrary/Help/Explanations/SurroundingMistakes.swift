internal import Diagnostics
internal import Runtime

extension Explanation {
  /// Mistakes with files and limits.
  static let surroundings = [
    Explanation(
      .mistake(.fileNotFound), "a file that is not there",
      rule:
        "A path is read from the folder Tandem was started in, that of import from the importing "
        + "file. / at the start counts from the root; ~ is not expanded.",
      here: "Nothing was found at {path}.",
      remedy: "Check the spelling; Tab completes paths within a string; begin with / to be sure.",
      wrong: Example("read_csv(\"no.csv\")", fails: "cannot read no.csv: there is no such file"),
      right: Example(
        "write_text(\"x,y\\n1,0\\n2,1\\n\", \"data.csv\")\nread_csv(\"data.csv\", labels=1).X",
        prints: "tensor 2×1\n  1\n  2", needsFolder: true),
      readOn: ["read_csv", "load_data"]),
    Explanation(
      .mistake(.damagedTable), "a file whose contents cannot be read",
      rule:
        "Every line of a table has as many cells as the first; a cell with a comma, quote or line "
        + "break in it stands in double quotes.",
      here: "Reading stopped at line {line} of {path}.",
      remedy:
        "Look at that line with lines(read_text(path)): a cut-off download, a stray separator, a "
        + "quote that is not closed.",
      wrong: Example(
        "write_text(\"x,y\\n1,0\\n2\\n\", \"data.csv\")\nread_csv(\"data.csv\", labels=1)",
        fails: "data.csv, line 3, column 2: expected 2 cells in the row, found 1", needsFolder: true
      ),
      right: Example(
        "write_text(\"x,y\\n1,0\\n2,1\\n\", \"data.csv\")\nread_csv(\"data.csv\", labels=1).Y",
        prints: "tensor 2×1\n  0\n  1", needsFolder: true),
      readOn: ["read_csv", "read_text", "lines"]),
    Explanation(
      .mistake(.readOnly), "a write while nothing may be written",
      rule: "Tandem was started with --read-only, which forbids every write: by functions, :save, "
        + "record and --json.",
      here: "{path} was not touched.",
      remedy: "Start Tandem without --read-only, or show the result instead of writing it.",
      wrong: nil, right: Example("print(\"1,2\")", prints: "1,2"), readOn: ["--read-only", ":save"]),
    Explanation(
      .mistake(.outsideRoot), "a file outside the allowed folder",
      rule: "Tandem was started with --root, which confines reads and writes to a folder, whatever "
        + "links and .. say.",
      here: "{path} lies outside of {root}.",
      remedy: "Copy the file into the folder, or start Tandem with another --root.",
      wrong: nil, right: Example("print(\"within\")", prints: "within"), readOn: ["--root"]),
    Explanation(
      .mistake(.tooDeepRecursion), "a function that does not stop calling itself",
      rule: "Each call waits for the one it makes; a recursion needs a case that calls nothing.",
      remedy:
        "Let the function return without a call in the simplest case, and check that each call "
        + "comes nearer to it; or write a loop.",
      wrong: Example(
        "fn fact(n) = n * fact(n - 1)\nfact(5)", fails: "calls nest deeper than 100000 levels"),
      right: Example(
        "fn fact(n) = if n < 2 { 1 } else { n * fact(n - 1) }\nfact(5)", prints: "120"),
      readOn: ["fn", "if", "while"]),
    Explanation(
      .mistake(.outOfMemory), "a tensor larger than memory",
      rule: "A number takes 8 bytes: n×m numbers take 8·n·m of them. What cannot fit is refused "
        + "before anything is lost.",
      here: "It would need {needed} GB.",
      remedy: "Check the sizes for a slip (all pairs of rows?); work on rows in parts; keep mostly "
        + "empty data as sparse(…).",
      wrong: Example(
        "x = 0:1000000\nreshape(x, -1, 1) - reshape(x, 1, -1)",
        fails: "a tensor of 1000000×1000000 does not fit in memory"),
      right: Example(
        "x = 0:3\nshape(reshape(x, -1, 1) - reshape(x, 1, -1))",
        prints: "tensor 2\n  3  3"),
      readOn: ["sparse", "broadcasting"]),
    Explanation(
      .mistake(.timeLimit), "the time limit",
      rule: "--time-limit S stops a run after S seconds and undoes the cell under way.",
      remedy: "Allow more seconds, or try with fewer rows, epochs or folds first.",
      wrong: nil, right: Example("sum(0:1000)", prints: "499500"),
      readOn: ["--time-limit", ":time"]),
  ]
}
